"""How long questions waited for their first answer: figures of a group, of each module and of each month.

Pure, no database. A figure says what it means: half of the questions were answered within the median,
nine in ten within the other, both of which are times that some question really waited. Where fewer than
`smallest` people asked, nothing is said; and nothing that would give such a group away by subtraction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from lms.domain.coordination.small_groups import Month, Parts, parts_of
from lms.foundation import working_days

HALF, NINE_IN_TEN = 50, 90


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the figures see it: who asked is only counted, what was asked is not here."""

    module_id: int
    learner_id: int
    asked_at: datetime
    answered_at: datetime | None
    promised_on: date | None
    waiting_since: datetime | None  # for a first answer or a later one


@dataclass(frozen=True, slots=True)
class Wait:
    """A waiting time, in hours of working days (nights included) and in working days as promises count."""

    hours: int
    days: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What can be said of a group of questions; `kept` of `due` promises were kept."""

    asked: int
    answered: int
    half: Wait | None
    nine_in_ten: Wait | None
    kept: int
    due: int
    waiting: int
    oldest_since: datetime | None


AnswerTimes = Parts[Figures]


def reckon(questions: Sequence[Question], months: Sequence[Month], smallest: int, today: date) -> AnswerTimes:
    """Reckon everything of one look, for the page and the file alike.

    What was asked before the first month counts only while it waits.
    """
    first = months[0].begins_at if months else None
    return parts_of(
        questions,
        lambda each: each.asked_at,
        lambda group: _figures(group, first, today),
        months,
        smallest,
    )


def _figures(group: Sequence[Question], first: datetime | None, today: date) -> Figures:
    asked = [each for each in group if first is None or each.asked_at >= first]
    waits = sorted(
        (working_days.time_between(each.asked_at, each.answered_at), each.asked_at, each.answered_at)
        for each in asked
        if each.answered_at is not None
    )
    due = [each for each in asked if each.promised_on is not None and _is_due(each, today)]
    waiting = [each.waiting_since for each in group if each.waiting_since is not None]
    return Figures(
        asked=len(asked),
        answered=len(waits),
        half=_within([wait[0] for wait in waits], _days(waits), HALF),
        nine_in_ten=_within([wait[0] for wait in waits], _days(waits), NINE_IN_TEN),
        kept=sum(_is_kept(each) for each in due),
        due=len(due),
        waiting=len(waiting),
        oldest_since=min(waiting, default=None),
    )


def _days(waits: Sequence[tuple[timedelta, datetime, datetime]]) -> list[int]:
    return sorted(
        max(0, working_days.between(working_days.day_of(asked), working_days.day_of(answered)))
        for _time, asked, answered in waits
    )


def _within(times: Sequence[timedelta], days: Sequence[int], percent: int) -> Wait | None:
    """Return the time within which so many percent were answered, in whole hours and days."""
    if not times:
        return None
    place = ceil(percent * len(times) / 100) - 1
    return Wait(ceil(times[place] / timedelta(hours=1)), days[place])


def _is_due(question: Question, today: date) -> bool:
    """Whether it can be said if the promise was kept: there is an answer, or its day has passed unanswered.

    What was closed without an answer needed none.
    """
    if question.answered_at is not None:
        return True
    is_late = question.promised_on is not None and question.promised_on < today
    return is_late and question.waiting_since is not None


def _is_kept(question: Question) -> bool:
    return (
        question.answered_at is not None
        and question.promised_on is not None
        and working_days.day_of(question.answered_at) <= question.promised_on
    )
