"""Agreement of two graders: a table to read, and what holds for any two judgements."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.domain.assessment import agreement
from lms.domain.assessment.agreement import Points


@dataclass(frozen=True)
class Judged:
    """A judgement of work that can earn twenty points."""

    outcome: str
    total: int | None
    points: Points = field(default_factory=dict)
    max_total: int = 20

    @property
    def is_passed(self) -> bool | None:
        return None if self.total is None else self.outcome == "graded"


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (Judged("graded", 14), Judged("graded", 14), True),
        (Judged("graded", 14), Judged("graded", 16), True),
        (Judged("graded", 14), Judged("graded", 17), False),
        (Judged("graded", 12), Judged("returned", 11), False),
        (Judged("graded", 12), Judged("returned", None), False),
        (Judged("returned", 2), Judged("returned", 11), True),
        (Judged("returned", None), Judged("returned", 11), True),
    ],
)
def test_who_agrees_with_whom(one: Judged, other: Judged, agree: bool) -> None:
    assert agreement.agree(one, other) is agree


@pytest.mark.parametrize(("most", "apart"), [(9, 0), (10, 1), (12, 1), (20, 2), (100, 10)])
def test_a_tenth_of_what_can_be_reached_is_near_enough(most: int, apart: int) -> None:
    assert agreement.most_apart(most) == apart


def test_the_mean_is_rounded_half_up_and_criteria_keep_their_own() -> None:
    one = Judged("graded", 13, {"a": 2, "b": 3, "c": None})
    mean = agreement.mean(one, Judged("graded", 14, {"a": 3, "b": 3, "c": 1, "d": 1}))
    assert (mean.total, mean.is_passed, mean.max_total) == (14, True, 20)
    assert mean.points == {"a": 2.5, "b": 3, "c": 1, "d": 1}
    assert type(mean.points["b"]) is int
    assert agreement.mean(one, Judged("graded", None)).total is None


points = some.dictionaries(some.sampled_from("abcd"), some.none() | some.integers(0, 5))
judged = some.builds(
    Judged,
    outcome=some.sampled_from(["graded", "returned"]),
    total=some.integers(0, 20),
    points=points,
)


@given(judged, judged)
def test_it_is_the_same_whoever_was_first_and_lies_between_the_two(one: Judged, other: Judged) -> None:
    assert agreement.agree(one, other) == agreement.agree(other, one)
    assert agreement.agree(one, one)
    if not agreement.agree(one, other):
        return
    mean = agreement.mean(one, other)
    assert mean == agreement.mean(other, one)
    assert mean.total is not None
    totals = sorted([one.total or 0, other.total or 0])
    assert totals[0] <= mean.total <= totals[1]
    for key, value in mean.points.items():
        known = [each for each in (one.points.get(key), other.points.get(key)) if each is not None]
        assert value is None if not known else min(known) <= value <= max(known)  # type: ignore[operator]


@given(judged, judged)
def test_of_two_judgements_at_most_one_gives_more(one: Judged, other: Judged) -> None:
    assert not (agreement.is_more(one, other) and agreement.is_more(other, one))
    assert not agreement.is_more(one, one)
