"""What a course needs: translations confirmed by whoever saw them, links, the yearly review."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from lms.domain.content import queries as content
from lms.domain.content import service as publishing
from lms.domain.content.reading import ModuleSource
from lms.domain.coordination import queries
from lms.domain.coordination.models import CourseLink
from lms.foundation import clock, storage
from lms.foundation.db import session
from tests.factories import course_files
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_staff
from tests.factories.content import make_module

SLUG = "clusters"


@pytest.fixture
def stale(app: Flask, tmp_path: Any) -> Any:
    """A module whose Lithuanian was changed in two places after it had been translated."""
    storage.use(storage.connect(str(tmp_path)))
    files = dict(course_files.module_files())
    publishing.publish(ModuleSource(SLUG, files), "test")
    files["lt/02-second.md"] = files["lt/02-second.md"].replace(b"pakanka", b"visai pakanka")
    files["lt/01-first.md"] = files["lt/01-first.md"].replace(b"Pirmas veik", b"Pats pirmas veik")
    publishing.publish(ModuleSource(SLUG, files), "test")
    session.commit()
    return content.get_current(SLUG)


@pytest.fixture
def author(stale: Any, sign_in: Callable[[Any], Any]) -> Any:
    person = make_user()
    make_staff(person, module=stale)
    session.commit()
    return sign_in(person)


def confirm(browser: Any, **typed: Any) -> Any:
    return browser.post_form(
        f"/lt/teach/translations/{SLUG}", {"revision": content.get_current(SLUG).revision_id, **typed}
    )


def count_stale() -> int:
    session.rollback()
    return queries.get_course(SLUG).stale_count


def test_an_author_sees_what_differs_before_saying_that_it_is_still_correct(author: Any) -> None:
    assert f"/lt/teach/translations/{SLUG}" in author.get("/lt/teach").text
    page = author.get(f"/lt/teach/translations/{SLUG}").text
    assert "<ins>" in page and "</span> visai<span" in page
    assert "Sometimes an agreement is enough." in page
    assert "Visi 2 tinka" in page
    page = author.get(f"/en/teach/translations/{SLUG}").text
    assert "Still correct" in page and "All 2 are still correct" in page


def test_one_is_confirmed_and_then_the_rest(author: Any) -> None:
    stale = [block.id for lesson in content.get_current(SLUG).lessons for block in lesson.blocks
             if block.health("en") == "stale"]  # fmt: skip
    assert len(stale) == 2 == count_stale()
    answer = confirm(author, confirm=stale[0])
    assert answer.location == f"/lt/teach/translations/{SLUG}#texts"
    assert count_stale() == 1
    page = author.get(f"/lt/teach/translations/{SLUG}").text
    assert "Patvirtintas 1 vertimas" in page and "tinka</button>" in page
    answer = confirm(author, all="1", path=stale[1:])
    assert answer.location == "/lt/teach"
    assert count_stale() == 0
    assert "Viskas atlikta" in author.get("/lt/teach").text
    assert "Visi vertimai atitinka" in author.get(f"/lt/teach/translations/{SLUG}").text


def test_what_nobody_has_seen_is_not_confirmed(author: Any) -> None:
    assert confirm(author).status_code == 303
    assert count_stale() == 2
    answer = confirm(author, revision="1", all="1", path="x")
    assert answer.status_code == 409
    assert "paskelbtas iš naujo" in answer.text
    assert count_stale() == 2


def test_a_link_is_said_to_work_and_a_review_is_asked_for(app: Flask, sign_in: Any) -> None:
    module = make_module(reviewed_on=date(2020, 1, 1), prerequisites=("gone",))
    person, learner = make_user(), make_user()
    make_staff(person, module=module)
    from lms.domain.coordination import service

    service.look_over(module)
    link = CourseLink(
        module_id=module.module_id, address="https://example.lt/a", host="example.lt", lesson="first"
    )
    link.trouble, link.broken_since, link.checked_at = "gone", clock.now(), clock.now()
    session.add(link)
    session.commit()
    browser = sign_in(person)
    page = browser.get("/lt/teach").text
    assert all(
        words in page for words in ("https://example.lt/a", "Metinė peržiūra", "/modules/gone", "vėluoja")
    )
    page = browser.get(f"/lt/teach/courses/{module.slug}").text
    assert "tokio puslapio nėra" in page and "nebesiūlomas" in page and "reviewed_on" in page
    assert browser.post_form(f"/lt/teach/links/{link.id}").status_code == 303
    page = browser.get(f"/lt/teach/courses/{module.slug}").text
    assert "https://example.lt/a" not in page
    assert sign_in(learner).post_form(f"/lt/teach/links/{link.id}").status_code == 404
    assert browser.get("/lt/teach/courses/nowhere").status_code == 404


def test_pages_cost_few_statements(author: Any, statements: Callable[[], list[str]]) -> None:
    for address in ("/lt/teach", f"/lt/teach/courses/{SLUG}", f"/lt/teach/translations/{SLUG}"):
        statements()
        assert author.get(address).status_code == 200
        assert len(statements()) <= 8, address
