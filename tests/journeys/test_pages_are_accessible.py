"""Every kind of page, for everyone who comes to it, in both languages: WCAG 2.2 AA by axe, and no fault."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.journeys import lived_in
from tests.journeys.crawl import Crawl
from tests.journeys.lived_in import ADMIN, AUTHOR, BEGINNER, COORDINATOR, FINISHER, WAITING, Person
from tests.journeys.looking import troubles_of
from tests.journeys.window import OpenWindow
from tests.live import course
from tests.live.house import House

pytestmark = pytest.mark.browser

PEOPLE = {
    "visitor": "",
    "beginner": BEGINNER,
    "waiting": WAITING,
    "finisher": FINISHER,
    "author": AUTHOR,
    "coordinator": COORDINATOR,
    "administrator": ADMIN,
}
# Pages that look otherwise to who has done more; to the others what the page is once for each kind will do.
CHANGING = {
    "waiting": {"learning.my_learning", "assessment.show_quiz", "assessment.show_assignment"},
    "finisher": {
        *("learning.my_learning", "learning.my_record", "learning.show_evidence"),
        *("learning.show_evidence_lesson", "catalogue.show_module", "messaging.show_conversation"),
        *("assessment.show_quiz", "assessment.show_assignment", "notifications.list_notices"),
    },
}
SAME_FOR_MEMBERS = {
    *("catalogue.help_page", "catalogue.contact", "catalogue.privacy"),
    *("catalogue.list_news", "catalogue.show_news"),
}
# What a crawl does not reach: letters' links, what comes after a form, and what is no page for people.
BY_LETTER = {
    "accounts.confirm_sign_up": "/sign-up/confirm/",
    "coordination.show_invitation": "/invitations/",
    "accounts.new_password": "/password/new/",
    "accounts.confirm_new_address": "/account/email/",
}
AFTER_A_FORM = {"accounts.password_sent": "/password/sent"}
NOT_FOR_PEOPLE = {
    *("static", "entrance.root", "media.show_media", "catalogue.news_feed", "assessment.download_file"),
    *("operation.healthz", "operation.readyz", "operation.metrics"),
    *(
        "learning.show_block",
        "assessment.show_question",
        "notifications.open_notice",
    ),  # pieces, ways to a page
    "notifications.mail_body",  # somebody's letter as they get it
}
SEEN_ELSEWHERE = {"accounts.continue_form"}  # test_ended_session.py


def test_every_kind_of_page_is_visited(furnished_house: House, whole_app: Flask) -> None:
    """A new page that nobody finds from here has no link, or needs a line in this file."""
    kinds = {rule.endpoint for rule in whole_app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    seen = {*BY_LETTER, *AFTER_A_FORM} | NOT_FOR_PEOPLE | SEEN_ELSEWHERE
    for who in PEOPLE:
        seen |= set(_kinds(furnished_house, whole_app, who))
    assert sorted(kinds - seen) == []


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("who", PEOPLE)
def test_pages_are_open_to_everybody(
    furnished_house: House, whole_app: Flask, open_window: OpenWindow, who: str, language: str
) -> None:
    window = open_window(language, house=furnished_house)
    if PEOPLE[who]:
        window.sign_in(PEOPLE[who])
    troubles = []
    for number, path in enumerate(_ways(furnished_house, whole_app, who)):
        window.go(path)
        troubles += troubles_of(window, number + (language == "en"))
    assert not troubles, "\n" + "\n".join(troubles)


@pytest.mark.parametrize("language", ["lt", "en"])
def test_pages_of_letters_and_of_trouble_are_open_to_everybody(
    furnished_house: House, open_window: OpenWindow, language: str
) -> None:
    window = open_window(language, house=furnished_house)
    ways = [lived_in.link_like(furnished_house, start) for start in BY_LETTER.values()]
    assert all(ways), ways
    troubles = []
    with window.expecting(404):
        for number, path in enumerate([*ways, *AFTER_A_FORM.values(), "/sign-up/confirm/gone", "/nowhere"]):
            window.go(str(path))
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


def _ways(house: House, app: Flask, who: str) -> Iterable[str]:
    """Return the pages that this person looks at: of each kind one, and not what others have seen already."""
    kinds = _kinds(house, app, who)
    if who in CHANGING:
        wanted = CHANGING[who]
    elif who == "visitor":
        wanted = set(kinds)
    elif who == "beginner":
        wanted = set(kinds) - SAME_FOR_MEMBERS
    else:
        wanted = set(kinds) - set(_kinds(house, app, "beginner")) | {"catalogue.front_page"}
    assert wanted <= set(kinds), wanted - set(kinds)
    return [kinds[kind] for kind in kinds if kind in wanted]


@cache
def _kinds(house: House, app: Flask, who: str) -> dict[str, str]:
    """Return the first page of each kind that the person finds by following links, by endpoint.

    Addresses are the same in both languages but for their beginning (test_links.py follows both).
    """
    found: dict[str, str] = {}
    adapter = app.url_map.bind("localhost")
    starts = ["/", "/my"] if PEOPLE[who] else ["/"]
    for page in Crawl(Person(house, PEOPLE[who]), "lt").follow_all(starts).pages():
        try:
            endpoint, _values = adapter.match(urlsplit(page.path).path)
        except HTTPException:
            continue
        found.setdefault(str(endpoint), page.path.removeprefix("/lt"))
    return found
