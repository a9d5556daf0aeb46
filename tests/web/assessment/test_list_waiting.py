"""What waits in one list: narrowed, promised to both sides, gone through from one thing to the next."""

import re
from datetime import timedelta
from typing import Any

import time_machine

from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import make_submission, make_version
from tests.factories.learning import make_enrolment
from tests.factories.messaging import make_conversation

CRITERIA = ("problem", "sectors", "ties", "conclusion")


def badge(page: str) -> int:
    """The number in the head of the page."""
    return int(re.search(r'href="/lt/teach"[^>]*>[^<]*<span class="count" data-count="(\d+)"', page)[1])  # type: ignore[index]


def rows(page: str) -> int:
    return page.split("<tbody>")[1].count("<tr>") if "<tbody>" in page else 0


def ask(story: Any, **values: Any) -> Any:
    talk = make_conversation(story.learner, story.module, **values)
    session.commit()
    return talk


def test_the_badge_is_the_number_of_lines_and_can_be_narrowed(story: Any) -> None:
    browser = story.browser(story.author)
    assert badge(browser.get("/lt/teach").text) == rows(browser.get("/lt/teach").text) == 0
    story.handed_in()
    ask(story)
    page = browser.get("/lt/teach").text
    assert badge(page) == rows(page) == 2
    assert "Įvertinti darbą (laukia: 1)" in page and "Atsakyti į klausimą (laukia: 1)" in page
    page = browser.get("/lt/teach?kind=question").text
    assert rows(page) == 1 and "/lt/messages/" in page and "/teach/submissions/" not in page
    page = browser.get(f"/lt/teach?kind=appeal&module={story.slug}").text
    assert rows(page) == 0 and "Tokių laukiančių dalykų nėra." in page
    assert rows(browser.get("/lt/teach?module=nowhere").text) == 0
    assert browser.get("/lt/teach?kind=nonsense").status_code == 404


def test_a_promise_is_a_day_in_words_to_the_author_and_to_the_learner(story: Any) -> None:
    with time_machine.travel("2026-12-23 10:00:00+00:00"):
        story.handed_in()
        ask(story, waiting_since=clock.now())
        page = story.browser(story.author).get("/en/teach").text
        assert page.index("2026-12-30") < page.index("2027-01-11")
        assert '</time>, <span class="muted">in 3 working days' in page
        assert "in 10 working days" in page
        text = story.browser().get(story.assignment("en")).text
        assert "You will hear by 11 January 2027 at the latest." in text
        assert "ne vėliau kaip 2027" in story.browser().get(story.assignment()).text
    with time_machine.travel("2027-01-12 10:00:00+00:00"):
        assert "vėluoja" in story.browser(story.author).get("/lt/teach").text
        assert "You should have heard by 11 January 2027" in story.browser().get(story.assignment("en")).text


def test_one_goes_on_from_kind_to_kind_until_nothing_is_left(story: Any) -> None:
    first, second = ask(story), ask(story, waiting_since=clock.now() + timedelta(minutes=1))
    submission_id = story.handed_in()
    browser = story.browser(story.author)
    answer = browser.post_form(f"/lt/messages/{first.id}", {"text": "Taip.", "next": "1"})
    assert answer.location == f"/lt/messages/{second.id}"
    answer = browser.post_form(f"/lt/messages/{second.id}/close")
    assert answer.location == f"/lt/teach/submissions/{submission_id}"
    page = browser.get(answer.location).text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version
    points = {f"points-{criterion}": "2" for criterion in CRITERIA}
    answer = browser.post_form(
        f"/lt/teach/submissions/{submission_id}", {**points, "version": version[1], "grade": "next"}
    )
    assert answer.location == "/lt/teach"
    assert badge(browser.get("/lt/teach").text) == 0


def test_a_long_list_has_pages(story: Any) -> None:
    for _ in range(51):
        make_version(make_submission(make_enrolment(make_user(), story.module), story.module), story.module)
    session.commit()
    browser = story.browser(story.author)
    first, second = browser.get("/lt/teach").text, browser.get("/lt/teach?page=2").text
    assert (rows(first), rows(second), badge(first)) == (50, 1, 51)
