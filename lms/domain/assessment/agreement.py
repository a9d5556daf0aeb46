"""When do two graders agree, and what do their judgements come to? Pure functions, no database.

The rule, as pages say it: both ask for the work to be improved; or both let it pass, with totals
no further apart than a tenth of what can be reached. Then the total is the mean of the two,
rounded half up, and each criterion has the mean of its points.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from lms.domain.assessment.rules import RETURNED

TOLERANCE_PERCENT = 10
ONE, AGREED, JOINED, THIRD, APPEAL = "one", "agreed", "joined", "third", "appeal"
STANDS = "stands"

Points = Mapping[str, int | float | None]


class Counted(Protocol):
    """What a judgement comes to."""

    @property
    def total(self) -> int | None: ...
    @property
    def is_passed(self) -> bool | None: ...


class Judged(Counted, Protocol):
    """What the rule has to know of a judgement."""

    @property
    def outcome(self) -> str: ...
    @property
    def points(self) -> Points: ...
    @property
    def max_total(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Mean:
    """What two judgements that agree come to."""

    outcome: str
    points: dict[str, int | float | None]
    total: int | None
    max_total: int
    is_passed: bool | None


def most_apart(max_total: int) -> int:
    """Return how many points two totals may be apart, for the rule as the page says it."""
    return max_total * TOLERANCE_PERCENT // 100


def agree(one: Judged, other: Judged) -> bool:
    """Tell whether two graders judge alike, so that no third is needed.

    Work that both return is improved and graded anew, so its points need not be alike.
    """
    if one.outcome != other.outcome:
        return False
    if one.outcome == RETURNED:
        return True
    return abs((one.total or 0) - (other.total or 0)) <= most_apart(one.max_total)


def mean(one: Judged, other: Judged) -> Mean:
    """Return the result of two judgements that agree; points that one has not given are the other's."""
    keys = sorted({*one.points, *other.points})
    has_totals = one.total is not None and other.total is not None
    return Mean(
        outcome=one.outcome,
        points={key: _middle(one.points.get(key), other.points.get(key)) for key in keys},
        total=((one.total or 0) + (other.total or 0) + 1) // 2 if has_totals else None,
        max_total=one.max_total,
        is_passed=one.is_passed if one.is_passed == other.is_passed else None,
    )


def is_more(new: Counted, old: Counted) -> bool:
    """Tell whether a judgement gives the learner more than another: it passes, or has more points."""
    if bool(new.is_passed) != bool(old.is_passed):
        return bool(new.is_passed)
    return old.total is None or (new.total or 0) > old.total


def _middle(one: int | float | None, other: int | float | None) -> int | float | None:
    if one is None or other is None:
        return one if other is None else other
    middle = (one + other) / 2
    return int(middle) if middle == int(middle) else middle
