"""Learners' markdown: what courses can say, without anything that harms, fetches or loses a word."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.content import typed_text
from lms.domain.content.typed_text import LONGEST, render_typed
from tests.domain.content.test_sanitising import _Reader
from tests.factories.attacks import ATTACKS


def shown(text: str, language: str = "lt", place: str = "v1") -> str:
    html = render_typed(text, language, place)
    assert html is not None
    return html


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_it_knows_what_courses_know() -> None:
    html = shown('# Mano darbas\n\n- vienas\n- *du*\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"Gerai"')
    assert "<h3>Mano darbas</h3>" in html
    assert "<li><em>du</em></li>" in html
    assert '<th scope="col">a</th>' in html
    assert "„Gerai“" in html


def test_headings_stand_below_those_of_the_page_and_skip_none() -> None:
    levels = re.findall(r"<h(\d)", shown("# Pirmas\n\n#### Antras\n\n> ###### Trečias\n\n## Ketvirtas"))
    assert levels == ["3", "4", "5", "4"]


def test_lines_stay_as_they_were_typed() -> None:
    assert "Gerbiamasis<br>rašau jums" in shown("Gerbiamasis\nrašau jums")


def test_a_definition_that_is_used_nowhere_is_still_read() -> None:
    typed = "Tekstas.\n\n[1]: https://example.org/saltinis\n[^2]: Išnaša be ženklo.\n*[VVA]: Agentūra"
    read = words(shown(typed))
    assert "https://example.org/saltinis" in read
    assert "Išnaša be ženklo." in read
    assert "Agentūra" in read


def test_links_lead_out_only_and_tell_nothing_of_where_they_stand() -> None:
    html = shown("[šaltinis](https://example.org/a) [pamoka](lesson:kita) [durys](/lt/admin)")
    assert '<a href="https://example.org/a" rel="noopener noreferrer nofollow">šaltinis</a>' in html
    assert html.count("<a ") == 1
    assert "durys" in words(html) and "/lt/admin" in words(html)


@pytest.mark.parametrize(
    "address", ["https://kitur.example/a.png", "media/x.svg", "/media/ab.svg", "//x.lt/a"]
)
def test_no_picture_is_fetched(address: str) -> None:
    html = shown(f"![Schema]({address})")
    assert "<img" not in html and "src=" not in html
    assert "Schema" in words(html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_gets_through(attack: str) -> None:
    html = shown(f"Labas.\n\n{attack}\n\nPabaiga.")
    assert _Reader(html).found == []
    assert "<img" not in html
    assert "Pabaiga." in words(html) or "Pabaiga." in html


@settings(deadline=None, max_examples=60)
@given(
    st.text(
        alphabet=st.sampled_from(list("<>[]()!#*_`$^:|\\\"'{}=/ \nabhrefscript&;.-+~?\ue000\ue001")),
        max_size=200,
    )
)
def test_whatever_is_typed_is_harmless(text: str) -> None:
    html = render_typed(text, "en", "v1")
    assert html is None or _Reader(html).found == []


def test_footnotes_of_two_texts_on_one_page_stay_apart() -> None:
    typed = "Teiginys[^1].\n\n[^1]: Šaltinis."
    first, second = shown(typed, place="v1"), shown(typed, place="v2")
    ids = re.findall(r' id="([^"]+)"', first + second)
    assert len(ids) == 4 == len(set(ids))
    assert {each.removeprefix("#") for each in re.findall(r'href="(#[^"]+)"', first)} == set(ids[:2])


def test_what_the_renderer_would_leave_out_is_left_to_the_plain_text() -> None:
    assert render_typed("*" * 500 + " žodis", "lt", "v1") is None
    assert render_typed("x\n\n" * 600, "lt", "v1") is None
    assert render_typed("ž" * (LONGEST + 1), "lt", "v1") is None


def test_nobody_waits_for_a_long_work(monkeypatch: pytest.MonkeyPatch) -> None:
    text = ("Žodis po žodžio, *vienas* po kito. " * 12 + "\n\n") * 200
    began = time.process_time()
    assert render_typed(text, "lt", "v1")
    assert time.process_time() - began < 2
    monkeypatch.setattr(typed_text, "Renderer", None)  # what was rendered once is not rendered again
    assert render_typed(text, "lt", "v1")
