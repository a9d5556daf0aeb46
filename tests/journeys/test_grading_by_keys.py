"""A lecturer clears the desk with the keyboard alone: a digit for each level, and one key that grades."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import AUTHOR, Person
from tests.journeys.window import PHONE, OpenWindow
from tests.live import course
from tests.live.house import House

pytestmark = pytest.mark.browser

NAME, COMMENT = "Ugnė Klavišaitė", "Trūksta šaltinio."
CHOSEN = "form[data-grading] input[type=radio]:checked"


def test_it_works(house: House, open_window: OpenWindow) -> None:
    learner = Person(house, house.add_person("ugne@klavisai.example", NAME))
    learner.enrol()
    learner.write_assignment("Vienatvė kvartale.", "hand-in")
    window = open_window("lt", PHONE)
    window.sign_in(AUTHOR)
    window.go("/teach?kind=work")
    keyboard, page = Keyboard(window), window.page
    keyboard.reach(page.locator("main tr", has_text=NAME).locator("a[href*='/teach/submissions/']"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/teach/submissions/\d+"))
    expect(page.locator("form[data-grading] [data-with-scripts]")).to_be_visible()
    criteria = course.criteria()
    keyboard.reach(page.locator("form[data-grading] input[type=radio]").first)
    for place, key in enumerate(criteria):
        page.keyboard.press("2")
        expect(_two_points(page, key)).to_be_checked()
        expect(page.locator(CHOSEN)).to_have_count(place + 1)
        page.keyboard.press("Enter")
    expect(page.locator("textarea[name=comment]")).to_be_focused()
    page.keyboard.type(f"{COMMENT} 1 ir 3")
    # Digits in a comment are words.
    expect(page.locator("textarea[name=comment]")).to_have_value(f"{COMMENT} 1 ir 3")
    for key in criteria:
        expect(_two_points(page, key)).to_be_checked()
    page.keyboard.press("Control+Enter")
    window.sees(re.compile("Įvertinta, balai"))


def _two_points(page: Page, criterion: str) -> Locator:
    return page.locator(f"form[data-grading] input[name='points-{criterion}'][value='2']")
