"""Grading and handing in, decided without a database."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment import rules
from tests.factories.content import make_assignment

ASSIGNMENT = make_assignment()
KEYS = [criterion.key for criterion in ASSIGNMENT.criteria]


def points(*each: int | None) -> dict[str, int | None]:
    return dict(zip(KEYS, each, strict=True))


@pytest.mark.parametrize(
    ("given_points", "outcome", "total", "is_passed"),
    [
        ((2, 2, 2, 1), rules.GRADED, 7, True),
        ((3, 3, 3, 3), rules.GRADED, 12, True),
        ((2, 2, 1, 1), rules.RETURNED, 6, False),
        ((3, 3, 3, 0), rules.RETURNED, 9, False),
        ((3, 3, 3, None), rules.RETURNED, None, None),
    ],
)
def test_enough_points_and_no_zero_pass(
    given_points: tuple[int | None, ...], outcome: str, total: int | None, is_passed: bool | None
) -> None:
    verdict = rules.judge(ASSIGNMENT, points(*given_points), is_returned=False)
    assert verdict == rules.Verdict(outcome, total, 12, is_passed)


def test_returned_work_does_not_pass_whatever_its_points() -> None:
    verdict = rules.judge(ASSIGNMENT, points(3, 3, 3, 3), is_returned=True)
    assert (verdict.outcome, verdict.total, verdict.is_passed) == (rules.RETURNED, 12, False)


def test_the_floor_of_a_criterion_is_the_authors_choice() -> None:
    lenient = make_assignment(every_criterion_above=-1)
    strict = make_assignment(every_criterion_above=1)
    assert rules.judge(lenient, points(3, 3, 3, 0), is_returned=False).is_passed
    assert not rules.judge(strict, points(3, 3, 3, 1), is_returned=False).is_passed


@given(st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_a_total_is_the_sum_and_passes_only_when_both_rules_hold(each: list[int]) -> None:
    verdict = rules.judge(ASSIGNMENT, points(*each), is_returned=False)
    assert verdict.total == sum(each) <= verdict.max_total
    assert verdict.is_passed == (sum(each) >= 7 and min(each) > 0)
    assert (verdict.outcome == rules.GRADED) == verdict.is_passed


@pytest.mark.parametrize(
    ("typed", "found"), [("2", 2), (" 3 ", 3), ("2,0", 2), ("2.0", 2), ("0", 0), ("", None)]
)
def test_points_are_read_with_comma_or_point(typed: str, found: int | None) -> None:
    assert rules.points_of(ASSIGNMENT.criteria[0], typed) == found


@pytest.mark.parametrize("typed", ["2,5", "4", "-1", "two", "2;0", "1e1", "NaN", "Infinity"])
def test_points_that_no_level_has_are_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        rules.points_of(ASSIGNMENT.criteria[0], typed)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        found = rules.points_of(ASSIGNMENT.criteria[0], typed)
    except ValueError:
        return
    assert found is None or found in (0, 1, 2, 3)


@pytest.mark.parametrize(
    ("state", "may"), [("draft", True), ("returned", True), ("handed-in", False), ("graded", False)]
)
def test_when_a_learner_may_write(state: str, may: bool) -> None:
    assert rules.may_edit(state) is may


@pytest.mark.parametrize(
    ("serial", "tab", "is_newer"),
    [
        (4, "a", False),  # has seen the last saving
        (3, "b", True),  # another tab has saved since
        (3, "a", False),  # only this very tab has saved since
        (3, "", True),  # a page without scripts names no tab
    ],
)
def test_who_is_behind(serial: int, tab: str, is_newer: bool) -> None:
    assert rules.is_newer_elsewhere(serial, tab, last_serial=4, last_tab="a") is is_newer


def test_a_tab_without_a_name_never_counts_as_the_same() -> None:
    assert rules.is_newer_elsewhere(3, "", last_serial=4, last_tab="")


def test_receipts_are_readable_and_differ() -> None:
    receipts = {rules.new_receipt() for _ in range(200)}
    assert len(receipts) == 200
    assert all(re.fullmatch(r"[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}", receipt) for receipt in receipts)
