"""A lecturer clears the desk with the keyboard alone: a digit for each level, and one key that grades."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import AUTHOR
from tests.journeys.window import PHONE, OpenWindow
from tests.live import course

pytestmark = pytest.mark.browser

COMMENT = "Trūksta šaltinio."


def test_it_works(open_window: OpenWindow, somebody: str) -> None:
    window = open_window("lt", PHONE)
    _hands_in(open_window, somebody)
    window.sign_in(AUTHOR)
    window.go("/teach")
    keyboard, page = Keyboard(window), window.page
    keyboard.reach(page.locator("main table a").last)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/teach/submissions/\d+"))
    criteria = course.criteria()
    keyboard.reach(page.locator("form[data-grading] input[type=radio]").first)
    for place, key in enumerate(criteria):
        page.keyboard.press("2")
        assert _chosen(page) == dict.fromkeys(criteria[: place + 1], "2"), key
        page.keyboard.press("Enter")
    expect(page.locator("textarea[name=comment]")).to_be_focused()
    page.keyboard.type(f"{COMMENT} 1 ir 3")
    assert _chosen(page) == dict.fromkeys(criteria, "2"), "digits in a comment are words"
    page.keyboard.press("Control+Enter")
    window.sees(re.compile("Įvertinta, balai"))


def _hands_in(open_window: OpenWindow, email: str) -> None:
    window = open_window("lt", PHONE)
    window.sign_in(email)
    window.go(course.MODULE)
    enrol = window.page.locator("form[action$='/enrol'] button")
    if enrol.count():
        enrol.first.click()
    window.go(course.ASSIGNMENT)
    if window.page.locator("button[name=hand-in]").count():
        window.page.locator("textarea[name=text]").fill("Vienatvė kvartale.")
        window.page.locator("button[name=hand-in]").click()
    expect(window.page.locator("#receipt")).to_be_visible()


def _chosen(page: Page) -> dict[str, str]:
    chosen = page.locator("form[data-grading] input[type=radio]:checked").all()
    return {
        str(each.get_attribute("name")).removeprefix("points-"): str(each.get_attribute("value"))
        for each in chosen
    }
