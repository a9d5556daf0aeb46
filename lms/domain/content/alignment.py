"""Find for each block of one language its counterpart in the other.

Blocks are compared by what survives translation: order, kind, numbers, links,
pictures, code, names and international words. A block without counterpart is
left alone and never shifts its neighbours (Needleman and Wunsch's alignment).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lms.domain.content.markdown import Piece
from lms.domain.content.plain_text import fingerprint
from lms.foundation.sorting import fold

Pair = tuple[int | None, int | None]
GAP = -0.45
_PAIR = 0.3
_SURE = 8.0
_NUMBER = re.compile(r"\d+(?:[\u00a0 ]\d{3})*")
_WORD = re.compile(r"[a-z]{4,}")
_LANGUAGE_OF_FILE = re.compile(r"[._-](?:lt|en)(?=\.\w+$)")
_STEM = 4
# These look like one another once translated by different hands; all other kinds do not.
_AKIN = ({"paragraph", "list", "quote", "definitions"}, {"callout", "details", "quote"}, {"code", "formula"})


@dataclass(frozen=True)
class Bone:
    """What can be compared of a block without knowing its language."""

    kind: str
    level: int
    shape: tuple[str, ...]
    numbers: Counter[str]
    places: Counter[str]
    stems: frozenset[str]
    length: int
    fingerprint: str


def bone_of(piece: Piece) -> Bone:
    """Return the bones of a block."""
    places = [
        f"{target.kind} {_without_language(target.name)}" for _, target, _ in piece.links + piece.pictures
    ]
    if piece.kind == "code":
        places.append(fingerprint(piece.text))
    words = fold(piece.text).replace("k", "c").replace("w", "v").replace("y", "i")
    return Bone(
        piece.kind,
        piece.level,
        tuple(re.split("[ x]", piece.shape)),
        Counter(_NUMBER.findall(piece.text)),
        Counter(places),
        frozenset(word[:_STEM] for word in _WORD.findall(words)),
        len(piece.text),
        fingerprint(piece.text),
    )


def align(
    left: Sequence[Bone], right: Sequence[Bone], known: frozenset[tuple[str, str]] = frozenset()
) -> list[Pair]:
    """Return the counterparts in order; `known` are fingerprints that were a pair before."""
    weights = _weights(left, right)
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(1, len(left) + 1):
        best[i][0] = i * GAP
    for j in range(1, len(right) + 1):
        best[0][j] = j * GAP
    for i, one in enumerate(left, 1):
        above, row = best[i - 1], best[i]
        for j, other in enumerate(right, 1):
            match = above[j - 1] + _likeness(one, other, weights, known)
            row[j] = max(match, above[j] + GAP, row[j - 1] + GAP)
    return _trace(left, right, best)


def _trace(left: Sequence[Bone], right: Sequence[Bone], best: list[list[float]]) -> list[Pair]:
    """Walk back along the best way."""
    pairs: list[Pair] = []
    i, j = len(left), len(right)
    while i or j:
        if not j or (i and best[i][j] == best[i - 1][j] + GAP):
            i -= 1
            pairs.append((i, None))
        elif not i or best[i][j] == best[i][j - 1] + GAP:
            j -= 1
            pairs.append((None, j))
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _likeness(one: Bone, other: Bone, weights: dict[str, float], known: frozenset[tuple[str, str]]) -> float:
    """Return how likely two blocks say the same; below nought they hardly do."""
    if (one.fingerprint, other.fingerprint) in known:
        return _SURE
    score = _PAIR + _kinds(one, other)
    score += _overlap(one.numbers, other.numbers, 1.6) + _overlap(one.places, other.places, 2.4)
    score += min(sum(weights[stem] for stem in one.stems & other.stems), 2.0)
    shorter, longer = sorted((one.length + 10, other.length + 10))
    return score + 1.2 * (shorter / longer - 0.5)


def _kinds(one: Bone, other: Bone) -> float:
    if one.kind != other.kind:
        return -0.5 if any(one.kind in akin and other.kind in akin for akin in _AKIN) else -2.5
    if one.level != other.level:
        return -0.6
    same = sum(a == b for a, b in zip(one.shape, other.shape, strict=False)) / max(
        len(one.shape), len(other.shape)
    )
    return 0.4 + 0.6 * same


def _overlap(one: Counter[str], other: Counter[str], weight: float) -> float:
    """Return from -weight/2 (nothing in common) to weight (the same); nought where there is nothing."""
    every = (one | other).total()
    if not every:
        return 0.0
    return weight * (1.5 * (one & other).total() / every - 0.5)


def _weights(left: Sequence[Bone], right: Sequence[Bone]) -> dict[str, float]:
    """A word that stands in few blocks says more than one that stands in many."""
    counts = [Counter(stem for bone in bones for stem in bone.stems) for bones in (left, right)]
    return {stem: 1.0 / max(counts[0][stem], counts[1][stem]) for stem in counts[0].keys() & counts[1].keys()}


def _without_language(name: str) -> str:
    return _LANGUAGE_OF_FILE.sub("", name)
