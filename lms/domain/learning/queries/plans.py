"""Plans of learners' own: their choices, and when they studied last."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import CursorResult, func, or_, select, update

from lms.domain.accounts.models import User
from lms.domain.learning.models import Achievement, Enrolment, StudyPlan
from lms.foundation.db import UtcDateTime, session

_PLACE = (
    select(func.max(Enrolment.place_at, type_=UtcDateTime))
    .where(Enrolment.learner_id == StudyPlan.learner_id)
    .correlate(StudyPlan)
    .scalar_subquery()
)
_RESULT = (
    select(func.max(Achievement.achieved_at, type_=UtcDateTime))
    .join(Enrolment, Enrolment.id == Achievement.enrolment_id)
    .where(Enrolment.learner_id == StudyPlan.learner_id)
    .correlate(StudyPlan)
    .scalar_subquery()
)


class OwnPlan(NamedTuple):
    """A learner's choices, and when they last read or achieved something."""

    choices: StudyPlan
    studied_at: datetime | None


class Remindable(NamedTuple):
    """A learner who may be reminded, with the zone in which their week goes."""

    plan: OwnPlan
    zone: str


def find_plan(learner_id: int) -> OwnPlan | None:
    """Return the learner's own plan, if they have made one, in one statement."""
    row = session.execute(
        select(StudyPlan, _PLACE, _RESULT).where(StudyPlan.learner_id == learner_id)
    ).first()
    return OwnPlan(row[0], _later(row[1], row[2])) if row else None


def list_plans(learner_ids: Collection[int]) -> dict[int, OwnPlan]:
    """Return the plans of several learners who have made one, in one statement."""
    rows = session.execute(
        select(StudyPlan, _PLACE, _RESULT).where(StudyPlan.learner_id.in_(list(learner_ids)))
    )
    return {row[0].learner_id: OwnPlan(row[0], _later(row[1], row[2])) for row in rows}


def find_plan_for_change(learner_id: int) -> StudyPlan | None:
    """Return the learner's choices for a deed, and let other deeds on them wait."""
    statement = select(StudyPlan).where(StudyPlan.learner_id == learner_id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def list_remindable(today: date, apart: timedelta) -> list[Remindable]:
    """Return the plans of people with open accounts who may be reminded about now, whatever their zone."""
    rows = session.execute(
        select(StudyPlan, _PLACE, _RESULT, User.time_zone)
        .join(User, User.id == StudyPlan.learner_id)
        .where(
            StudyPlan.is_reminded, User.standing == "active", _was_long_ago(today + timedelta(days=1), apart)
        )
        .order_by(StudyPlan.learner_id)
    )
    return [Remindable(OwnPlan(row[0], _later(row[1], row[2])), row[3]) for row in rows]


def claim_reminder(learner_id: int, today: date, apart: timedelta) -> bool:
    """Note that the learner is reminded today; of several workers that try, one hears yes."""
    statement = (
        update(StudyPlan)
        .where(StudyPlan.learner_id == learner_id, StudyPlan.is_reminded, _was_long_ago(today, apart))
        .values(reminded_on=today)
    )
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount == 1


def _was_long_ago(today: date, apart: timedelta) -> Any:
    return or_(StudyPlan.reminded_on.is_(None), StudyPlan.reminded_on <= today - apart)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each is not None), default=None)
