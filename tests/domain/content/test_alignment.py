"""Counterparts across languages are found by content, and what has none moves nobody."""

import random
from pathlib import Path

import pytest

from lms.config import ROOT
from lms.domain.content.alignment import Bone, align, bone_of
from lms.domain.content.collecting import read_collection
from lms.domain.content.examining import examine
from tests.domain.content.rendering import pieces_of

LT = """\
## Kas yra klasteris

2016 m. Vilniuje įvyko konferencija, kurioje dalyvavo 212 žmonių.

Klasteris nėra asociacija.

- viešasis sektorius
- privatus sektorius
- pilietinis sektorius

| Sektorius | Skaičius |
|---|---|
| Viešasis | 12 |

!!! norway "Norvegijoje"
    Oslo savivaldybė tai išbandė.

Žr. [kitą pamoką](lesson:second).

```
kodas = 1
```

Pabaiga su Kvieskienės knyga.
"""
EN = """\
## What a cluster is

In 2016 a conference took place in Vilnius; 212 people took part.

A cluster is no association.

- public sector
- private sector
- civic sector

| Sector | Number |
|---|---|
| Public | 12 |

!!! norway "In Norway"
    The city of Oslo tried it.

See [the next lesson](lesson:second).

```
kodas = 1
```

The end, with a book by Kvieskienė.
"""


def bones(text: str, language: str) -> list[Bone]:
    return [bone_of(piece) for piece in pieces_of(text, language)[0]]


def test_a_faithful_translation_is_paired_in_order() -> None:
    left, right = bones(LT, "lt"), bones(EN, "en")
    assert align(left, right) == [(place, place) for place in range(len(left))]


@pytest.mark.parametrize("gone", range(9))
def test_a_block_without_counterpart_moves_nobody(gone: int) -> None:
    left, right = bones(LT, "lt"), bones(EN, "en")
    kept = [place for place in range(len(right)) if place != gone]
    pairs = align(left, [right[place] for place in kept])
    assert [(i, None if j is None else kept[j]) for i, j in pairs] == [
        (place, None if place == gone else place) for place in range(len(left))
    ]


def test_a_block_that_one_language_adds_stands_alone() -> None:
    added = EN.replace(
        "A cluster is no", "A remark for readers abroad: 1 euro was 3.4528 litas.\n\nA cluster is no"
    )
    pairs = align(bones(LT, "lt"), bones(added, "en"))
    assert (None, 2) in pairs and (2, 3) in pairs and (8, 9) in pairs


def test_a_list_may_answer_to_a_paragraph() -> None:
    flat = EN.replace(
        "- public sector\n- private sector\n- civic sector", "Public, private and civic sector."
    )
    assert align(bones(LT, "lt"), bones(flat, "en")) == [(place, place) for place in range(9)]


def test_what_was_a_pair_before_stays_one() -> None:
    left, right = bones("Alfa beta.\n\nGama delta.", "lt"), bones("Epsilon zeta.", "en")
    for partner in (0, 1):
        known = frozenset({(left[partner].fingerprint, right[0].fingerprint)})
        assert (partner, 0) in align(left, right, known)


def test_nothing_to_compare_is_no_trouble() -> None:
    assert align([], []) == []
    assert align(bones("a", "lt"), []) == [(0, None)]


def test_our_own_lessons_survive_random_losses() -> None:
    """Take blocks out at random: at least 99 in 100 of those left find their own counterpart."""
    right_pairs = all_pairs = 0
    chance = random.Random(7)
    for source in read_collection(Path(ROOT / "modules")).modules:
        for lesson in examine(source).lessons:
            left, right = ([bone_of(piece) for piece in lesson.texts[each].pieces] for each in ("lt", "en"))
            for _ in range(10):
                here = sorted(chance.sample(range(len(left)), len(left) - chance.choice([0, 1])))
                there = sorted(chance.sample(range(len(right)), len(right) - chance.choice([1, 2, 3])))
                found = align([left[place] for place in here], [right[place] for place in there])
                for i, j in found:
                    if i is not None and here[i] in there:
                        all_pairs += 1
                        right_pairs += j is not None and there[j] == here[i]
    assert all_pairs > 1000
    assert right_pairs / all_pairs > 0.99
