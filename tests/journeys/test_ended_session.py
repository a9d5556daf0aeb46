"""A session may end while somebody writes; what they wrote waits until they are back."""

import sqlite3

import pytest
from playwright.sync_api import expect

from tests.journeys.lived_in import AUTHOR, Person
from tests.journeys.looking import troubles_of
from tests.journeys.window import OpenWindow, Window
from tests.live import course
from tests.live.house import House

pytestmark = pytest.mark.browser

WORDS = "Kodėl ryšiai svarbesni už narių skaičių?\nAntra eilutė su „kabutėmis“."


def end_all_sessions(house: House, email: str) -> None:
    """As the administrator would, or two weeks of not coming."""
    with sqlite3.connect(house.database_url.removeprefix("sqlite:///"), timeout=60) as database:
        database.execute(
            "UPDATE user_sessions SET ended_at = created_at WHERE user_id ="
            " (SELECT id FROM users WHERE email = ?)",
            (email,),
        )
    database.close()


@pytest.mark.parametrize("language", ["lt", "en"])
def test_a_question_is_sent_after_signing_in_again(
    house: House, open_window: OpenWindow, somebody: str, language: str
) -> None:
    window = open_window(language)
    window.sign_in(somebody)
    window.go(f"{course.MODULE}/three-sectors/ask")
    window.page.locator("textarea[name=text]").fill(WORDS)
    end_all_sessions(house, somebody)
    with window.expecting(401):
        window.press("Send the question")
        window.is_at("/sign-in")
    window.sign_in(somebody)
    window.sees("Antra eilutė su „kabutėmis“.")
    assert troubles_of(window, 0) == []
    window.press("Send")
    expect(window.page.locator(".message__text").last).to_have_text(WORDS)
    assert window.path.startswith("/messages/")


def test_another_person_does_not_get_the_words(house: House, open_window: OpenWindow, somebody: str) -> None:
    window = open_window("lt")
    window.sign_in(somebody)
    window.go(f"{course.MODULE}/three-sectors/ask")
    window.page.locator("textarea[name=text]").fill(WORDS)
    end_all_sessions(house, somebody)
    with window.expecting(401):
        window.press("Send the question")
        window.is_at("/sign-in")
    with window.expecting(404):
        window.sign_in(AUTHOR)
        expect(window.page.locator("h1")).to_be_visible()
    assert "Antra eilutė" not in window.page.content()


def test_a_draft_says_that_it_is_not_saved_and_goes_on(
    house: House, open_window: OpenWindow, somebody: str
) -> None:
    Person(house, somebody).enrol()
    window, second = open_window("lt"), open_window("lt")
    window.sign_in(somebody)
    window.go(course.ASSIGNMENT)
    end_all_sessions(house, somebody)
    state = window.page.locator("#work [data-autosave-state]")
    with window.expecting(401):
        window.page.locator("textarea[name=text]").fill(WORDS)
        expect(state).to_have_text(_signed_out_words(window))
    window.press("Save draft")
    window.is_at("/sign-in")
    window.sign_in(somebody)
    window.press("Send")
    window.is_at(course.ASSIGNMENT)
    expect(window.page.locator("textarea[name=text]")).to_have_value(WORDS)
    second.sign_in(somebody)
    second.go(course.ASSIGNMENT)
    expect(second.page.locator("textarea[name=text]")).to_have_value(WORDS)


def _signed_out_words(window: Window) -> str:
    return window.said(
        "You are no longer signed in. Your text is still here: "
        "sign in again in another window, then save with the button."
    )
