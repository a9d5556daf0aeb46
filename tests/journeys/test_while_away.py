"""An author on leave is stood in for; when the promised day passes, the programme is told the fact alone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from redis import Redis
from rq import Queue

from lms.domain.messaging import jobs
from lms.foundation.broker import QUEUE
from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import AUTHOR, COORDINATOR, Person
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live.house import House
from tests.live.parts import books, wait_until
from tests.live.post_office import plain_text

pytestmark = pytest.mark.browser
MODULE = "/modules/social-business"
AWAY = "away@demo.example"
MAKE_AUTHOR = """
INSERT INTO staff (user_id, duty, module_id)
SELECT users.id, 'author', modules.id FROM users, modules WHERE email = :email AND slug = 'social-business'
"""
IS_LATE = "UPDATE conversations SET answer_by = '2026-01-02' WHERE id = :id"


def letters_about(house: House, email: str, words: str) -> list[str]:
    """The texts of this person's letters that speak of something."""
    texts = map(plain_text, house.post_office.letters_to(email))
    return [text for text in texts if words in text]


def test_the_substitute_answers_and_lateness_is_told_without_the_words(
    open_window: OpenWindow, house: House, somebody: str
) -> None:
    house.add_person(AWAY, "Ieva Mažylė", "lt")
    books(house, MAKE_AUTHOR, email=AWAY)
    away = open_window("lt", PHONE)
    away.sign_in(AWAY)
    _goes_on_leave(away)

    Person(house, somebody).do(MODULE, "/enrol")
    learner = open_window("lt", PHONE)
    learner.sign_in(somebody)
    learner.go(f"{MODULE}/impact/ask")
    learner.fill("Your question", "Kaip matuoti poveikį?")
    learner.press("Send the question")
    learner.sees("Atsako: Rasa Žemaitytė")
    conversation = learner.path
    wait_until(lambda: letters_about(house, AUTHOR, "Socialinis verslas ir jo komunikacija"))
    assert not house.post_office.letters_to(AWAY)

    books(house, IS_LATE, id=int(conversation.rpartition("/")[2]))
    queue = Queue(QUEUE, connection=Redis.from_url(house.settings()["LMS_REDIS_URL"]))
    queue.enqueue(jobs.tell_of_late_answers)
    _coordinator_is_told_the_fact_alone(house, open_window("lt", PHONE), conversation)
    learner.go(conversation)
    learner.sees("bet atsakymas vėluoja. Atsiprašome.")
    learner.language = "en"
    learner.go(conversation)
    learner.sees("An answer was promised by 2 January 2026 and is late. We are sorry.")

    substitute = open_window("en", PHONE)
    substitute.sign_in(AUTHOR)
    substitute.go("/teach/absence")
    substitute.sees("You answer instead of others")
    substitute.go(conversation)
    substitute.sees("This question is yours.")
    substitute.page.locator("textarea[name=text]").fill("By what changes for people.")
    substitute.press("Send the answer")
    substitute.sees("By what changes for people.")
    learner.go(conversation)
    learner.sees("By what changes for people.")
    away.language = "en"
    away.go("/teach/absence")
    Keyboard(away).press("Remove")
    expect(away.page.locator(".flashes")).to_contain_text("The absence has been removed.")


def _goes_on_leave(away: Window) -> None:
    away.go("/teach/absence")
    today, keyboard = datetime.now(ZoneInfo("Europe/Vilnius")).date(), Keyboard(away)
    substitute = away.page.locator("select#substitute")
    away.fill("First day", today.isoformat())
    away.fill("Last day", (today + timedelta(days=6)).isoformat())
    keyboard.choose_from(substitute, substitute.locator("option", has_text="Rasa Žemaitytė"))
    keyboard.press("Enter the absence")
    away.sees("Pavaduoja: Rasa Žemaitytė")


def _coordinator_is_told_the_fact_alone(house: House, window: Window, conversation: str) -> None:
    late = "Socialinis verslas ir jo komunikacija"
    wait_until(lambda: letters_about(house, COORDINATOR, late))
    (letter,) = letters_about(house, COORDINATOR, late)
    assert "Kaip matuoti" not in letter
    window.sign_in(COORDINATOR)
    for language, words in (("lt", f"„{late}“"), ("en", "“Social business and its communication”")):
        window.language = language
        window.go("/notices")
        expect(window.page.locator(".items .is-unread", has_text=words)).to_have_count(1)
    with window.expecting(404):
        window.go(conversation)
    assert "Kaip matuoti" not in window.page.content()
