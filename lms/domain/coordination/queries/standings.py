"""How people stand in the modules of a scope, together with whether they have stopped."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, String, bindparam, case, func, literal_column, select

from lms.domain.accounts.models import User
from lms.domain.coordination.models import Reminder
from lms.domain.coordination.queries.inside import (
    COMPLETED,
    SINCE,
    STARTED,
    Shape,
    counted,
    enrolments,
    scope_in,
    shape_of,
    values_of,
)
from lms.domain.coordination.queries.quiet import studied_since, waits_for_learner
from lms.domain.coordination.scope import Scope
from lms.domain.learning.models import Enrolment
from lms.foundation.db import UtcDateTime, session

_HAS_STOPPED = 1
_ACTIVE: Any = literal_column("'active'", String)
_NOTHING_OPEN, _STOPPED, _STUDIES = (literal_column(each, Integer) for each in ("0", str(_HAS_STOPPED), "2"))


class PersonStanding(NamedTuple):
    """In how many modules of a scope somebody stands how, and when a coordinator reminded them last."""

    modules: int = 0
    started: int = 0
    completed: int = 0
    last_at: datetime | None = None
    is_quiet: bool = False
    reminded_at: datetime | None = None


def list_person_standings(scope: Scope, user_ids: Collection[int]) -> dict[int, PersonStanding]:
    """Return how each of these people stands, for a coordinator; who is outside the scope is left out."""
    if not user_ids:
        return {}
    rows = session.execute(
        _statement(shape_of(scope)._replace(standing=None)), {**values_of(scope), "who": list(user_ids)}
    )
    return {
        row[0]: PersonStanding(row[1], int(row[2]), int(row[3]), row[4], row[5] == _HAS_STOPPED, row[6])
        for row in rows
    }


@cache
def _statement(shape: Shape) -> Select[Any]:
    """Ask of the enrolments of these people alone: the database would else look through everybody's."""
    quietness = case(
        (User.standing != _ACTIVE, _STUDIES),
        (studied_since(SINCE), _STUDIES),
        (waits_for_learner(), _STOPPED),
        else_=_NOTHING_OPEN,
    )
    reminded_at = select(func.max(Reminder.sent_at, type_=UtcDateTime)).where(
        Reminder.learner_id == Enrolment.learner_id
    )
    return (
        enrolments(
            scope_in(shape),
            Enrolment.learner_id,
            func.count(),
            counted(STARTED),
            counted(COMPLETED),
            func.max(func.coalesce(Enrolment.completed_at, Enrolment.place_at, Enrolment.started_at)),
            # Who has studied in one module has not stopped in another.
            func.max(quietness),
            reminded_at.correlate(Enrolment).scalar_subquery(),
        )
        .where(Enrolment.learner_id.in_(bindparam("who", type_=Integer, expanding=True)))
        .group_by(Enrolment.learner_id)
    )
