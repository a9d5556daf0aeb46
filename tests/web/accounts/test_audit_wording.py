"""The record of deeds speaks in words, in both languages, and hides nothing that it does not know."""

import pytest

from lms.foundation import i18n
from lms.web.accounts import audit_wording as said

NAMES = {"user:5": "Ona Onaitė"}


@pytest.mark.parametrize(
    ("subject", "lt", "en"),
    [
        ("user:5", "Ona Onaitė", "Ona Onaitė"),
        ("user:6", "žmogus Nr.\u00a06", "person No. 6"),
        ("site-text:privacy", "svetainės tekstas Privatumo pranešimas", "text of the site Privacy notice"),
        ("module:clusters", "modulis clusters", "module clusters"),
        ("moon:1", "moon Nr.\u00a01", "moon No. 1"),
    ],
)
def test_what_a_line_is_about(subject: str, lt: str, en: str) -> None:
    for language, words in (("lt", lt), ("en", en)):
        with i18n.speaking(language):
            assert said.subject_words(subject, NAMES) == words


def test_who_did_it() -> None:
    with i18n.speaking("lt"):
        assert said.actor_words("user:5", NAMES) == "Ona Onaitė"
        assert said.actor_words("command:demo", NAMES) == "komanda „demo“"
        assert said.actor_words("user:9", NAMES) == "user:9"


def test_details_are_read_as_people_read_them() -> None:
    details = {
        "name": {"lt": "Biblioteka", "en": "Library"},
        "county": "LT-KU",
        "municipality": None,
        "duty": "coordinator",
        "changed": ["name", "kind"],
        "before": {"country": "NO"},
        "unknown": 7,
    }
    with i18n.speaking("lt"):
        found = dict(said.detail_lines(details))
    assert found == {
        "pavadinimas": "Biblioteka",
        "apskritis": "Kauno apskritis",
        "vaidmuo": "koordinatorius",
        "pakeista": "pavadinimas ir rūšis",
        "prieš pakeitimą": "šalis: Norvegija",
        "unknown": "7",
    }
