"""What of a page is shown as a hit, with its words marked; which word was meant. Pure decisions."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lms.domain.search.asking import Asked
from lms.foundation import stemming

LONGEST_EXCERPT = 240
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”“\"»)]*\s+(?=[^\W\d_a-ząčęėįšųūž])")


class Hit(NamedTuple):
    """A page that was found, in the language in which it was found first."""

    entry_id: int
    page: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Run:
    """Some text, and whether it is what was looked for."""

    text: str
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What of a page is shown: the place, its words, and in how many other places of the page they stand."""

    block: str
    excerpt: tuple[Run, ...]
    more: int = 0


def once_each(hits: Iterable[Hit]) -> list[Hit]:
    """Keep each page once, in the language in which it comes first."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        kept.setdefault(hit.page, hit)
    return list(kept.values())


def best_place(pieces: Sequence[Sequence[str]], asked: Asked, language: str) -> Found:
    """Choose the piece (block, text, stems) of a page that has most of the words, the first of equals."""
    wanted = [set(stemming.stems_of_typed(word, language)) for word in asked.all_words]
    scores = []
    for _block, text, stems in pieces:
        held = set(stems.split(" "))
        score = sum(not each.isdisjoint(held) for each in wanted)
        if score == len(wanted):
            score += sum(_stands_in(phrase, text) for phrase in asked.phrases)
        scores.append(score)
    best = max(scores, default=0)
    if best == 0:
        return Found("", marked(pieces[0][1], asked, language) if pieces else ())
    block, text, _stems = pieces[scores.index(best)]
    return Found(block, marked(text, asked, language), scores.count(best) - 1)


def marked(text: str, asked: Asked, language: str) -> tuple[Run, ...]:
    """Return the sentences of a text around the words looked for, cut to a readable length, with marks."""
    spots = _spots(text, asked, language)
    start, end = _window(text, spots)
    runs = [Run("… ")] if start else []
    at = start
    for first, last in spots:
        if first < at or last > end:
            continue
        if first > at:
            runs.append(Run(text[at:first]))
        runs.append(Run(text[first:last], is_found=True))
        at = last
    runs.append(Run(text[at:end]))
    if end < len(text):
        runs.append(Run(" …"))
    return tuple(run for run in runs if run.text)


def _spots(text: str, asked: Asked, language: str) -> list[tuple[int, int]]:
    """Return where the words stand: a word in all its forms, a phrase as it is."""
    wanted = {stem for word in asked.words for stem in stemming.stems_of_typed(word, language)}
    words = list(stemming.words(text))
    plain = [stemming.plain(word.text) for word in words]
    found = {
        place for place, word in enumerate(words) if wanted and stemming.stem(word.text, language) in wanted
    }
    for phrase in asked.phrases:
        run = [stemming.plain(word) for word in phrase]
        for place in range(len(words) - len(run) + 1):
            if plain[place : place + len(run)] == run:
                found.update(range(place, place + len(run)))
    return [(words[place].start, words[place].end) for place in sorted(found)]


def _stands_in(phrase: Sequence[str], text: str) -> bool:
    run = " ".join(stemming.plain(word) for word in phrase)
    return f" {run} " in f" {' '.join(stemming.plain(word.text) for word in stemming.words(text))} "


def _window(text: str, spots: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Choose the stretch to show: whole if it is short, else from the sentence of the densest spot on."""
    if len(text) <= LONGEST_EXCERPT:
        return 0, len(text)
    first = max(
        (spot[0] for spot in spots),
        key=lambda start: (
            sum(start <= each[0] < start + LONGEST_EXCERPT * 3 // 4 for each in spots),
            -start,
        ),
        default=0,
    )
    starts = [0, *(found.end() for found in _SENTENCE_END.finditer(text))]
    start = max(each for each in starts if each <= first)
    if first - start > LONGEST_EXCERPT // 2:
        start = _next_word(text, first - LONGEST_EXCERPT // 3)
    if len(text) - start <= LONGEST_EXCERPT:
        return start, len(text)
    end = text.rfind(" ", start, start + LONGEST_EXCERPT)
    return start, end if end > first else start + LONGEST_EXCERPT


def _next_word(text: str, place: int) -> int:
    space = text.find(" ", place)
    return space + 1 if 0 <= space < place + LONGEST_EXCERPT // 3 else place


def nearest(word: str, known: Iterable[tuple[str, str]]) -> str | None:
    """Return the known word (as written) that differs least from a typed one; None if none comes near."""
    most = 1 if len(word) < 7 else 2
    best: tuple[int, str] | None = None
    for typed, written in sorted(known):
        distance = _distance(word, typed, most)
        if 0 < distance <= most and (best is None or distance < best[0]):
            best = (distance, written)
    return best[1] if best else None


def _distance(one: str, other: str, most: int) -> int:
    """Count letters left out, put in, changed or swapped (Damerau), giving up above `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        present = [row]
        for place, counter in enumerate(other, start=1):
            cost = letter != counter
            value = min(last[place] + 1, present[-1] + 1, last[place - 1] + cost)
            if row > 1 and place > 1 and letter == other[place - 2] and one[row - 2] == counter:
                value = min(value, before_last[place - 2] + 1)
            present.append(value)
        if min(present) > most:
            return most + 1
        before_last, last = last, present
    return last[-1]


def corrected(typed: str, corrections: Collection[tuple[str, str]]) -> str:
    """Return what was typed with some of its words replaced, all else as it was."""
    meant = dict(corrections)
    pieces, at = [], 0
    for word in stemming.words(stemming.composed(typed)):
        pieces.append(stemming.composed(typed)[at : word.start])
        pieces.append(meant.get(word.text, stemming.composed(typed)[word.start : word.end]))
        at = word.end
    return "".join([*pieces, stemming.composed(typed)[at:]])
