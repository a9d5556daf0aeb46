"""What changed between two versions of a work, word by word; pure functions, no database.

Paragraphs are compared first and words only within those that changed, so that a long
work is compared quickly and a moved paragraph is not taken apart.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

SAME, ADDED, REMOVED = "same", "added", "removed"
# Beyond this a text of many short lines would keep the page waiting for seconds.
MOST_LINES = 2_000
MOST_WORDS = 2_000
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """A run of text that stayed, came or went."""

    kind: str
    text: str


def compare(before: str, after: str) -> list[Change]:
    """Return the later text with what came and what went, for a grader who has read the earlier one."""
    return list(_joined(_changes(before, after)))


def count_words(changes: Sequence[Change], kind: str) -> int:
    """Count the words that came, or those that went."""
    return sum(len(re.findall(r"\w+", change.text)) for change in changes if change.kind == kind)


def _changes(before: str, after: str) -> Iterator[Change]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) + len(new) > MOST_LINES:
        yield from (Change(REMOVED, before), Change(ADDED, after))
        return
    for deed, from_, to, start, end in SequenceMatcher(None, old, new).get_opcodes():
        went, came = "".join(old[from_:to]), "".join(new[start:end])
        if deed == "equal":
            yield Change(SAME, came)
        else:
            yield from _words(went, came)


def _words(went: str, came: str) -> Iterator[Change]:
    old, new = _WORDS.findall(went), _WORDS.findall(came)
    if not old or not new or len(old) + len(new) > MOST_WORDS:
        yield from (Change(REMOVED, went), Change(ADDED, came))
        return
    for deed, from_, to, start, end in SequenceMatcher(None, old, new).get_opcodes():
        if deed == "equal":
            yield Change(SAME, "".join(new[start:end]))
        else:
            yield from (Change(REMOVED, "".join(old[from_:to])), Change(ADDED, "".join(new[start:end])))


def _joined(changes: Iterator[Change]) -> Iterator[Change]:
    """Join neighbours of one kind; where words are replaced one after another, what went stands first."""
    runs = groupby((change for change in changes if change.text), key=lambda change: change.kind == SAME)
    for is_same, run in runs:
        if is_same:
            yield Change(SAME, "".join(change.text for change in run))
            continue
        parts = list(run)
        for kind in (REMOVED, ADDED):
            if text := "".join(change.text for change in parts if change.kind == kind):
                yield Change(kind, text)
