"""A learner books an hour by keyboard, the author moves it, the learner cancels; both get files by mail.

Of another hour, once it is over, the author says what became of it, and the learner reads it.
"""

from operator import itemgetter
from typing import Any

import pytest
from icalendar import Calendar

from tests.journeys.conftest import SOMEBODY
from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import AUTHOR, Person
from tests.journeys.looking import troubles_of
from tests.journeys.test_story import wait_for
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live import course
from tests.live.house import House
from tests.live.parts import books

pytestmark = pytest.mark.browser
IS_OVER = (
    "UPDATE slots SET starts_at = '2026-01-05 08:00:00.000000', ends_at = '2026-01-05 08:30:00.000000'"
    " WHERE id = (SELECT slot_id FROM bookings WHERE id = :id)"
)


def calendars_for(house: House, email: str) -> list[Any]:
    """The calendar files that this person got by mail, oldest first: their method and appointment."""
    found = []
    for letter in house.post_office.letters_to(email):
        for part in letter.walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                (event,) = calendar.walk("VEVENT")
                found.append((str(calendar["METHOD"]), int(event["SEQUENCE"]), str(event["UID"])))
    return found


def sorted_by_number(calendars: list[Any], wanted: str) -> list[tuple[str, int]]:
    """What was said of this appointment, in the order in which it was meant."""
    return sorted([(method, number) for method, number, uid in calendars if uid == wanted], key=itemgetter(1))


def test_booked_moved_and_cancelled(house: House, somebody: str, open_window: OpenWindow) -> None:
    person = Person(house, somebody)
    person.do("/account", "/account", ("language", "en"))
    person.do(course.MODULE, "/enrol")
    Person(house, AUTHOR).offer_an_hour(days_ahead=45)

    learner = open_window("en", PHONE)
    learner.sign_in(somebody)
    learner.go(f"/consultations{course.MODULE}")
    assert troubles_of(learner, 0) == []
    keyboard = Keyboard(learner)
    keyboard.reach(learner.page.locator("a[href*='/book']").last)
    learner.page.keyboard.press("Enter")
    keyboard.write("What do you want to talk about?", "How do I begin the actor map?")
    keyboard.press("Book this time")
    learner.sees("https://pokalbiai.example.lt/rasa")
    assert troubles_of(learner, 1) == []
    booking = learner.path
    wait_for(lambda: len(calendars_for(house, somebody)) == 1)

    author = open_window("lt", PHONE)
    author.sign_in(AUTHOR)
    author.go(booking)
    author.sees("How do I begin the actor map?")
    author.follow("Change the time or the place")
    author.fill("Begins at", "15:00")
    author.fill("Ends at", "15:30")
    with author.expecting(422):
        author.press("Save the change")
        author.sees("Nurodykite pašnekovui priežastį.")
    author.fill("A word to the learner: why", "Tą rytą turiu posėdį.")
    assert troubles_of(author, 2) == []
    author.press("Save the change")
    author.sees("15.00–15.30")
    wait_for(lambda: len(calendars_for(house, somebody)) == 2)

    learner.language = "lt"
    learner.go(booking)
    learner.sees("Tą rytą turiu posėdį.")
    learner.sees("15.00–15.30")
    learner.fill("A word to the other side: why", "Atsakymą radau pamokoje.")
    learner.press("Cancel the consultation")
    learner.sees(learner.said("You have cancelled this consultation."))
    author.language = "en"
    author.go(booking)
    author.sees(author.said("%(name)s has cancelled this consultation.", name=SOMEBODY))
    wait_for(lambda: len(calendars_for(house, somebody)) == 3)
    methods = [(method, number) for method, number, _uid in calendars_for(house, somebody)]
    assert methods == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]
    (uid,) = {uid for _method, _number, uid in calendars_for(house, somebody)}
    # Letters to two people may overtake each other, and the author has others as well.
    wait_for(lambda: sorted_by_number(calendars_for(house, AUTHOR), uid) == methods)
    record_what_became_of_it(house, person, author, learner)


def record_what_became_of_it(house: House, person: Person, author: Window, learner: Window) -> None:
    """The learner has booked again; the hour is over, and its author notes what the two agreed on."""
    person.book_the_first_time()
    ((booking_id,),) = books(house, "SELECT max(id) FROM bookings")
    books(house, IS_OVER, id=booking_id)
    author.go("/teach/consultations")
    author.page.locator(f"a[href$='/consultations/{booking_id}']").first.click()
    author.sees(author.said("After the consultation"))
    author.page.get_by_label(author.said("It took place"), exact=True).check()
    author.page.locator("#note").fill("We begin with three sectors.")
    assert troubles_of(author, 0) == []
    author.press("Record")
    author.sees(author.said("What became of the consultation"))
    learner.go(f"/consultations/{booking_id}")
    learner.sees("We begin with three sectors.")
