"""How a scope moves on in time: modules started and completed, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func

from lms.domain.coordination.queries.inside import counted, enrolments
from lms.domain.coordination.scope import Scope
from lms.domain.learning.models import Enrolment
from lms.foundation.db import session


@dataclass(frozen=True, slots=True)
class MonthRow:
    """What was started and completed in one month; each person counts once in each module."""

    first_day: date
    started: int
    completed: int


def list_month_rows(scope: Scope, beginnings: Sequence[datetime]) -> list[MonthRow]:
    """Count starts and completions between each of these moments and the next, in one statement."""
    spans = list(pairwise(beginnings))
    sums = [
        counted(case((_within(column, *span), 1), else_=0))
        for span in spans
        for column in (func.coalesce(Enrolment.started_at, Enrolment.completed_at), Enrolment.completed_at)
    ]
    row = [int(number) for number in session.execute(enrolments(scope, *sums)).one()] if sums else []
    return [MonthRow(span[0].date(), *row[2 * place : 2 * place + 2]) for place, span in enumerate(spans)]


def _within(column: Any, begin: datetime, end: datetime) -> ColumnElement[bool]:
    return and_(column >= begin, column < end)
