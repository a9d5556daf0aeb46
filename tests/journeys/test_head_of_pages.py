"""The head of every page is one row on a phone; its menu opens by keyboard, by touch and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.journeys.lived_in import ADMIN, AUTHOR, BEGINNER
from tests.journeys.window import OpenWindow
from tests.live.house import House

pytestmark = pytest.mark.browser

ONE_ROW = 66  # pixels: a place to touch with its margins and the line under it
PHONES = (320, 360, 390, 768)


@pytest.mark.parametrize("who", ["", BEGINNER, AUTHOR, ADMIN])
@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_head_is_one_row(
    furnished_house: House, open_window: OpenWindow, who: str, language: str
) -> None:
    window = open_window(language, house=furnished_house)
    if who:
        window.sign_in(who)
    window.go("/help")
    for width in PHONES:
        window.page.set_viewport_size({"width": width, "height": 700})
        box = window.page.locator(".site-header").bounding_box()
        assert box and box["height"] <= ONE_ROW, (width, box)
        expect(window.page.locator(".site-menu > summary")).to_be_visible()
        expect(window.page.locator(".site-nav")).to_be_hidden()
    window.page.set_viewport_size({"width": 1280, "height": 700})
    expect(window.page.locator(".site-nav a").first).to_be_visible()
    expect(window.page.locator(".site-menu > summary")).to_be_hidden()


def test_the_menu_opens_and_closes_by_keyboard_and_says_what_is_new(
    furnished_house: House, open_window: OpenWindow
) -> None:
    window = open_window("lt", house=furnished_house)
    window.sign_in(AUTHOR)
    page = window.page
    page.set_viewport_size({"width": 360, "height": 700})
    window.go("/help")
    summary = page.locator(".site-menu > summary")
    counts = [
        int(text or 0)
        for text in page.locator(".site-nav .count").evaluate_all(
            "(all) => all.map((one) => one.dataset.count)"
        )
    ]
    assert sum(counts) > 0
    assert summary.locator(".count").get_attribute("data-count") == str(sum(counts))
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".site-nav a").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".site-nav a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".site-nav")).to_be_hidden()
    expect(summary).to_be_focused()


def test_without_scripts_the_menu_opens_too(furnished_house: House, open_window: OpenWindow) -> None:
    window = open_window("lt", house=furnished_house, java_script_enabled=False)
    window.page.set_viewport_size({"width": 320, "height": 700})
    window.go("/help")
    window.page.locator(".site-menu > summary").click()
    window.page.locator(".site-nav a[href='/lt/sign-in']").click()
    window.is_at("/sign-in")
