"""The kinds of questions: what an answer may be, how it is kept, and which share of the points it earns.

An answer is kept as a list of texts: keys of options, `true` or `false`, the words or the number typed,
`left=right` for each match, the keys of things in the order given (nothing where a place is free),
`gap=words` for each gap, and for an open question the whole text with its lines. Pages do not name the keys
of answers that would give the right ones away: in their place stand marks such as `~2`, places in an order
of the attempt's own.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

from lms.domain.assessment.short_answers import PLAIN_DASHES, is_accepted
from lms.domain.content.compiled_questions import Gap, Item, Option, Question, Texts
from lms.foundation.typed import long_text

LONGEST_ANSWER = 500
LONGEST_TEXT = 10_000  # of an answer to an open question
MARK = "~"
_NUMBERS = (
    re.compile(r"([+-]?)(\d{1,15})(?:[.,](\d{0,10}))?"),
    re.compile(r"([+-]?)(\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{0,10}))?"),
    re.compile(r"([+-]?)(\d{1,3}(?:\.\d{3}){1,4})(?:,(\d{0,10}))?"),
)
_MINUS = str.maketrans(PLAIN_DASHES)

Seed = int | str
Thing = TypeVar("Thing")


class UnfitAnswer(ValueError):
    """The answer cannot be kept; the reason is one word: long, number, places or other."""

    def __init__(self, reason: str = "other") -> None:
        super().__init__(reason)
        self.reason = reason


def clean(question: Question, given: Sequence[str], seed: Seed) -> list[str]:
    """Return the answer as it is kept for the learner's attempt; UnfitAnswer for what was not offered."""
    return _CLEANERS[question.kind](question, given, seed)


def share(question: Question, answer: Sequence[str]) -> Fraction:
    """Return which share of the question the learner's answer has right, from nothing to one."""
    return _SHARES[question.kind](question, answer) if any(answer) else Fraction(0)


def options_as_asked(question: Question, seed: Seed) -> list[Option]:
    """Return what can be chosen, as this attempt lists it: in an order of its own if the author says so."""
    options = list(question.options)
    return _shuffled(options, question, seed) if question.is_shuffled else options


def right_sides(question: Question, seed: Seed) -> list[tuple[str, Texts]]:
    """Return what can be chosen in a matching question, by key, as this attempt lists it; each text once."""
    found: dict[tuple[tuple[str, str], ...], tuple[str, Texts]] = {}
    for key, texts in question.sides.items():
        found.setdefault(tuple(sorted(texts.items())), (key, texts))
    return _shuffled(list(found.values()), question, seed)


def items_as_asked(question: Question, seed: Seed) -> list[Item]:
    """Return what is to be put in order, in the order in which this attempt shows it first."""
    return _shuffled(list(question.items), question, seed)


def read_number(question: Question, typed: str) -> Fraction:
    """Return the number that was typed, its comma or point read as that of decimals; else UnfitAnswer."""
    return _readings(question, typed)[0]


def _readings(question: Question, typed: str) -> list[Fraction]:
    """Return what number was typed, with comma or point, with the unit or without; else UnfitAnswer.

    One comma or point before three digits may part decimals or thousands, so both readings are returned.
    """
    words = " ".join(unicodedata.normalize("NFKC", typed).translate(_MINUS).split()).casefold()
    units = question.numeric.unit.values() if question.numeric else ()
    for unit in sorted({unicodedata.normalize("NFKC", each).casefold() for each in units}, key=len)[::-1]:
        if words.startswith(unit) or words.endswith(unit):
            words = words.removeprefix(unit).removesuffix(unit)
            break
    words = words.replace(" ", "")
    read = [pattern.fullmatch(words) for pattern in _NUMBERS]
    found = [Fraction(f"{one[1]}{re.sub('[.,]', '', one[2])}.{one[3] or 0}") for one in read if one]
    if not found:
        raise UnfitAnswer("number")
    return found


def _shuffled(things: list[Thing], question: Question, seed: Seed) -> list[Thing]:
    random.Random(f"{seed}:{question.key}").shuffle(things)
    return things


def _clean_choice(question: Question, given: Sequence[str], _seed: Seed) -> list[str]:
    chosen = list(dict.fromkeys(choice for choice in given if choice))
    offered = ("true", "false") if question.kind == "true-false" else [each.key for each in question.options]
    if not set(chosen) <= set(offered) or (question.kind != "multiple" and len(chosen) > 1):
        raise UnfitAnswer
    return chosen


def _clean_words(_question: Question, given: Sequence[str], _seed: Seed) -> list[str]:
    words = _typed(given[0] if given else "")
    return [words] if words else []


def _clean_text(_question: Question, given: Sequence[str], _seed: Seed) -> list[str]:
    words = long_text(given[0] if given else "")
    if len(words) > LONGEST_TEXT:
        raise UnfitAnswer("long")
    return [words] if words.strip() else []


def _clean_number(question: Question, given: Sequence[str], _seed: Seed) -> list[str]:
    words = _typed(given[0] if given else "")
    if words:
        read_number(question, words)
    return [words] if words else []


def _clean_matches(question: Question, given: Sequence[str], seed: Seed) -> list[str]:
    rights = [key for key, _texts in right_sides(question, seed)]
    chosen: dict[str, str] = {}
    for entry in filter(None, given):
        left, _, right = entry.partition("=")
        chosen[left] = _unmarked(right, rights) if right.startswith(MARK) else right
        if chosen[left] not in question.sides:
            raise UnfitAnswer
    if not chosen.keys() <= {pair.key for pair in question.pairs}:
        raise UnfitAnswer
    return [f"{pair.key}={chosen[pair.key]}" for pair in question.pairs if pair.key in chosen]


def _clean_order(question: Question, given: Sequence[str], seed: Seed) -> list[str]:
    keys = [item.key for item in items_as_asked(question, seed)]
    if not any(entry.startswith(MARK) for entry in given):
        entries = [f"{key}={place}" for place, key in enumerate(given, 1) if key]
    else:
        entries = [entry for entry in given if entry]
    placed = [""] * len(keys)
    for entry in entries:
        item, _, place = entry.partition("=")
        key = _unmarked(item, keys) if item.startswith(MARK) else item
        number = _place(place, len(keys))
        if key not in keys:
            raise UnfitAnswer
        if placed[number] or key in placed:
            raise UnfitAnswer("places")
        placed[number] = key
    return placed if any(placed) else []


def _clean_gaps(question: Question, given: Sequence[str], _seed: Seed) -> list[str]:
    """Each gap sends its key with a mark, then what was typed or chosen."""
    filled = {
        gap_named(question, name): _typed(typed) for name, typed in zip(given[::2], given[1::2], strict=False)
    }
    if not filled.keys() <= {gap.key for gap in question.gaps}:
        raise UnfitAnswer
    for gap in question.gaps:
        words = filled.get(gap.key)
        if words and gap.options and gap.option(words) is None:
            raise UnfitAnswer
    return [f"{gap.key}={filled[gap.key]}" for gap in question.gaps if filled.get(gap.key)]


def gap_named(question: Question, name: str) -> str:
    """Return the key of the gap that a page names by its mark: its key might say what belongs there."""
    mark = name.removeprefix(MARK)
    return question.gaps[int(mark) - 1].key if mark in _places(question.gaps) else mark


def gap_mark(question: Question, key: str) -> str:
    """Return what stands for the gap on a page."""
    return f"{MARK}{[gap.key for gap in question.gaps].index(key) + 1}"


def _places(things: Sequence[object]) -> list[str]:
    return [str(place) for place in range(1, len(things) + 1)]


def _typed(words: str) -> str:
    found = unicodedata.normalize("NFC", words).replace("\x00", "").strip()
    if len(found) > LONGEST_ANSWER:
        raise UnfitAnswer("long")
    return found


def _unmarked(mark: str, keys: Sequence[str]) -> str:
    """Return the key for which a mark stands in this attempt."""
    return keys[_place(mark.removeprefix(MARK), len(keys))]


def _place(number: str, most: int) -> int:
    """Return the place that a number names, counted from nought."""
    if not re.fullmatch(r"[0-9]{1,2}", number) or not 1 <= int(number) <= most:
        raise UnfitAnswer
    return int(number) - 1


def by_key(answer: Sequence[str]) -> dict[str, str]:
    """Return a kept answer of matches or gaps by what they were given for."""
    parts = (entry.partition("=") for entry in answer)
    return {key: value for key, _, value in parts}


def is_match(question: Question, left: str, right: str) -> bool:
    """Tell whether the right side chosen for a left one says what belongs there."""
    sides = question.sides
    return left in sides and right in sides and sides[left] == sides[right]


def fills(gap: Gap, words: str) -> bool:
    """Tell whether these words, or this option, belong in the gap."""
    if gap.options:
        option = gap.option(words)
        return option is not None and option.right
    return is_accepted(words, gap.accept, gap.forgive)


def _share_of_one(question: Question, answer: Sequence[str]) -> Fraction:
    if question.kind == "true-false":
        return Fraction(answer[0] == ("true" if question.right else "false"))
    if question.kind == "short":
        return Fraction(is_accepted(answer[0], question.accept, question.forgive))
    return Fraction(any(option.right for option in question.options if option.key == answer[0]))


def _share_of_text(_question: Question, _answer: Sequence[str]) -> Fraction:
    """No program says how right it is; see `marking`."""
    return Fraction(0)


def _share_of_choices(question: Question, answer: Sequence[str]) -> Fraction:
    right = {option.key for option in question.options if option.right}
    wrong = {option.key for option in question.options if not option.right}
    found = Fraction(len(set(answer) & right), len(right)) if right else Fraction(0)
    if wrong:
        found -= Fraction(len(set(answer) & wrong), len(wrong))
    return max(Fraction(0), found)


def _share_of_number(question: Question, answer: Sequence[str]) -> Fraction:
    assert question.numeric is not None
    try:
        readings = _readings(question, answer[0])
    except UnfitAnswer:
        return Fraction(0)
    right, tolerance = Fraction(question.numeric.value), Fraction(question.numeric.tolerance)
    if question.numeric.is_percent:
        tolerance = abs(right) * tolerance / 100
    return Fraction(any(abs(given - right) <= tolerance for given in readings))


def _share_of_matches(question: Question, answer: Sequence[str]) -> Fraction:
    right = sum(is_match(question, left, chosen) for left, chosen in by_key(answer).items())
    return Fraction(right, len(question.pairs))


def _share_of_order(question: Question, answer: Sequence[str]) -> Fraction:
    """Of all twos of things, how many stand the right way round, less those that stand the wrong way."""
    keys = [item.key for item in question.items]
    placed = [keys.index(key) for key in answer if key in keys]
    twos = [later - earlier for place, earlier in enumerate(placed) for later in placed[place + 1 :]]
    points = sum(1 if difference > 0 else -1 for difference in twos)
    return max(Fraction(0), Fraction(points, len(keys) * (len(keys) - 1) // 2))


def _share_of_gaps(question: Question, answer: Sequence[str]) -> Fraction:
    filled = by_key(answer)
    right = sum(fills(gap, filled[gap.key]) for gap in question.gaps if gap.key in filled)
    return Fraction(right, len(question.gaps))


_CLEANERS: dict[str, Callable[[Question, Sequence[str], Seed], list[str]]] = {
    "single": _clean_choice,
    "multiple": _clean_choice,
    "true-false": _clean_choice,
    "short": _clean_words,
    "number": _clean_number,
    "matching": _clean_matches,
    "ordering": _clean_order,
    "gap": _clean_gaps,
    "open": _clean_text,
}
_SHARES: dict[str, Callable[[Question, Sequence[str]], Fraction]] = {
    "single": _share_of_one,
    "multiple": _share_of_choices,
    "true-false": _share_of_one,
    "short": _share_of_one,
    "number": _share_of_number,
    "matching": _share_of_matches,
    "ordering": _share_of_order,
    "gap": _share_of_gaps,
    "open": _share_of_text,
}
