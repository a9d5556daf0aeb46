"""A lesson is read when its reader says so, never by opening or scrolling."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.learning.models import Reading
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.content import make_module
from tests.web.learning.conftest import Course

ADDRESS = "/lt/modules/concepts/first"


def test_opening_a_lesson_marks_nothing(course: Course) -> None:
    course.browser.get(ADDRESS)
    course.browser.post_form(f"{ADDRESS}/place", {"block": "first-two"})
    assert course.standing.read == frozenset()


def test_mark_as_read_stays_and_next_leads_on(course: Course) -> None:
    answer = course.browser.post_form(f"{ADDRESS}/read", {"read": "1"})
    assert (answer.status_code, answer.location) == (303, f"{ADDRESS}#end")
    assert 'id="end"' in course.browser.get(ADDRESS).text
    assert course.standing.read == {"first"}
    answer = course.browser.post_form("/lt/modules/concepts/second/read", {"next": "1"})
    assert (answer.status_code, answer.location) == (303, "/lt/modules/concepts/third")
    assert course.standing.read == {"first", "second"}


def test_after_the_last_lesson_next_leads_to_what_is_still_missing(course: Course) -> None:
    answer = course.browser.post_form("/lt/modules/concepts/third/read", {"next": "1"})
    assert answer.location == "/lt/modules/concepts/first"
    for lesson in ("first", "second"):
        course.browser.post_form(f"/lt/modules/concepts/{lesson}/read")
    answer = course.browser.post_form("/lt/modules/concepts/third/read", {"next": "1"})
    assert answer.location == "/lt/modules/concepts"


def test_the_same_form_sent_twice_is_one_reading(course: Course) -> None:
    for _ in range(3):
        assert course.browser.post_form(f"{ADDRESS}/read").status_code == 303
    assert session.query(Reading).count() == 1


def test_the_language_read_in_is_kept_with_the_reading(course: Course) -> None:
    course.browser.post_form("/en/modules/concepts/first/read")
    course.browser.post_form("/lt/modules/concepts/second/read")
    session.remove()
    languages = {row.lesson: row.language for row in session.query(Reading)}
    assert languages == {"first": "en", "second": "lt"}


def test_completing_the_module_is_said_once(sign_in: Callable[..., Any], app: Any) -> None:
    make_module(slug="short", requirements=("read",), title={"lt": "Trumpas", "en": "Short"})
    learner = make_user()
    session.commit()
    browser = sign_in(learner)
    browser.post_form("/lt/modules/short/enrol")
    browser.get("/lt/modules/short")
    browser.post_form("/lt/modules/short/first/read")
    browser.post_form("/lt/modules/short/second/read", {"next": "1"})
    assert "Baigėte modulį „Trumpas“." in browser.get("/lt/modules/short").text
    browser.post_form("/lt/modules/short/second/read")
    text = browser.get("/lt/modules/short").text
    assert "Baigėte modulį" not in text
    assert "Šį modulį baigėte" in text


def test_it_is_closed_to_who_is_not_in_the_module(
    course: Course, client: Any, sign_in: Callable[..., Any]
) -> None:
    answer = client.post_form(f"{ADDRESS}/read")
    assert answer.status_code == 303
    assert "/lt/sign-in" in answer.location
    stranger = sign_in(make_user())
    assert stranger.post_form(f"{ADDRESS}/read").status_code == 409
    assert "Pirmiausia užsiregistruokite" in stranger.post_form(f"{ADDRESS}/read").text
    course.browser.post_form("/lt/modules/concepts/leave")
    assert course.browser.post_form(f"{ADDRESS}/read").status_code == 409
    assert session.query(Reading).count() == 0


@pytest.mark.parametrize("address", ["/lt/modules/concepts/none", "/lt/modules/none/first"])
def test_it_handles_a_missing_one(course: Course, address: str) -> None:
    assert course.browser.post_form(f"{address}/read").status_code == 404
    assert course.browser.post_form(f"{address}/place", {"block": "x"}).status_code == 404
    assert course.standing.place_lesson is None


def test_without_the_token_nothing_happens(course: Course) -> None:
    assert course.browser.post(f"{ADDRESS}/read").status_code == 400
    assert course.standing.read == frozenset()


def test_marking_asks_few_questions(course: Course, statements: Callable[[], list[str]]) -> None:
    course.browser.post_form(f"{ADDRESS}/read")
    statements()
    assert course.browser.post_form("/lt/modules/concepts/second/read", {"next": "1"}).status_code == 303
    assert len(statements()) <= 4


def test_the_place_is_kept_and_must_be_one_of_the_lesson(course: Course) -> None:
    answer = course.browser.post_form(f"{ADDRESS}/place", {"block": "first-two"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert (course.standing.place_lesson, course.standing.place_block) == ("first", "first-two")
    assert course.browser.post_form(f"{ADDRESS}/place", {"block": "gap-stale"}).status_code == 404
    assert course.browser.post_form(f"{ADDRESS}/place", {"block": "x" * 5000}).status_code == 404
    assert course.browser.post_form(f"{ADDRESS}/place").status_code == 204
    assert course.standing.place_block is None
