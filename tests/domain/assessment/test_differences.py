"""What changed between two versions: nothing is lost, nothing is invented, and it is said word by word."""

import time
from itertools import pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import given

from lms.domain.assessment.differences import ADDED, REMOVED, SAME, Change, compare, count_words


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("Tas pats.", "Tas pats.", [Change(SAME, "Tas pats.")]),
        ("", "Nauja", [Change(ADDED, "Nauja")]),
        ("Sena", "", [Change(REMOVED, "Sena")]),
        (
            "Trys veikėjai be ryšių.",
            "Penki veikėjai be ryšių.",
            [Change(REMOVED, "Trys"), Change(ADDED, "Penki"), Change(SAME, " veikėjai be ryšių.")],
        ),
        (
            "Pirma.\n\nAntra.",
            "Pirma.\n\nĮterpta.\n\nAntra.",
            [Change(SAME, "Pirma.\n\n"), Change(ADDED, "Įterpta.\n\n"), Change(SAME, "Antra.")],
        ),
    ],
)
def test_it_works(before: str, after: str, expected: list[Change]) -> None:
    assert compare(before, after) == expected


def test_words_are_counted() -> None:
    changes = compare("Trys veikėjai.", "Penki geri veikėjai.")
    assert (count_words(changes, ADDED), count_words(changes, REMOVED)) == (2, 1)


_texts = st.text(alphabet="aąb .,\n", max_size=60)


@given(_texts, _texts)
def test_both_texts_can_be_read_from_it(before: str, after: str) -> None:
    changes = compare(before, after)
    assert "".join(each.text for each in changes if each.kind != REMOVED) == after
    assert "".join(each.text for each in changes if each.kind != ADDED) == before
    kinds = [each.kind for each in changes]
    assert all(one != two for one, two in pairwise(kinds))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("žodis " * 16_000, "b žodis " * 12_000),
        ("\n" * 100_000, "b\n" * 50_000),
        ("a\n" * 1_000, "a\nb\n" * 500),
        ("a b " * 450, "a c b " * 33),
        ("a\nb\n" * 900, "a\nc\nb\n" * 66),
    ],
)
def test_a_page_does_not_wait_for_it(before: str, after: str) -> None:
    started = time.process_time()
    changes = compare(before, after)
    assert time.process_time() - started < 5
    assert "".join(each.text for each in changes if each.kind != ADDED) == before
