"""The record of deeds speaks in words, in both languages, and hides nothing that it does not know."""

import ast
from collections.abc import Iterator

import pytest

from lms.config import ROOT
from lms.foundation import i18n
from lms.web.accounts import audit_wording as said
from lms.web.accounts.wording import DEEDS

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


def test_whatever_is_recorded_has_words() -> None:
    deeds, subjects, facts = set(), set(), set()
    for call in _recordings():
        _actor, deed, subject = call.args
        deeds |= {deed.value} if isinstance(deed, ast.Constant) else set()
        subjects |= {_beginning(subject).partition(":")[0]} - {""}
        facts |= {keyword.arg for keyword in call.keywords if keyword.arg}
    assert len(deeds) > 40
    assert deeds <= set(DEEDS)
    assert subjects <= set(said.SUBJECTS)
    assert facts <= set(said.FACTS)


def test_values_are_words_too() -> None:
    with i18n.speaking("lt"):
        assert said.value_words("is_passed", True) == "taip"
        assert said.value_words("outcome", "learner-absent") == "besimokantysis nedalyvavo"
        assert said.value_words("topics", "groups, plan") == "Darbas grupėje ir Jūsų mokymosi planas"
        assert said.value_words("source", "conversation:12") == "pokalbis Nr.\u00a012"


def _recordings() -> Iterator[ast.Call]:
    """Every call of audit.record in the program."""
    for file in (ROOT / "lms").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                yield node


def _beginning(subject: ast.expr) -> str:
    """What a subject begins with, where that is written at the call."""
    first = subject.values[0] if isinstance(subject, ast.JoinedStr) else subject
    return str(first.value) if isinstance(first, ast.Constant) else ""
