"""Booklets: a lesson or a module on one page, everything open, every address written out."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markdown.serializers import to_html_string

from lms.domain.content.compiled import BlockText, ExplainedTerm, Module, Source
from lms.domain.content.printing import on_paper
from lms.domain.content.sanitising import sanitize
from lms.domain.content.term_marks import term_mark
from lms.domain.content.terms import Term, TermWords
from lms.foundation.db import session
from lms.web.learning.booklets import booklets
from tests.factories.content import make_block, make_lesson, make_module

MARKED = (
    '<p>Apie <span class="term"><a aria-describedby="meaning-lt-a" class="term-word" '
    'href="/lt/glossary#term-a">klasterius</a><span class="term-meaning" id="meaning-lt-a" '
    'role="tooltip"><strong>klasteris</strong> – '
    '<span lang="en">cluster</span>: Kekė &lt;b&gt;.</span></span>'
    '<sup id="footnote-mark-lt-1"><a class="footnote-mark" href="#footnote-lt-1" '
    'role="doc-noteref">1</a></sup></p>'
)
PLACE = {"module_address": "/lt/modules/m", "lesson": "first", "site": "https://s.lt"}


@pytest.fixture(autouse=True)
def no_booklets_of_other_tests() -> None:
    booklets.clear()


@pytest.fixture
def module(app: Flask) -> Module:
    block = make_block("b1", "x", "y")
    marked = replace(block, texts={**block.texts, "lt": BlockText("", MARKED, "x", "f")})
    made = make_module(
        slug="course",
        title={"lt": "Kursas", "en": "Course"},
        lessons=(
            make_lesson("first", marked, title={"lt": "Pirma", "en": "First"}),
            make_lesson("second", make_block("b2", "Antra & <b>", None), title={"lt": "Antra"}),
        ),
        terms=(
            ExplainedTerm(
                "a", {"lt": "klasteris", "en": "cluster"}, {"lt": "Kekė", "en": "Bunch"}, ("first",)
            ),
        ),
        sources=(Source({"lt": "Šaltinis"}, "https://x.lt/a"),),
        licence="CC BY-SA 4.0",
    )
    session.commit()
    return made


def test_a_module_is_one_page(client: FlaskClient, module: Module) -> None:
    answer = client.get("/lt/modules/course/print")
    text = answer.text.split("<main", 1)[1].split("<footer", 1)[0]
    assert answer.status_code == 200
    for words in (
        "Kursas",
        "Pirma",
        "Antra",
        "Rasa Žemaitytė",
        "CC BY-SA 4.0",
        "Kekė",
        "Šaltinis",
        "/lt/modules/course<",
    ):
        assert words in text, words
    assert 'href="#lesson-second"' in text and 'id="lesson-second"' in text
    assert 'id="first-footnote-mark-lt-1"' in text and 'href="#first-footnote-lt-1"' in text
    assert "term-word" not in text and "Apie klasterius<sup" in text


def test_a_lesson_is_a_page_of_its_own(client: FlaskClient, module: Module) -> None:
    text = client.get("/lt/modules/course/first/print").text
    assert "Kekė" in text and "Antra" not in text.split("<main", 1)[1].split("<footer", 1)[0]
    assert "/lt/modules/course/first<" in text
    assert "Kekė" not in client.get("/lt/modules/course/second/print").text


def test_both_languages(client: FlaskClient, module: Module) -> None:
    text = client.get("/en/modules/course/print").text
    assert "Course" in text and "Bunch" in text and 'lang="lt"' in text  # what is not translated says so
    assert 'href="/lt/modules/course/print"' in text


@pytest.mark.parametrize("path", ["nothing/print", "course/nothing/print"])
def test_what_is_not_there(client: FlaskClient, module: Module, path: str) -> None:
    assert client.get(f"/lt/modules/{path}").status_code == 404


def test_it_is_rendered_once_for_all(
    client: FlaskClient, module: Module, statements: Callable[[], list[str]]
) -> None:
    client.get("/lt/modules/course/print")
    statements()
    client.get("/lt/modules/course/print")
    assert len(statements()) <= 4


@pytest.mark.parametrize(
    ("html", "whole", "expected"),
    [
        ('<a href="/lt/modules/m/second">', True, '<a href="#lesson-second">'),
        ('<a href="/lt/modules/m/second#b7">', True, '<a href="#b7">'),
        ('<a href="/lt/modules/m/second">', False, '<a href="https://s.lt/lt/modules/m/second">'),
        ('<a href="/lt/modules/m/first#b7">', False, '<a href="#b7">'),
        (
            '<a href="/lt/modules/m/quizzes/final">',
            True,
            '<a href="https://s.lt/lt/modules/m/quizzes/final">',
        ),
        ('<a href="/lt/modules/mm/second">', True, '<a href="https://s.lt/lt/modules/mm/second">'),
        ('<a href="#b7">', True, '<a href="#b7">'),
        ("<h2>A</h2><h6>B</h6>", True, "<h3>A</h3><h6>B</h6>"),
        ("<h2>A</h2>", False, "<h2>A</h2>"),
        ('<details class="x"><summary>', False, '<details class="x" open><summary>'),
        ('<details class="x" open="open">', False, '<details class="x" open="open">'),
        ('<img src="/media/a.svg" loading="lazy">', False, '<img src="/media/a.svg">'),
    ],
)
def test_what_is_made_for_paper(html: str, whole: bool, expected: str) -> None:
    assert on_paper(html, **PLACE, is_whole=whole) == expected


def test_every_mark_of_a_term_is_taken_away() -> None:
    """Whatever stands in the glossary, only the words of the text remain."""
    for hostile in ("a & b", "<b>x</b>", "&lt;", "</span>", "\"'", "– :"):
        term = Term("a", {"lt": TermWords(hostile, hostile), "en": TermWords(hostile, hostile)})
        html = sanitize(to_html_string(term_mark(term, "žodžiai", "lt")))
        assert html.count("<b>") == 0
        assert on_paper(f"<p>{html}</p>", **PLACE, is_whole=False) == "<p>žodžiai</p>"
