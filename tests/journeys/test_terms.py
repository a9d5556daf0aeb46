"""What a term means is there for the mouse, the keyboard and the finger, without leaving the lesson."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.window import PHONE, OpenWindow
from tests.live import course

pytestmark = pytest.mark.browser
LESSON = f"{course.MODULE}/three-sectors"


def test_by_keyboard(open_window: OpenWindow) -> None:
    window = open_window("lt")
    window.go(LESSON)
    word, meaning = window.page.locator(".term-word").first, window.page.locator(".term-meaning").first
    expect(meaning).to_be_hidden()
    word.focus()
    expect(meaning).to_be_visible()
    assert word.get_attribute("aria-describedby") == meaning.get_attribute("id")
    window.page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(word).to_be_focused()
    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Shift+Tab")
    expect(meaning).to_be_visible()
    window.page.keyboard.press("Enter")
    expect(window.page).to_have_url(re.compile("/lt/glossary#term-"))
    expect(window.page.locator(":target h3")).to_be_visible()


def test_by_finger(open_window: OpenWindow) -> None:
    window = open_window("lt", PHONE)
    window.go(LESSON)
    word, meaning = window.page.locator(".term-word").first, window.page.locator(".term-meaning").first
    word.tap()
    expect(meaning).to_be_visible()
    assert window.page.url.endswith("three-sectors")
    # Nothing of the page lies over it.
    assert meaning.evaluate(
        "it => { const box = it.getBoundingClientRect();"
        " return it.contains(document.elementFromPoint(box.x + box.width / 2, box.bottom - 8)); }"
    )
    window.page.locator("h1").tap()
    expect(meaning).to_be_hidden()


def test_without_scripts_the_glossary_explains(open_window: OpenWindow) -> None:
    window = open_window("en", java_script_enabled=False)
    window.go(LESSON)
    window.page.locator(".term-word").first.click()
    expect(window.page.locator(".glossary__entry:target")).to_be_visible()
