"""The operator's own texts, with versions, and those that are shipped."""

import pytest

from lms.domain.catalogue import queries, service, site_texts
from lms.domain.catalogue.written import as_html, first_words
from lms.domain.coordination import rules as coordination
from lms.foundation.errors import NotFound
from lms.foundation.i18n import LANGUAGES
from tests.factories.accounts import actor_of, make_user


@pytest.mark.usefixtures("database")
def test_the_shipped_text_stands_until_the_operator_writes_one() -> None:
    admin = actor_of(make_user(is_admin=True))
    text, institution = queries.get_text("privacy")
    assert (text.version, text.label, institution) == (0, site_texts.SHIPPED_EDITION, {})
    assert queries.current_privacy_version() == site_texts.SHIPPED_EDITION
    service.write_text(admin, "privacy", {"lt": "Mūsų", "en": "Ours"})
    assert queries.get_text("privacy")[0].text == {"lt": "Mūsų", "en": "Ours"}
    assert queries.current_privacy_version() == "1"
    assert queries.get_text("help")[0].version == 0


@pytest.mark.usefixtures("database")
def test_each_change_is_a_version_and_the_same_words_are_none() -> None:
    admin = actor_of(make_user(is_admin=True))
    for words in ("Pirma", "Pirma", "Antra"):
        service.write_text(admin, "help", {"lt": words, "en": words})
    assert [version.version for version in queries.list_versions("help")] == [2, 1, 0]
    first = queries.find_text("help", 1)
    assert first is not None
    assert first.text["lt"] == "Pirma"
    assert queries.find_text("help", 7) is None
    assert queries.find_text("no-such-text", 0) is None
    with pytest.raises(NotFound):
        queries.get_text("no-such-text")
    with pytest.raises(NotFound):
        queries.list_versions("institution")


@pytest.mark.usefixtures("database")
def test_the_institutions_data_fill_the_holes_of_the_texts() -> None:
    admin = actor_of(make_user(is_admin=True))
    facts = {"name": {"lt": "Pavyzdžio centras", "en": "Sample Centre"}, "email": "info@example.lt"}
    service.describe_institution(admin, facts)
    service.describe_institution(admin, facts)
    text, institution = queries.get_text("privacy")
    assert institution == facts
    assert queries.last_version("institution") == 1
    assert "Pavyzdžio centras" in site_texts.filled(text, institution, "lt")
    assert "Sample Centre" in site_texts.filled(text, institution, "en")
    assert {version.key for version in queries.list_texts()} == set(site_texts.KEYS)


@pytest.mark.parametrize("key", site_texts.KEYS)
def test_shipped_texts_are_whole_in_both_languages(key: str) -> None:
    text = site_texts.shipped(key)
    for language in LANGUAGES:
        filled = site_texts.filled(text, {}, language)
        assert len(filled) > 150
        assert "{" not in filled
    headings = [text.text[language].count("\n## ") for language in LANGUAGES]
    assert headings[0] == headings[1]


@pytest.mark.parametrize(
    ("language", "coordinators", "not_seen_by_authors"),
    [
        ("lt", "- **Koordinatoriai**", "kada paskutinį kartą mokėtės, jie nemato"),
        ("en", "- **Coordinators**", "They do not see which lessons you have read, nor when you last"),
    ],
)
def test_the_privacy_notice_says_who_sees_that_somebody_has_stopped(
    language: str, coordinators: str, not_seen_by_authors: str
) -> None:
    lines = site_texts.shipped("privacy").text[language].splitlines()
    telling = [line for line in lines if f" {coordination.QUIET_AFTER.days} d" in line]
    assert [line[: len(coordinators)] for line in telling] == [coordinators]
    assert sum(not_seen_by_authors in line for line in lines) == 1


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[link](javascript:alert(1))",
    "[link](data:text/html,<script>alert(1)</script>)",
    '[link](https://example.lt "x\\" onclick=\\"alert(1)")',
    "![](https://example.lt/spy.png)",
    "<iframe src=//example.lt></iframe>",
    "`<script>`\n\n    <svg onload=alert(1)>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_written_can_do_no_harm(text: str) -> None:
    html = as_html(text, "lt")
    for trace in (
        "<script",
        "<img",
        "<iframe",
        "<svg",
        'href="javascript',
        'href="data',
        'onclick="alert',
        'spy.png"',
    ):
        assert trace not in html


def test_each_language_gets_its_own_quotation_marks_and_code_none() -> None:
    assert as_html('"Labas" ir `"kodas"`', "lt") == '<p>„Labas“ ir <code>"kodas"</code></p>'
    assert as_html('*"Hello"* and more', "en") == "<p><em>“Hello”</em> and more</p>"


def test_the_first_words_are_plain_and_cut_between_words() -> None:
    assert first_words("## Antraštė\n\nTekstas *su* [nuoroda](https://example.lt) ir 5 < 6", "lt") == (
        "Antraštė Tekstas su nuoroda ir 5 < 6"
    )
    assert first_words("žodis " * 100, "lt", most=20) == "žodis žodis žodis…"
