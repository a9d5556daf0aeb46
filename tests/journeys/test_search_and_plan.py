"""Finding a lesson and making a plan on a phone, in both languages, with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import Person
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live import course
from tests.live.house import House

pytestmark = pytest.mark.browser


def _tab_to(window: Window, selector: str) -> None:
    """Go on with the tabulator until that is in focus, as one does who has no mouse."""
    Keyboard(window).reach(window.page.locator(selector).first)


def _fits(window: Window) -> None:
    assert window.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(("language", "typed"), [("lt", "klasteriu branda"), ("en", "cluster maturity")])
def test_a_lesson_is_found_from_the_front_page(open_window: OpenWindow, language: str, typed: str) -> None:
    window = open_window(language, PHONE)
    window.go("/")
    _tab_to(window, "main input[type=search]")
    window.page.keyboard.type(typed)
    window.page.keyboard.press("Enter")
    window.is_at("/search")
    expect(window.page.locator("mark").first).to_be_visible()
    _fits(window)
    lesson = f'.hit__title a[href^="/{language}{course.MODULE}/"]'
    _tab_to(window, lesson)
    window.page.keyboard.press("Enter")
    window.is_at(f"{course.MODULE}/cluster-maturity")


def test_a_typing_error_is_guessed(open_window: OpenWindow) -> None:
    window = open_window("lt", PHONE)
    window.go("/search")
    _tab_to(window, "#q")
    window.page.keyboard.type("klasteirs")
    window.page.keyboard.press("Enter")
    window.sees("nieko nerasta")
    _tab_to(window, "main a[href*='search?q=']")
    window.page.keyboard.press("Enter")
    expect(window.page.locator(".hit").first).to_be_visible()


@pytest.mark.parametrize(("language", "hours"), [("lt", "1,5"), ("en", "1.5")])
def test_a_plan_is_made_paused_and_gone_on_with(
    house: House, open_window: OpenWindow, somebody: str, language: str, hours: str
) -> None:
    Person(house, somebody, language).do(course.MODULE, "/enrol")
    window = open_window(language, PHONE)
    window.sign_in(somebody)
    window.go("/my")
    _tab_to(window, f'a[href="/{language}/my/plan"]')
    window.page.keyboard.press("Enter")
    window.is_at("/my/plan")
    _tab_to(window, "#hours")
    window.page.keyboard.type(hours)
    _tab_to(window, "#days-1")
    window.page.keyboard.press("Space")
    _tab_to(window, "button[name=save]")
    window.page.keyboard.press("Enter")
    expect(window.page.locator(".week").first).to_be_visible()
    _fits(window)
    _tab_to(window, "button[name=pause]")
    window.page.keyboard.press("Enter")
    expect(window.button("Go on from today")).to_be_visible()
    window.go("/my")
    window.sees(window.said("Your plan rests."))
    window.go("/my/plan")
    _tab_to(window, "button[name=resume]")
    window.page.keyboard.press("Enter")
    expect(window.button("Pause the plan")).to_be_visible()
    window.go("/my")
    window.sees(re.compile(re.escape(hours)))
