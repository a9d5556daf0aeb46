"""On a phone a coordinator finds who has stopped, reads the kind reminder, and the letter arrives."""

import sqlite3

import pytest

from tests.journeys.lived_in import COORDINATOR, Person
from tests.journeys.looking import troubles_of
from tests.journeys.test_story import wait_for
from tests.journeys.window import PHONE, OpenWindow
from tests.live import course
from tests.live.house import House
from tests.live.post_office import plain_text

pytestmark = pytest.mark.browser
LONG_AGO = "2026-01-02 10:00:00.000000"


def stopped_long_ago(house: House, email: str) -> None:
    """Somebody begins a module; then weeks go by."""
    person = Person(house, email)
    person.do(course.MODULE, "/enrol")
    person.read(1)
    with sqlite3.connect(house.database_url.removeprefix("sqlite:///"), timeout=60) as database:
        own = "(SELECT id FROM users WHERE email = ?)"
        moments = ", ".join(f"{name} = '{LONG_AGO}'" for name in ("enrolled_at", "started_at", "place_at"))
        database.execute(f"UPDATE enrolments SET {moments} WHERE learner_id = {own}", (email,))


def test_read_sent_and_in_the_mailbox(house: House, somebody: str, open_window: OpenWindow) -> None:
    stopped_long_ago(house, somebody)
    coordinator = open_window("lt", PHONE)
    coordinator.sign_in(COORDINATOR)
    coordinator.go(f"/coordinate/people?standing=quiet&name={somebody}")
    coordinator.page.locator("input[name=person]").check()
    assert troubles_of(coordinator, 0) == []
    coordinator.press("Prepare a reminder to the chosen")
    coordinator.sees("Jau kurį laiką nesimokėte modulyje")
    assert troubles_of(coordinator, 1) == []
    coordinator.page.locator("form[action$='/coordinate/reminders'] button[type=submit]").click()
    coordinator.sees("Priminimas siunčiamas 1 žmogui.")
    wait_for(lambda: house.post_office.letters_to(somebody))
    (letter,) = house.post_office.letters_to(somebody)
    text = plain_text(letter)
    assert "Niekur nevėluojate ir niekas nedingo" in " ".join(text.split())
    assert letter["List-Unsubscribe"]
    coordinator.go(f"/coordinate/people?standing=quiet&name={somebody}")
    coordinator.sees("Priminta:")
