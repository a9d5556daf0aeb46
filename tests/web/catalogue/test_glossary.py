"""The glossary: both languages side by side, in Lithuanian order, found without diacritics."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.domain.content.compiled import ExplainedTerm
from lms.foundation.db import session
from tests.factories.content import make_lesson, make_module


def explained(key: str, lt: str, en: str, *lessons: str) -> ExplainedTerm:
    return ExplainedTerm(
        key, {"lt": lt, "en": en}, {"lt": f"Reikšmė: {lt}", "en": f"Meaning: {en}"}, lessons or ("first",)
    )


@pytest.fixture
def terms(app: Flask) -> None:
    """Terms of two modules, the same one in both."""
    shared = explained("cluster", "klasteris", "cluster <b>&", "first", "second")
    lessons = (make_lesson("first", title={"lt": "Pirma", "en": "First"}), make_lesson("second"))
    listed = ["žemėlapis", "Įstaiga", "ydos", "ąžuolas", "šeima", "sritis", "čekis", "centras"]
    words = tuple(explained(f"t{n}", word, f"word{n}") for n, word in enumerate(listed))
    make_module(slug="one", lessons=lessons, terms=(shared, *words))
    make_module(slug="two", lessons=lessons, terms=(replace(shared, meanings={"lt": "Nauja", "en": "New"}),))
    make_module(slug="silent", lessons=lessons)
    session.commit()


def words_of(html: str) -> list[str]:
    return re.findall(r"<h3[^>]*>([^<]*)</h3>", html)


def test_they_stand_in_lithuanian_order_under_their_letters(client: FlaskClient, terms: None) -> None:
    html = client.get("/lt/glossary").text
    assert words_of(html) == [
        "ąžuolas", "centras", "čekis", "ydos", "Įstaiga", "klasteris", "sritis", "šeima", "žemėlapis",
    ]  # fmt: skip
    letters = re.findall(r'<h2 id="letter-\d+">([^<]*)</h2>', html)
    assert letters == ["A", "C", "Č", "I", "K", "S", "Š", "Ž"]
    assert len(re.findall(r'href="#letter-\d+"', html)) == len(letters)


def test_each_has_both_languages_and_leads_to_its_lessons(client: FlaskClient, terms: None) -> None:
    html = client.get("/lt/glossary").text
    assert 'id="term-cluster"' in html and '<div lang="en">' in html
    assert "cluster &lt;b&gt;&amp;" in html and "<b>&" not in html
    for module in ("one", "two"):
        for lesson in ("first", "second"):
            assert f'href="/lt/modules/{module}/{lesson}"' in html
    assert "Nauja" in html and "Reikšmė: klasteris" not in html  # as published last


def test_it_is_ordered_by_the_page_s_own_language(client: FlaskClient, terms: None) -> None:
    html = client.get("/en/glossary").text
    assert words_of(html)[0] == "cluster &lt;b&gt;&amp;" and "Meaning: word0" in html


def test_english_terms_stand_in_english_order_under_english_letters(client: FlaskClient) -> None:
    listed = ["yield", "income", "young carer", "Čiurlionis house", "cluster", "citizen"]
    make_module(
        slug="one", terms=tuple(explained(f"t{n}", f"žodis{n}", word) for n, word in enumerate(listed))
    )
    session.commit()
    html = client.get("/en/glossary").text
    assert words_of(html) == ["citizen", "Čiurlionis house", "cluster", "income", "yield", "young carer"]
    assert re.findall(r'<h2 id="letter-\d+">([^<]*)</h2>', html) == ["C", "I", "Y"]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("zemel", ["žemėlapis"]),
        ("ISTAIGA", ["Įstaiga"]),
        ("word5", ["sritis"]),
        ("nauja", ["klasteris"]),
        ("lasteris", []),
        ("klasteris zemelapis", []),
        ("'\"><script>", []),
        ("%_*", None),
    ],
)
def test_what_is_sought_is_found(client: FlaskClient, terms: None, sought: str, found: Any) -> None:
    answer = client.get("/lt/glossary", query_string={"q": sought})
    assert answer.status_code == 200 and "<script>" not in answer.text.split("<main")[1]
    assert len(words_of(answer.text)) == 9 if found is None else words_of(answer.text) == found


def test_without_terms_it_says_so(client: FlaskClient) -> None:
    assert "glossary__entry" not in client.get("/lt/glossary").text


def test_it_takes_few_statements(
    client: FlaskClient, terms: None, statements: Callable[[], list[str]]
) -> None:
    client.get("/lt/glossary")
    statements()
    client.get("/lt/glossary")
    assert len(statements()) <= 4
