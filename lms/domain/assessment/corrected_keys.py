"""What a corrected key makes of an answer given before: pure functions, no database.

A past answer is judged by what is right now, but for the question as it was asked: other words change
nothing, an option that has gone keeps its worth, and nothing counts that was not there to be chosen.
What stands right in a matching question is known by its words, for its keys say only where it stands.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from lms.domain.assessment import kinds
from lms.domain.assessment.marking import mark_answer
from lms.domain.assessment.short_answers import comparable
from lms.domain.content.compiled_questions import Distractor, Gap, Item, Question, Texts

_CHOICES = ("single", "multiple")
_OF_OLD = "was:"


def as_marked(asked: Question, now: Question, answer: Sequence[str]) -> tuple[Question, Sequence[str]]:
    """Return the question with what is right in it now, and the answer in its terms, for a page."""
    return corrected(asked, now), _translated(asked, answer)


def mark_again(asked: Question, now: Question | None, answer: Sequence[str]) -> int:
    """Return the points that an answer to the question as it was asked earns by the key as it is now."""
    return mark_answer(corrected(asked, now), _translated(asked, answer))


def is_corrected(asked: Question, before: Question | None, now: Question | None) -> bool:
    """Tell whether an answer to the question as it was asked may earn other points now than before."""
    return key_of(corrected(asked, before)) != key_of(corrected(asked, now))


def corrected(asked: Question, now: Question | None) -> Question:
    """Return the question as it was asked with what is right in it now.

    A question that has gone, has become one of another kind, or is marked by people keeps its key.
    """
    if now is None or not _is_comparable(asked, now):
        now = asked
    made = replace(asked, points=now.points, is_whole=now.is_whole)
    return _CORRECTED[asked.kind](made, now) if asked.kind in _CORRECTED else made


def key_of(question: Question) -> tuple[Any, ...]:
    """Return all that marking looks at, so that two questions of one key are marked alike."""
    return (question.kind, question.points, question.is_whole, _KEYS[question.kind](question))


def _is_comparable(asked: Question, now: Question) -> bool:
    if asked.kind == "open":
        return False
    return asked.kind == now.kind or {asked.kind, now.kind} == set(_CHOICES)


def _correct_choice(asked: Question, now: Question) -> Question:
    rights = {option.key: option.right for option in now.options}
    options = tuple(replace(each, right=rights.get(each.key, each.right)) for each in asked.options)
    return replace(asked, options=options)


def _correct_truth(asked: Question, now: Question) -> Question:
    return replace(asked, right=now.right)


def _correct_words(asked: Question, now: Question) -> Question:
    return replace(asked, accept=now.accept, forgive=now.forgive)


def _correct_number(asked: Question, now: Question) -> Question:
    assert asked.numeric is not None and now.numeric is not None
    return replace(asked, numeric=replace(now.numeric, unit=asked.numeric.unit))


def _correct_matches(asked: Question, now: Question) -> Question:
    """Each left side has what stands right of it now; what could be chosen stands beside, as it reads now."""
    rights = {pair.key: pair.right for pair in now.pairs}
    pairs = tuple(replace(pair, right=rights.get(pair.key, pair.right)) for pair in asked.pairs)
    chosen = tuple(
        Distractor(f"{_OF_OLD}{key}", _reads_now(key, texts, asked, now))
        for key, texts in asked.sides.items()
        if not key.startswith(_OF_OLD)
    )
    return replace(asked, pairs=pairs, distractors=chosen)


def _correct_order(asked: Question, now: Question) -> Question:
    """Things that have gone follow what they followed."""
    here = {item.key: item for item in asked.items}
    order = [item.key for item in now.items if item.key in here]
    before = ""
    for item in asked.items:
        if item.key not in order:
            order.insert(order.index(before) + 1 if before else 0, item.key)
        before = item.key
    return replace(asked, items=tuple(here[key] for key in order))


def _correct_gaps(asked: Question, now: Question) -> Question:
    gaps = {gap.key: gap for gap in now.gaps}
    return replace(asked, gaps=tuple(_correct_gap(gap, gaps.get(gap.key, gap)) for gap in asked.gaps))


def _correct_gap(asked: Gap, now: Gap) -> Gap:
    if bool(asked.options) != bool(now.options):  # Chosen before and typed now, or the other way round.
        return asked
    rights = {option.key: option.right for option in now.options}
    options = tuple(replace(each, right=rights.get(each.key, each.right)) for each in asked.options)
    return replace(asked, accept=now.accept, forgive=now.forgive, options=options)


def _reads_now(key: str, texts: Texts, asked: Question, now: Question) -> Texts:
    """Return how something to choose reads now: the same words elsewhere, or other words there."""
    sides = now.sides
    there = sides.get(key)
    if texts in sides.values():
        return texts
    if there is not None and (_shares_words(there, texts) or there not in asked.sides.values()):
        return there
    return next((each for each in sides.values() if _shares_words(each, texts)), texts)


def _shares_words(one: Texts, other: Texts) -> bool:
    return any(other.get(language) == words for language, words in one.items())


def _translated(asked: Question, answer: Sequence[str]) -> Sequence[str]:
    if asked.kind != "matching":
        return answer
    return [f"{left}={_OF_OLD}{right}" for left, right in kinds.by_key(answer).items()]


def _key_of_matches(question: Question) -> Any:
    sides = [key for key in question.sides if key.startswith(_OF_OLD)]
    return frozenset(
        (pair.key, side.removeprefix(_OF_OLD))
        for pair in question.pairs
        for side in sides
        if kinds.is_match(question, pair.key, side)
    )


def _key_of_number(question: Question) -> Any:
    assert question.numeric is not None
    number = question.numeric
    tolerance = Fraction(number.tolerance)
    return Fraction(number.value), tolerance, number.is_percent and tolerance != 0


def _key_of_words(accept: Mapping[str, Sequence[str]], forgive: Sequence[str]) -> Any:
    accepted = {(language, comparable(each, forgive)) for language in accept for each in accept[language]}
    return frozenset(accepted), frozenset(forgive)


def _rights(options: Sequence[Any]) -> Any:
    return frozenset((option.key, option.right) for option in options)


def _keys(items: Sequence[Item]) -> Any:
    return tuple(item.key for item in items)


_CORRECTED: dict[str, Callable[[Question, Question], Question]] = {
    "single": _correct_choice,
    "multiple": _correct_choice,
    "true-false": _correct_truth,
    "short": _correct_words,
    "number": _correct_number,
    "matching": _correct_matches,
    "ordering": _correct_order,
    "gap": _correct_gaps,
}
_KEYS: dict[str, Callable[[Question], Any]] = {
    "single": lambda question: _rights(question.options),
    "multiple": lambda question: _rights(question.options),
    "true-false": lambda question: question.right,
    "short": lambda question: _key_of_words(question.accept, question.forgive),
    "number": _key_of_number,
    "matching": _key_of_matches,
    "ordering": lambda question: _keys(question.items),
    "gap": lambda question: tuple(
        (gap.key, _rights(gap.options), _key_of_words(gap.accept, gap.forgive)) for gap in question.gaps
    ),
    "open": lambda question: None,
}
