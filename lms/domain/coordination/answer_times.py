"""How long questions waited for their first answer: figures of a group, of each module and of each month.

Pure, no database. A figure says what it means: half of the questions were answered within the median,
nine in ten within the other, both of which are times that some question really waited. Where fewer than
`smallest` people asked, nothing is said; and nothing that would give such a group away by subtraction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import NamedTuple

from lms.domain.coordination import small_groups
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


class Month(NamedTuple):
    """One month of the reader's own zone."""

    first_day: date
    begins_at: datetime
    ends_at: datetime


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


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """The figures of all, by module and by month; None stands for a group that is too small."""

    overall: Figures | None
    modules: dict[int, Figures | None]
    months: dict[date, Figures | None]


def reckon(questions: Sequence[Question], months: Sequence[Month], smallest: int, today: date) -> AnswerTimes:
    """Reckon everything of one look, for the page and the file alike.

    What was asked before the first month counts only while it waits.
    """
    first = months[0].begins_at if months else None

    def month_of(question: Question) -> date | None:
        found = (each.first_day for each in months if each.begins_at <= question.asked_at < each.ends_at)
        return next(found, None)

    def of(group: Sequence[Question]) -> Figures:
        return _figures(group, first, today)

    by_module = small_groups.figures_of(questions, lambda each: each.module_id, of, smallest)
    asked_in_time = [each for each in questions if month_of(each) is not None]
    by_month = small_groups.figures_of(asked_in_time, month_of, of, smallest)
    overall = of(questions) if small_groups.people_among(questions) >= max(1, smallest) else None
    return AnswerTimes(
        overall,
        by_module,
        {each.first_day: by_month[each.first_day] for each in reversed(months) if each.first_day in by_month},
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
