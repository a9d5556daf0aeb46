"""Days to hand in by: those that learners set for themselves, and those that authors agree with them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, exists, literal, null, or_, select
from sqlalchemy.orm import aliased

from lms.domain.accounts.models import User
from lms.domain.assessment import rules
from lms.domain.assessment.models import AgreedDate, PlannedDate, Submission
from lms.domain.assessment.queries.groups import is_work_of
from lms.domain.content.models import Module
from lms.domain.learning.models import Enrolment
from lms.foundation.db import session


@dataclass(frozen=True, slots=True)
class Agreed:
    """A day that was agreed with a learner, with the author's words."""

    on: date
    note: str
    language: str
    by_name: str


@dataclass(frozen=True, slots=True)
class Dates:
    """The day that the learner has set for themself, and the one that was agreed with them."""

    planned_on: date | None
    agreed: Agreed | None


@dataclass(frozen=True, slots=True)
class OwnDate:
    """A day by which a work that is still to be handed in is meant to be there."""

    module_id: int
    assignment: str
    on: date
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class CalendarDate(OwnDate):
    """A day of a work with when it was set, and the revision in which the work has its title."""

    set_at: datetime
    revision_id: int


def find_planned(learner_id: int, module_id: int, assignment: str) -> PlannedDate | None:
    """Return the day that the learner has set for themself."""
    return session.get(PlannedDate, (learner_id, module_id, assignment))


def find_dates(learner_id: int, module_id: int, assignment: str) -> Dates:
    """Return both days of a learner's work, for the pages of the work."""
    learner, author = aliased(User), aliased(User)
    place = (module_id, assignment)
    row = session.execute(
        select(
            PlannedDate.planned_on, AgreedDate.agreed_on, AgreedDate.note, AgreedDate.language, author.name
        )
        .select_from(learner)
        .outerjoin(PlannedDate, _is_of(PlannedDate, learner, place))
        .outerjoin(AgreedDate, _is_of(AgreedDate, learner, place))
        .outerjoin(author, author.id == AgreedDate.agreed_by_id)
        .where(learner.id == learner_id)
    ).one()
    return Dates(row[0], Agreed(*row[1:]) if row[1] else None)


def _is_of(table: Any, learner: Any, place: tuple[int, str]) -> Any:
    return and_(table.learner_id == learner.id, table.module_id == place[0], table.assignment == place[1])


def find_agreed_for_change(learner_id: int, module_id: int, assignment: str) -> AgreedDate | None:
    """Return the agreed day as it is now; another author who changes it waits."""
    return session.scalar(
        select(AgreedDate)
        .filter_by(learner_id=learner_id, module_id=module_id, assignment=assignment)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def get_agreed(agreed_id: int) -> AgreedDate:
    """Return what was agreed, for who tells of it."""
    return session.get_one(AgreedDate, agreed_id)


def _days_of(learner_id: Any) -> tuple[Any, Any]:
    """Return all days of a learner as columns, and what tells that the work has not been handed in."""
    # Plain tables: a statement about mapped classes costs twice as much each time it is asked.
    own, agreed = PlannedDate.__table__.c, AgreedDate.__table__.c
    days = (
        select(own.module_id, own.assignment, own.planned_on.label("day"), own.set_at)
        .add_columns(null().cast(String).label("agreed"))
        .where(own.learner_id == learner_id)
        .union_all(
            select(
                agreed.module_id, agreed.assignment, agreed.agreed_on, agreed.agreed_at, literal("yes")
            ).where(agreed.learner_id == learner_id)
        )
        .subquery()
    )
    is_done = exists().where(
        and_(
            is_work_of(learner_id),
            Submission.module_id == days.c.module_id,
            Submission.assignment == days.c.assignment,
            # Not in_(): a list would have the statement rewritten each time it is asked.
            or_(Submission.state == rules.HANDED_IN, Submission.state == rules.GRADED),
        )
    )
    return days, ~is_done


_DAYS, _IS_OPEN = _days_of(bindparam("learner_id"))
# Asked with openings of My learning, so it is made once: making it cost more than asking it.
_OWN_DATES = select(_DAYS).where(_IS_OPEN).order_by(_DAYS.c.day, _DAYS.c.agreed)


def list_own_dates(learner_id: int) -> list[OwnDate]:
    """Return the days of works that this learner has still to hand in, the next one first."""
    rows = session.execute(_OWN_DATES, {"learner_id": learner_id})
    return [OwnDate(row.module_id, row.assignment, row.day, row.agreed is not None) for row in rows]


def has_dates(learner_id: Any) -> ColumnElement[bool]:
    """Say for a statement about people whether any day was set by or agreed with this one."""
    own, agreed = PlannedDate.__table__.c, AgreedDate.__table__.c
    return or_(exists().where(own.learner_id == learner_id), exists().where(agreed.learner_id == learner_id))


def list_calendar_dates(learner_id: int, since: date) -> list[CalendarDate]:
    """Return the days from then on of works in the modules that the learner is in, for their calendar."""
    days, is_open = _days_of(learner_id)
    is_in = and_(
        Enrolment.learner_id == learner_id,
        Enrolment.module_id == days.c.module_id,
        Enrolment.left_at.is_(None),
    )
    rows = session.execute(
        select(days, Module.current_revision_id.label("revision_id"))
        .join(Module, Module.id == days.c.module_id)
        .join(Enrolment, is_in)
        .where(is_open, days.c.day >= since, Module.withdrawn_at.is_(None))
        .order_by(days.c.day, days.c.agreed)
    )
    return [
        CalendarDate(
            row.module_id, row.assignment, row.day, row.agreed is not None, row.set_at, row.revision_id
        )
        for row in rows
    ]
