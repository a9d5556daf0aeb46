"""Every kind of page, for everyone who comes to it, in both languages: WCAG 2.2 AA by axe, and no fault."""

from typing import Any

import pytest
from flask import Flask

from tests.journeys.every_page import (
    AFTER_A_FORM,
    BY_LETTER,
    NOT_FOR_PEOPLE,
    PEOPLE,
    SEEN_ELSEWHERE,
    after_letters_and_trouble,
    kinds_for,
    ways,
)
from tests.journeys.lived_in import ADMIN, BEGINNER, COORDINATOR
from tests.journeys.looking import hidden_focus, title_of, troubles_of
from tests.journeys.shapes import DESK_BY_DAY, PHONE_BY_DAY
from tests.journeys.window import OpenWindow
from tests.live import course
from tests.live.house import House

pytestmark = pytest.mark.browser


def test_every_kind_of_page_is_visited(furnished_house: House, whole_app: Flask) -> None:
    """A new page that nobody finds from here has no link, or needs a line in this file."""
    kinds = {rule.endpoint for rule in whole_app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    seen = {*BY_LETTER, *AFTER_A_FORM} | NOT_FOR_PEOPLE | SEEN_ELSEWHERE
    for who in PEOPLE:
        seen |= set(kinds_for(furnished_house, whole_app, who))
    assert sorted(kinds - seen) == []


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("who", PEOPLE)
def test_pages_are_open_to_everybody(
    furnished_house: House, whole_app: Flask, open_window: OpenWindow, who: str, language: str
) -> None:
    window = open_window(language, house=furnished_house)
    if PEOPLE[who]:
        window.sign_in(PEOPLE[who])
    troubles, titles = [], []
    for number, path in enumerate(ways(furnished_house, whole_app, who)):
        window.go(path)
        titles.append(title_of(window))
        is_turn = number % 2 == (language == "en")  # the other language has the whole of axe
        troubles += troubles_of(window, number, is_known=is_turn)
        if is_turn:
            troubles += hidden_focus(window, PHONE_BY_DAY if number % 4 < 2 else DESK_BY_DAY)
    troubles += [f"two pages are called “{title}”" for title in set(titles) if titles.count(title) > 1]
    assert not troubles, "\n" + "\n".join(troubles)


@pytest.mark.parametrize("language", ["lt", "en"])
def test_pages_of_letters_and_of_trouble_are_open_to_everybody(
    furnished_house: House, open_window: OpenWindow, language: str
) -> None:
    window = open_window(language, house=furnished_house)
    troubles = []
    with window.expecting(404):
        for number, path in enumerate(after_letters_and_trouble(furnished_house)):
            window.go(path)
            troubles += troubles_of(window, number)
    assert not troubles, "\n" + "\n".join(troubles)


REFUSED = [
    ("", "/sign-in"),
    ("", "/sign-up"),
    ("", "/password"),
    (BEGINNER, f"{course.MODULE}/three-sectors/ask"),
    (BEGINNER, "/account/password"),
    (BEGINNER, course.QUIZ),
    (COORDINATOR, "/coordinate/invitations"),
    (ADMIN, "/admin/news/new"),
    (ADMIN, "/admin/staff"),
]


@pytest.mark.parametrize("language", ["lt", "en"])
def test_refused_forms_are_open_to_everybody(
    furnished_house: House, open_window: OpenWindow, language: str
) -> None:
    windows: dict[str, Any] = {}
    troubles = []
    for number, (email, path) in enumerate(REFUSED):
        if email not in windows:
            windows[email] = open_window(language, house=furnished_house)
            if email:
                windows[email].sign_in(email)
        window = windows[email]
        window.go(path)
        with window.expecting(422), window.page.expect_navigation():
            window.page.locator("main form[method=post] button[data-variant=primary]").last.click()
        troubles += troubles_of(window, number)
    assert not troubles, "\n" + "\n".join(troubles)
