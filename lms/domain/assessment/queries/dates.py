"""Days to hand in by: those that learners set for themselves, and those that authors agree with them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, and_, exists, literal, null, select
from sqlalchemy.orm import aliased

from lms.domain.accounts.models import User
from lms.domain.assessment import rules
from lms.domain.assessment.models import AgreedDate, PlannedDate, Submission
from lms.domain.assessment.queries.groups import is_work_of
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


def list_own_dates(learner_id: int) -> list[OwnDate]:
    """Return the days of works that this learner has still to hand in, the next one first."""
    own = select(PlannedDate.module_id, PlannedDate.assignment, PlannedDate.planned_on.label("day"))
    agreed = select(AgreedDate.module_id, AgreedDate.assignment, AgreedDate.agreed_on.label("day"))
    both = (
        own.add_columns(null().cast(String).label("agreed"))
        .where(PlannedDate.learner_id == learner_id)
        .union_all(agreed.add_columns(literal("yes")).where(AgreedDate.learner_id == learner_id))
        .subquery()
    )
    is_done = exists().where(
        and_(
            is_work_of(learner_id),
            Submission.module_id == both.c.module_id,
            Submission.assignment == both.c.assignment,
            Submission.state.in_((rules.HANDED_IN, rules.GRADED)),
        )
    )
    rows = session.execute(select(both).where(~is_done).order_by(both.c.day, both.c.agreed))
    return [OwnDate(row.module_id, row.assignment, row.day, row.agreed is not None) for row in rows]
