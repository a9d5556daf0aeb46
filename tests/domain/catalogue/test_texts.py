"""The operator's own texts, with versions, and those that are shipped."""

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from lms.domain.catalogue import queries, service, site_texts
from lms.domain.catalogue.written import as_html, first_words
from lms.domain.coordination import rules as coordination
from lms.foundation.errors import NotFound
from lms.foundation.i18n import LANGUAGES
from tests.factories.accounts import actor_of, make_user

ROOT = Path(__file__).parents[3]


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


@pytest.mark.parametrize(("language", "quoted"), [("lt", "„([^„“]+)“"), ("en", "“([^“”]+)”")])
def test_help_calls_pages_and_buttons_as_they_are_called(language: str, quoted: str) -> None:
    words: set[Any] = set()
    for path in (ROOT / "translations" / "lt").glob("*.po"):
        with path.open("rb") as file:
            words |= {(each.id if language == "en" else each.string) for each in read_po(file)}
    named = set(re.findall(quoted, site_texts.shipped("help").text[language]))
    assert len(named) > 8
    assert not {name for name in named if name not in words}


@pytest.mark.parametrize(
    ("language", "stated"), [("lt", r"ne ilgiau kaip (\d+) minutes"), ("en", r"no more than (\d+) minutes")]
)
def test_help_says_how_long_lessons_usually_are(language: str, stated: str) -> None:
    most = int(re.findall(stated, site_texts.shipped("help").text[language])[0])
    lessons = (ROOT / "modules").glob("**/lt/*.md")
    minutes = [int(re.findall(r"(?m)^minutes: (\d+)", path.read_text("utf-8"))[0]) for path in lessons]
    assert sum(each <= most for each in minutes) >= 0.9 * len(minutes)


@pytest.mark.parametrize(
    ("key", "language", "said"),
    [
        ("privacy", "lt", "ar jį atvėrėte"),
        ("privacy", "en", "whether you have opened it"),
        ("privacy", "lt", "Jei ją uždarote, duomenys lieka tol, kol paprašote juos ištrinti"),
        ("privacy", "en", "If you close it, they stay"),
        ("privacy", "lt", "**Besimokantieji, su kuriais dirbate grupėje,**"),
        ("privacy", "en", "**Learners with whom you work in a group**"),
        ("help", "lt", "paskelbti prie pamokos teksto, bet be vardų"),
        ("help", "en", "publish it with the answer beside the text, without names"),
        ("accessibility", "lt", "el. paštu atsiųsti atsakymai"),
        ("accessibility", "en", "answers by mail"),
    ],
)
def test_what_happens_with_what_people_write_is_told(key: str, language: str, said: str) -> None:
    assert site_texts.shipped(key).text[language].count(said) == 1


@pytest.mark.parametrize("key", site_texts.KEYS)
def test_both_languages_say_the_same_number_of_things(key: str) -> None:
    kinds = [
        [
            re.findall(r"^(?:- |## |\d\. )", line)
            for line in site_texts.shipped(key).text[language].splitlines()
        ]
        for language in LANGUAGES
    ]
    assert kinds[0] == kinds[1]


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
