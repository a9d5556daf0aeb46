"""Carry the ids of blocks from one revision to the next, whatever was edited, moved or put between.

Text that did not change never loses its id, wherever it went; an edited block keeps
its id where enough of its words remain; only what is really new gets a new one.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

_ENOUGH = 0.4
_ENOUGH_ELSEWHERE = 0.6
_ENOUGH_BETWEEN = 0.15
_LONG = 25
_MOST_COMPARISONS = 40_000
Match = tuple[int, int]


@dataclass(frozen=True)
class Trace:
    """A block as far as it can be recognised: by its words in each language."""

    lesson: str
    kind: str
    words: dict[str, tuple[str, str]] = field(hash=False)  # language → fingerprint, text
    id: str = ""

    def shares_text_with(self, other: "Trace") -> int:
        """Return in how many languages the two say exactly the same."""
        return sum(
            other.words.get(language, ("", ""))[0] == words[0] for language, words in self.words.items()
        )

    @property
    def length(self) -> int:
        """Return how many letters the longest of its texts has."""
        return max((len(text) for _, text in self.words.values()), default=0)


def carry_ids(module: str, old: Sequence[Trace], new: Sequence[Trace]) -> list[str]:
    """Return the id of each new block: that of the old block it comes from, or one of its own."""
    carrier = _Carrier(old, new)
    carrier.carry()
    taken = {trace.id for trace in old} | set(carrier.ids.values())
    ids = []
    for place, trace in enumerate(new):
        found = carrier.ids.get(place) or _new_id(module, trace, taken)
        taken.add(found)
        ids.append(found)
    return ids


def _new_id(module: str, trace: Trace, taken: set[str]) -> str:
    """Make an id from the text itself, so that every installation makes the same one."""
    words = sorted((language, found) for language, (found, _) in trace.words.items())
    for count in range(1_000_000):
        seed = f"{module}/{trace.lesson}/{trace.kind}/{words[:1]}/{count}"
        found = "b" + hashlib.sha256(seed.encode()).hexdigest()[:8]
        if found not in taken:
            return found
    raise RuntimeError("No id is left.")


class _Carrier:
    def __init__(self, old: Sequence[Trace], new: Sequence[Trace]) -> None:
        self.old, self.new = old, new
        self.ids: dict[int, str] = {}
        self.used: set[int] = set()

    def carry(self) -> None:
        """Go from what is certain to what is likely."""
        lessons = list(dict.fromkeys(trace.lesson for trace in self.new))
        for lesson in lessons:
            self._in_order(*self._open(lesson), _sameness)
        for lesson in lessons:
            self._anywhere(*self._open(lesson), lambda one, other: one.shares_text_with(other) > 0)
        self._anywhere(
            *self._open(None), lambda one, other: one.length >= _LONG and one.shares_text_with(other) > 0
        )
        for lesson in lessons:
            self._in_order(*self._open(lesson), _likeness)
            self._between(*self._open(lesson))
        before, after = self._open(None)
        if len(before) * len(after) <= _MOST_COMPARISONS:
            self._anywhere(before, after, lambda one, other: similarity(one, other) >= _ENOUGH_ELSEWHERE)

    def _open(self, lesson: str | None) -> tuple[list[int], list[int]]:
        """Return the old and the new blocks that have no counterpart yet, of a lesson or of all."""
        old = [i for i, t in enumerate(self.old) if i not in self.used and lesson in (None, t.lesson)]
        new = [j for j, t in enumerate(self.new) if j not in self.ids and lesson in (None, t.lesson)]
        return old, new

    def _take(self, before: int, after: int) -> None:
        self.used.add(before)
        self.ids[after] = self.old[before].id

    def _in_order(self, old: list[int], new: list[int], score: Callable[[Trace, Trace], float]) -> None:
        matches = _best_in_order(len(old), len(new), lambda i, j: score(self.old[old[i]], self.new[new[j]]))
        for i, j in matches:
            self._take(old[i], new[j])

    def _anywhere(self, old: list[int], new: list[int], fits: Callable[[Trace, Trace], bool]) -> None:
        for after in new:
            for before in old:
                if before not in self.used and fits(self.old[before], self.new[after]):
                    self._take(before, after)
                    break

    def _between(self, old: list[int], new: list[int]) -> None:
        """One block left over on either side of the same gap is the same block, much rewritten."""
        anchors = {place: position for position, place in enumerate(sorted(self.ids))}
        gaps_new = _gaps(new, sorted(anchors))
        carried = sorted(i for i, trace in enumerate(self.old) if i in self.used)
        gaps_old = _gaps(old, carried)
        for gap, places in gaps_new.items():
            if len(places) == 1 and len(gaps_old.get(gap, [])) == 1:
                before, after = gaps_old[gap][0], places[0]
                one, other = self.old[before], self.new[after]
                if one.kind == other.kind and similarity(one, other) >= _ENOUGH_BETWEEN:
                    self._take(before, after)


def _gaps(places: Iterable[int], anchors: list[int]) -> dict[int, list[int]]:
    """Group places by how many anchors come before them."""
    return {
        gap: list(group)
        for gap, group in groupby(sorted(places), key=lambda place: sum(a < place for a in anchors))
    }


def _best_in_order(rows: int, columns: int, score: Callable[[int, int], float]) -> list[Match]:
    """Return the pairs of greatest total score that keep their order; nought or less never pairs."""
    if not rows or not columns or rows * columns > 4_000_000:
        return []
    scores = [[score(i, j) for j in range(columns)] for i in range(rows)]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = scores[i][j] + best[i + 1][j + 1] if scores[i][j] > 0 else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    matches, i, j = [], 0, 0
    while i < rows and j < columns:
        if scores[i][j] > 0 and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            matches.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return matches


def _sameness(one: Trace, other: Trace) -> float:
    """Score blocks that say exactly the same in at least one language."""
    shared = one.shares_text_with(other)
    return shared + 0.5 * (one.kind == other.kind) if shared else 0.0


def _likeness(one: Trace, other: Trace) -> float:
    found = similarity(one, other)
    return found + 0.2 * (one.kind == other.kind) if found >= _ENOUGH else 0.0


def similarity(one: Trace, other: Trace) -> float:
    """Return from nought to one how much of the words two blocks share in their most similar language."""
    shares = [
        _dice(_trigrams(words[1]), _trigrams(other.words[language][1]))
        for language, words in one.words.items()
        if language in other.words
    ]
    return max(shares, default=0.0)


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


@lru_cache(maxsize=4000)
def _trigrams(text: str) -> frozenset[str]:
    padded = f"  {text.lower()} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))
