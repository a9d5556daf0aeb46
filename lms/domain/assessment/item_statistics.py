"""How a question behaves: pure figures from what many people answered, for those who answer for the quiz.

Only each person's first attempt counts: later ones know the answers. Nothing is said of fewer than five
people, and of words that people typed only what five of them typed alike.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt

from lms.domain.assessment.mistakes import Mistake

LEAST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class Answered:
    """What one person's first attempt made of one question, and of the others beside it."""

    points: int
    of: int
    score: int
    max_score: int
    mistakes: frozenset[Mistake] = frozenset()


@dataclass(frozen=True, slots=True)
class Figures:
    """What many answers to one question come to; the figures are None where too few people answered.

    `discrimination` is None also where everybody did equally well. `mistake` is the most frequent one.
    """

    people: int
    share_right: float | None = None
    mean_share: float | None = None
    mean_points: float | None = None
    points: int = 0
    discrimination: float | None = None
    mistake: Mistake | None = None
    mistaken: int = 0


def figures(answers: Sequence[Answered]) -> Figures:
    """Return the figures of one question."""
    people = len(answers)
    if people < LEAST_PEOPLE:
        return Figures(people)
    mistake, mistaken = _most_frequent(answers)
    return Figures(
        people,
        share_right=sum(each.of > 0 and each.points >= each.of for each in answers) / people,
        mean_share=sum(_share(each.points, each.of) for each in answers) / people,
        mean_points=sum(each.points for each in answers) / people,
        points=max(each.of for each in answers),
        discrimination=discrimination(answers),
        mistake=mistake,
        mistaken=mistaken,
    )


def discrimination(answers: Iterable[Answered]) -> float | None:
    """Return how closely the points for a question go along with those for the rest of the quiz, −1 to 1.

    This is the correlation of a person's share of the question's points with their share of all others.
    """
    twos = [
        (_share(each.points, each.of), _share(each.score - each.points, each.max_score - each.of))
        for each in answers
        if each.max_score > each.of
    ]
    return _correlation(twos) if len(twos) >= LEAST_PEOPLE else None


def _correlation(twos: Sequence[tuple[float, float]]) -> float | None:
    mean_of_one = sum(one for one, _ in twos) / len(twos)
    mean_of_other = sum(other for _, other in twos) / len(twos)
    offs = [(one - mean_of_one, other - mean_of_other) for one, other in twos]
    spread = sqrt(sum(one * one for one, _ in offs) * sum(other * other for _, other in offs))
    if spread < 1e-12:
        return None
    return max(-1.0, min(1.0, sum(one * other for one, other in offs) / spread))


def _most_frequent(answers: Sequence[Answered]) -> tuple[Mistake | None, int]:
    counted = Counter(mistake for each in answers for mistake in each.mistakes)
    fit = [
        (number, mistake)
        for mistake, number in counted.items()
        if not mistake.is_typed or number >= LEAST_PEOPLE
    ]
    if not fit:
        return None, 0
    number, mistake = min(fit, key=lambda found: (-found[0], found[1].where, found[1].what))
    spellings = Counter(each.spelling for one in answers for each in one.mistakes if each == mistake)
    return replace(mistake, spelling=max(spellings, key=lambda each: (spellings[each], each))), number


def _share(points: int, of: int) -> float:
    return max(0.0, min(1.0, points / of)) if of > 0 else 0.0
