"""Decisions about work that is handed in and graded: pure functions, no database."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from lms.domain.content.compiled import Assignment, Criterion
from lms.foundation.i18n import parse_number

DRAFT, HANDED_IN, RETURNED, GRADED = "draft", "handed-in", "returned", "graded"
LONGEST_TEXT = 100_000
MOST_FILES = 10
GRADED_WITHIN = 10  # working days
MOST_SAVED_COMMENTS = 200  # for one assignment: more could not be looked through while grading
_RECEIPT_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is mistaken for another when read aloud


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a grader's points come to."""

    outcome: str
    total: int | None
    max_total: int
    is_passed: bool | None


def may_edit(state: str) -> bool:
    """Tell whether the learner may still write: not while the work waits, nor once it has passed."""
    return state in (DRAFT, RETURNED)


def is_newer_elsewhere(serial: int, tab: str, *, last_serial: int, last_tab: str) -> bool:
    """Tell whether the draft went on in another tab or device since this one had read it.

    A tab that wrote last may write again though its page still names an older serial:
    its own savings are all that has happened since.
    """
    return serial < last_serial and not (tab and tab == last_tab)


def new_receipt() -> str:
    """Return a code that the learner can quote: short, and easy to read aloud."""
    signs = [secrets.choice(_RECEIPT_SIGNS) for _ in range(10)]
    return f"{''.join(signs[:5])}-{''.join(signs[5:])}"


def level_points(criterion: Criterion) -> list[int]:
    """Return the points that this criterion can earn, lowest first, for the grader's form."""
    return sorted({level.points for level in criterion.levels})


def points_of(criterion: Criterion, typed: str) -> int | None:
    """Return the points a grader typed, with a decimal comma or point; ValueError if no level has them."""
    if not typed.strip():
        return None
    number = parse_number(typed)
    if number not in level_points(criterion):
        raise ValueError(typed)
    return int(number)


def judge(assignment: Assignment, points: Mapping[str, int | None], *, is_returned: bool) -> Verdict:
    """Return the outcome of a grading for the learner's record.

    Work that does not pass goes back to be improved, whichever button was pressed;
    points that are not complete make no total.
    """
    most = assignment.max_points
    given = [points.get(criterion.key) for criterion in assignment.criteria]
    known = [each for each in given if each is not None]
    if len(known) < len(given):
        return Verdict(RETURNED, None, most, None)
    total = sum(known)
    is_passed = not is_returned and is_pass(assignment, known)
    return Verdict(GRADED if is_passed else RETURNED, total, most, is_passed)


def is_pass(assignment: Assignment, points: list[int]) -> bool:
    """Tell whether complete points pass: enough in all, and no criterion at or below the author's floor."""
    enough = sum(points) >= assignment.pass_points
    return enough and all(each > assignment.every_criterion_above for each in points)
