"""What courses ask of their authors: reviews, translations, links inside and outside."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from lms.domain.content import queries as content
from lms.domain.content.compiled import Block, BlockText, Source
from lms.domain.coordination import course_health, jobs, link_checks, queries, service
from lms.domain.coordination.course_health import NO_PAGE, NO_PLACE, WITHDRAWN, review_dates, trouble_inside
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.errors import NotFound
from lms.foundation.outside import Found
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of
from tests.factories.content import make_block, make_lesson, make_module


def linking(block_id: str, *addresses: str) -> Block:
    html = "".join(f'<p><a href="{address}">Nuoroda</a></p>' for address in addresses)
    return replace(make_block(block_id), texts={"lt": BlockText("", html, "Nuoroda", "abc")})


def troubles(module: Any) -> dict[str, str]:
    return {link.address: link.trouble for link in queries.list_broken_links(module.module_id)}


@pytest.mark.parametrize(
    ("reviewed_on", "told_on", "due_on"),
    [
        (date(2026, 11, 10), date(2027, 10, 11), date(2027, 11, 10)),
        (date(2028, 2, 29), date(2029, 1, 29), date(2029, 2, 28)),
        (date(2026, 3, 29), date(2027, 2, 27), date(2027, 3, 29)),
    ],
)
def test_a_review_is_due_after_a_year(reviewed_on: date, told_on: date, due_on: date) -> None:
    told, due = review_dates(reviewed_on)
    assert (told.date(), due.date()) == (told_on, due_on)


@pytest.mark.usefixtures("database")
def test_links_inside_are_judged_by_what_is_on_offer() -> None:
    other = make_module(slug="other-module")
    known = {other.slug: other}
    for address, trouble in {
        "/modules/other-module": "",
        "/modules/other-module/first": "",
        "/modules/other-module/first#first-one": "",
        "/modules/other-module/first#gone": NO_PLACE,
        "/modules/other-module/gone": NO_PAGE,
        "/modules/other-module/quizzes/final": "",
        "/modules/other-module/quizzes/gone": NO_PAGE,
        "/modules/other-module/assignments/actor-map": "",
        "/modules/other-module/assignments/gone": NO_PAGE,
        "/modules/withdrawn": WITHDRAWN,
    }.items():
        assert trouble_inside(address, known.get) == trouble


@pytest.mark.usefixtures("database")
def test_a_withdrawn_module_breaks_the_links_of_others_and_mends_them_when_it_is_back() -> None:
    target = make_module(slug="target")
    module = make_module(lessons=(make_lesson("first", linking("one", "/lt/modules/target/first")),))
    service.look_over(module)
    assert troubles(module) == {}
    row = content.find_module("target")
    assert row is not None
    row.withdrawn_at = clock.now()
    session.flush()
    service.note_withdrawal(row.id)
    assert troubles(module) == {"/modules/target/first": WITHDRAWN}
    row.withdrawn_at = None
    session.flush()
    service.look_over(target)
    assert troubles(module) == {}


@pytest.mark.usefixtures("database")
def test_a_link_that_was_taken_out_is_forgotten() -> None:
    module = make_module(prerequisites=("gone",))
    service.look_over(module)
    assert troubles(module) == {"/modules/gone": WITHDRAWN}
    service.look_over(replace(module, prerequisites=()))
    assert queries.list_links_of(module.module_id) == [] or troubles(module) == {}


@pytest.mark.usefixtures("database")
def test_courses_that_were_published_unnoticed_are_looked_over_once() -> None:
    module = make_module(prerequisites=("gone",))
    assert service.look_over_courses() == 1
    assert service.look_over_courses() == 0
    assert list(troubles(module)) == ["/modules/gone"]


@pytest.mark.usefixtures("database")
def test_since_when_translations_wait_does_not_move_with_each_revision() -> None:
    stale = make_block("one", "Kitas", "Text", is_stale=True, changed_on=date(2026, 10, 5))
    module = make_module(lessons=(make_lesson("first", stale),))
    service.look_over(module)
    (first,) = queries.list_waiting(
        actor_of(make_user(), authored_modules=frozenset({module.module_id})), limit=2
    )
    assert (first.kind, first.number, f"{first.since:%Y-%m-%d %H}") == ("translation", 1, "2026-10-04 21")
    with time_machine.travel(clock.now() + timedelta(days=3)):
        newer = make_block("two", "Naujas", "Text", is_stale=True)
        service.look_over(replace(module, lessons=(make_lesson("first", stale, newer),)))
        (second,) = queries.list_waiting(
            actor_of(make_user(), authored_modules=frozenset({module.module_id})), limit=2
        )
    assert (second.number, second.since) == (2, first.since)


class Web:
    """What other servers would say."""

    def __init__(self) -> None:
        self.says: dict[str, Found] = {}
        self.visited: list[str] = []

    def __call__(self, address: str) -> Found:
        self.visited.append(address)
        return self.says.get(address, Found(200))


@pytest.fixture
def web() -> Iterator[Web]:
    found = Web()
    link_checks.use(found)
    yield found
    link_checks.use(None)


def make_linking_module(*addresses: str) -> Any:
    text = {"lt": "Šaltinis", "en": "Source"}
    module = make_module(sources=tuple(Source(text, address) for address in addresses))
    service.look_over(module)
    session.commit()
    return module


@pytest.mark.usefixtures("database")
def test_nobody_is_asked_unless_the_operator_wants_it() -> None:
    link_checks.use(None)
    make_linking_module("https://a.example/")
    assert jobs.check_links() == 0


@pytest.mark.usefixtures("database")
def test_each_server_is_asked_once_in_a_run_and_each_address_once_in_a_while(web: Web) -> None:
    make_linking_module("https://a.example/1", "https://a.example/2#x", "https://b.example/")
    make_linking_module("https://b.example/")
    assert jobs.check_links() == 2
    assert web.visited == ["https://a.example/1", "https://b.example/"]
    assert jobs.check_links() == 1
    assert web.visited[2:] == ["https://a.example/2"]
    assert jobs.check_links() == 0
    with time_machine.travel(clock.now() + timedelta(days=15)):
        assert jobs.check_links() == 2


@pytest.mark.usefixtures("database")
def test_one_bad_day_is_no_broken_link_and_an_authors_word_counts(web: Web) -> None:
    module = make_linking_module("https://a.example/")
    author = actor_of(make_user(), authored_modules=frozenset({module.module_id}))
    session.commit()
    web.says["https://a.example/"] = Found(404)
    start = clock.now()

    def check(days: int) -> list[str]:
        with time_machine.travel(start + timedelta(days=days)):
            assert jobs.check_links() == 1
        return list(troubles(module))

    assert check(0) == []
    assert check(2) == ["https://a.example/"]
    (item,) = queries.list_waiting(author, kind="link", limit=2)
    service.accept_link(author, item.id)
    session.commit()
    assert troubles(module) == {} and queries.list_waiting(author, kind="link", limit=2) == []
    assert check(4) == []
    web.says.clear()
    assert check(6) == []
    web.says["https://a.example/"] = Found(410)
    assert (check(30), check(32)) == ([], ["https://a.example/"])


@pytest.mark.usefixtures("database")
def test_only_links_outside_work_by_an_authors_word() -> None:
    module = make_module(prerequisites=("gone",))
    service.look_over(module)
    (link,) = queries.list_broken_links(module.module_id)
    with pytest.raises(NotFound):
        service.accept_link(actor_of(make_user()), link.id)


@pytest.mark.parametrize(
    ("found", "trouble"),
    [
        (Found(200), ""),
        (Found(403), ""),
        (Found(429), ""),
        (Found(999), "faulty"),
        (Found(404), "gone"),
        (Found(410), "gone"),
        (Found(502), "faulty"),
        (Found(trouble="nowhere"), "nowhere"),
        (Found(trouble="silent"), "silent"),
        (Found(trouble="refused"), ""),
    ],
)
def test_a_server_that_turns_programs_away_breaks_no_link(found: Found, trouble: str) -> None:
    assert link_checks.trouble_of(found) == trouble


def test_the_same_address_is_one_link() -> None:
    source = Source({"lt": "Šaltinis"}, "https://a.example/x#1")
    block = linking(
        "one",
        "https://a.example/x#2",
        "/lt/modules/m",
        "/en/modules/m",
        "mailto:a@b.lt",
        "#here",
        "https://[",
    )
    module = replace(_bare(), lessons=(make_lesson("first", block),), sources=(source,))
    assert [(link.address, link.lesson, link.block) for link in course_health.links_of(module)] == [
        ("https://a.example/x", "first", "one"),
        ("/modules/m", "first", "one"),
    ]


def _bare() -> Any:
    from lms.domain.content.compiled import Module

    return Module(
        "own", ("lt", "en"), "lt", {}, {}, {}, (), (), 60, (), (), (), (), date(2026, 1, 1), (), (), "minor",
        (), (), (), (), {}, "",
    )  # fmt: skip
