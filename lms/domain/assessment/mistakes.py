"""What was wrong in an answer, named so that the same mistakes of many people can be counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lms.domain.assessment import kinds
from lms.domain.assessment.short_answers import comparable
from lms.domain.content.compiled_questions import Question
from lms.foundation.sorting import fold


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that was wrong: `where` is a left side, a gap or what came first; `what` was given there.

    Where it `is_typed`, `what` are a person's own words, evened out; `spelling` keeps their diacritics,
    which make no other mistake of them.
    """

    what: str
    where: str = ""
    is_typed: bool = False
    spelling: str = field(default="", compare=False)


def mistakes(question: Question, answer: Sequence[str]) -> frozenset[Mistake]:
    """Return what is wrong in an answer, each thing once; nothing where nothing was answered."""
    if question.kind not in _MISTAKES or not any(answer):
        return frozenset()
    return frozenset(_MISTAKES[question.kind](question, answer))


def _in_choice(question: Question, answer: Sequence[str]) -> Iterator[Mistake]:
    wrong = {option.key for option in question.options if not option.right}
    return (Mistake(key) for key in answer if key in wrong)


def _in_truth(question: Question, answer: Sequence[str]) -> Iterator[Mistake]:
    if kinds.share(question, answer) != 1:
        yield Mistake(answer[0])


def _in_words(question: Question, answer: Sequence[str]) -> Iterator[Mistake]:
    if kinds.share(question, answer) != 1:
        yield _typed(answer[0])


def _in_number(question: Question, answer: Sequence[str]) -> Iterator[Mistake]:
    if kinds.share(question, answer) == 1:
        return
    try:
        yield Mistake(_decimal(kinds.read_number(question, answer[0])), is_typed=True)
    except kinds.UnfitAnswer:
        yield _typed(answer[0])


def _in_matches(question: Question, answer: Sequence[str]) -> Iterator[Mistake]:
    for left, right in kinds.by_key(answer).items():
        if not kinds.is_match(question, left, right):
            yield Mistake(right, left)


def _in_order(question: Question, answer: Sequence[str]) -> Iterator[Mistake]:
    """Each two things of which the later one was put first."""
    right = [item.key for item in question.items]
    placed = [key for key in answer if key in right]
    for place, earlier in enumerate(placed):
        for later in placed[place + 1 :]:
            if right.index(earlier) > right.index(later):
                yield Mistake(later, earlier)


def _in_gaps(question: Question, answer: Sequence[str]) -> Iterator[Mistake]:
    filled = kinds.by_key(answer)
    for gap in question.gaps:
        words = filled.get(gap.key)
        if words and not kinds.fills(gap, words):
            yield Mistake(words, gap.key) if gap.options else _typed(words, gap.key)


def _typed(words: str, where: str = "") -> Mistake:
    spelling = comparable(words, ("case",))
    return Mistake(fold(spelling), where, is_typed=True, spelling=spelling)


def _decimal(number: Fraction) -> str:
    """Return a number that was typed with comma or point always the same way."""
    whole, rest = divmod(abs(number), 1)
    digits = f"{round(rest * 10**10):010d}".rstrip("0")
    return f"{'-' if number < 0 else ''}{whole}{'.' + digits if digits else ''}"


_MISTAKES: dict[str, Callable[[Question, Sequence[str]], Iterator[Mistake]]] = {
    "single": _in_choice,
    "multiple": _in_choice,
    "true-false": _in_truth,
    "short": _in_words,
    "number": _in_number,
    "matching": _in_matches,
    "ordering": _in_order,
    "gap": _in_gaps,
}
