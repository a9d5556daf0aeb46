"""Fingerprints know words and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.content.plain_text import fingerprint
from lms.domain.content.typography import set_text
from tests.domain.content.rendering import pieces_of


def fingerprint_of(text: str) -> str:
    return fingerprint(" ".join(piece.text for piece in pieces_of(text)[0]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vienas du trys", "Vienas *du* **trys**"),
        ("Vienas du trys", "Vienas\ndu   trys"),
        ("Vienas du", "## Vienas du"),
        ("- a\n- b", "1. a\n2. b"),
        ("- a\n- b", "* a\n\n* b"),
        ('Sakė "taip"', "Sakė „taip“"),
        ("2015--2017", "2015–2017"),
        ("Nr. 5", f"Nr.{chr(160)}5"),
        ("[žodis](https://a.lt)", "[žodis](https://b.lt)"),
        ("žodis[^1]\n\n[^1]: x", "žodis[^kitas]\n\n[^kitas]: x"),
        ("`kodas`", "kodas"),
        ("!!! note\n    a", "!!! tip\n    a"),
        ("- [ ] a", "- a"),
        ("NVO\n\n*[NVO]: organizacija", "NVO"),
    ],
)
def test_marking_up_or_setting_changes_nothing(one: str, other: str) -> None:
    assert fingerprint_of(one) == fingerprint_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("212 žmonių", "213 žmonių"),
        ("taip", "Taip"),
        ("taip, ne", "taip ne"),
        ("![a](media/x.svg)", "![b](media/x.svg)"),
        ('![a](media/x.svg "c")', '![a](media/x.svg "d")'),
        ("žodis[^1]\n\n[^1]: x", "žodis[^1]\n\n[^1]: y"),
        ("$a$", "$b$"),
        ("rasti", "rašti"),
    ],
)
def test_other_words_are_other_words(one: str, other: str) -> None:
    assert fingerprint_of(one) != fingerprint_of(other)


@settings(deadline=None)
@given(st.text(alphabet="aą b\"'-.1„“", max_size=40), st.sampled_from(["lt", "en"]))
def test_typesetting_never_changes_a_fingerprint(text: str, language: str) -> None:
    assert fingerprint(set_text(text, language)) == fingerprint(text)
