"""How well learners say they can do what a module is for, before and after it. Pure, no database."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.domain.content.compiled import Module, Statement

BEFORE, AFTER = "before", "after"
# Not yet, with help, on one's own, able to teach it to others.
LEVELS = (1, 2, 3, 4)
ON_ONES_OWN = 3

Ratings = Mapping[str, Mapping[str, int]]  # by moment and by key of the statement


@dataclass(frozen=True, slots=True)
class Line:
    """One statement with the levels that the learner chose; None where nothing was chosen."""

    statement: Statement
    before: int | None
    after: int | None


def lines(module: Module, ratings: Ratings) -> list[Line]:
    """Return what the module asks now beside what the learner said, for their chart and its table."""
    before, after = ratings.get(BEFORE, {}), ratings.get(AFTER, {})
    return [Line(each, before.get(each.key), after.get(each.key)) for each in module.self_assessment]


def moment_to_rate(asked: str | None, ratings: Ratings, *, is_completed: bool) -> str:
    """Return which moment the learner's next rating is of; what was before can only be said before.

    Who has rated themself after the module, or completed it, rates the time after it; who has said
    how it was before chooses when the module is behind them.
    """
    if is_completed or ratings.get(AFTER):
        return AFTER
    return AFTER if asked == AFTER and ratings.get(BEFORE) else BEFORE
