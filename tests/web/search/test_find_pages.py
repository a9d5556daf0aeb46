"""Searching: hits in context with their words marked, in both languages, for anyone."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.domain.search import service
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_news, make_programme
from tests.factories.content import make_block, make_lesson, make_module
from tests.factories.learning import make_enrolment

HOSTILE = [
    "' OR 1=1 --",
    '"; DROP TABLE users; --',
    "title : x* NEAR(a b)",
    "a:* & !b | (c <-> d)",
    "<script>alert(1)</script>",
    "-" * 500,
    '"' * 300,
    "„“”" * 50,
    "\x01\ufffe",
    "ąčę " * 2000,
    "%(typed)s %s {{ 7*7 }}",
    "⑴ ½ ﬁ ㎏ 你好 привет",
]


@pytest.fixture
def shelf(app: Any) -> Any:
    """A module in a programme whose lesson says the looked-for word thrice; noise beside it."""
    lesson = make_lesson(
        "trust",
        make_block("b1", "Apie ką kita.", "About something else."),
        make_block("b2", "Žmogiškųjų išteklių <b>vadyba</b> & kita.", "Human resources."),
        make_block("b3", "Žmogiškieji ištekliai – tai žmonės.", "People."),
        title={"lt": "Pasitikėjimas", "en": "Trust"},
    )
    module = make_module(slug="people", title={"lt": "Apie žmones", "en": "About people"}, lessons=(lesson,))
    make_programme(module, slug="public", title={"lt": "Gebėjimai", "en": "Capacities"})
    make_module(slug="noise")
    make_news()
    service.rebuild()
    session.commit()
    return module


def test_a_hit_shows_where_it_stands_and_its_words_marked(client: Any, shelf: Any) -> None:
    text = client.get("/lt/search?q=zmogiskuju istekliu").text
    assert "<title>Paieška: zmogiskuju istekliu – Savimoka</title>" in text
    assert 'href="/lt/modules/people/trust#b2"' in text
    assert "<mark>Žmogiškųjų</mark> <mark>išteklių</mark> &lt;b&gt;vadyba&lt;/b&gt; &amp; kita." in text
    assert "ir dar 1 vieta šiame puslapyje" in text
    assert re.search(r"Pamoka.*›.*Gebėjimai.*›.*Apie žmones", text)
    assert text.count('class="hit"') == 1


def test_the_other_language_is_labelled(client: Any, shelf: Any) -> None:
    text = client.get("/en/search?q=istekliu").text
    assert 'href="/lt/modules/people/trust#b2" lang="lt" hreflang="lt"' in text
    assert "In Lithuanian" in text
    assert '<p class="hit__words" lang="lt">' in text


def test_it_speaks_english(client: Any, shelf: Any) -> None:
    text = client.get("/en/search?q=human resource").text
    assert "<title>Search: human resource – Savimoka</title>" in text
    assert "1 page found for “human resource”" in text
    assert "<mark>Human</mark> <mark>resources</mark>" in text


def test_nothing_found_says_what_to_try(client: Any, shelf: Any) -> None:
    text = client.get("/lt/search?q=pasitkejimas").text
    assert "nieko nerasta" in text
    assert "Galbūt ieškojote:" in text
    assert f'href="/lt/search?q={quote("pasitikėjimas")}"' in text
    narrow = client.get("/lt/search?q=krokodilas&in=module:people").text
    assert "Ieškoti visur" in narrow
    assert "Galbūt ieškojote" not in narrow


def test_kinds_narrow(client: Any, shelf: Any) -> None:
    make_news(title={"lt": "Pasitikėjimo diena", "en": "Day of trust"})
    service.rebuild()
    session.commit()
    text = client.get("/lt/search?q=pasitikejimas").text
    assert "kind=lesson" in text
    assert "kind=news" in text
    only_news = client.get("/lt/search?q=pasitikejimas&kind=news").text
    assert "Pasitikėjimo" in only_news
    assert only_news.count('class="hit"') == 1


def test_topics_are_listed_and_lead_to_their_modules(client: Any) -> None:
    make_module(slug="poverty", title={"lt": "Skurdas", "en": "Poverty"}, tags=("poverty-prevention",))
    service.rebuild()
    session.commit()
    assert 'href="/lt/search?topic=poverty-prevention">Skurdo prevencija</a>' in client.get("/lt/search").text
    assert 'href="/en/modules/poverty"' in client.get("/en/search?topic=poverty-prevention").text
    assert "Modulių šia tema nėra" in client.get("/lt/search?topic=nothing").text


def test_long_lists_are_paged(client: Any) -> None:
    lessons = [make_lesson(f"l{n}", make_block(f"b{n}", "Apie duoną.")) for n in range(23)]
    service.index_module(make_module(slug="bread", lessons=tuple(lessons)).revision_id)
    session.commit()
    first, last = (client.get(f"/lt/search?q=duona&page={number}").text for number in (1, 3))
    assert first.count('class="hit"') == 10
    assert last.count('class="hit"') == 3
    assert "Paieška: duona (3 puslapis)" in last
    assert "rasti 23 puslapiai" in last


def test_a_withdrawn_module_is_found_by_those_who_were_in_it_only(
    client: Any, sign_in: Callable[..., Any]
) -> None:
    module = make_module(
        slug="gone", withdrawn=True, lessons=(make_lesson("one", make_block("b", "Begemotas.")),)
    )
    learner, other = make_user(), make_user()
    make_enrolment(learner, module)
    service.rebuild()
    session.commit()
    assert "gone" not in client.get("/lt/search?q=begemotas").text
    assert "gone" not in sign_in(other).get("/lt/search?q=begemotas").text
    assert "/lt/modules/gone/one#b" in sign_in(learner).get("/lt/search?q=begemotas").text


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_questions_are_harmless(client: Any, shelf: Any, typed: str) -> None:
    for name in ("q", "topic", "in", "kind", "page"):
        answer = client.get("/lt/search", query_string={"q": "duona", name: typed})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(st.characters(exclude_characters="\0"), max_size=300))
def test_whatever_is_typed_gets_an_answer(client: Any, typed: str) -> None:
    encoded = quote(typed.encode("utf-8", "surrogatepass"))
    assert client.get(f"/lt/search?q={encoded}").status_code == 200


def test_statements_do_not_grow(
    client: Any, shelf: Any, statements: Callable[[], list[str]], sign_in: Callable[..., Any]
) -> None:
    browser = sign_in(make_user())
    statements()
    browser.get("/lt/search?q=zmogiskuju")
    assert len(statements()) <= 5
    browser.get("/lt/search?q=zmogiskjuu")
    assert len(statements()) <= 12
