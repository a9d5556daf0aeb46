"""Who may be reminded of what, and who has been; for the coordinator's list, preview and deed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.domain.accounts.models import User
from lms.domain.content import queries as content
from lms.domain.coordination import rules
from lms.domain.coordination.models import Reminder
from lms.domain.coordination.queries.inside import enrolments, person_conditions, quiet_person
from lms.domain.coordination.queries.quiet import is_quiet
from lms.domain.coordination.scope import Scope
from lms.domain.coordination.stops import describe_stop
from lms.domain.learning import queries as learning
from lms.domain.learning.models import Enrolment
from lms.foundation import clock
from lms.foundation.db import UtcDateTime, session


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who was picked for a reminder; the last two say where they stopped, if they did."""

    user_id: int
    name: str
    form_of_address: str
    language: str
    time_zone: str
    reminded_at: datetime | None
    enrolment_id: int | None
    stop: dict[str, Any] | None


_REMINDED_AT = (
    select(func.max(Reminder.sent_at, type_=UtcDateTime))
    .where(Reminder.learner_id == User.id)
    .correlate(User)
    .scalar_subquery()
)


def list_candidates(scope: Scope, user_ids: Iterable[int]) -> list[Candidate]:
    """Return those of these people who are inside the scope, in order of names, and no others."""
    ids = list(user_ids)
    people = session.execute(
        select(
            User.id,
            User.name,
            User.form_of_address,
            User.language,
            User.time_zone,
            _REMINDED_AT.label("reminded_at"),
            quiet_person(scope).label("is_quiet"),
        )
        .where(User.id.in_(ids), *person_conditions(scope))
        .order_by(User.sort_key, User.id)
    ).all()
    stopped = _where_they_stopped(scope, [row.id for row in people if row.is_quiet])
    stops = _describe(stopped.values())
    return [
        Candidate(
            row.id,
            row.name,
            row.form_of_address,
            row.language,
            row.time_zone,
            row.reminded_at,
            stopped.get(row.id),
            stops.get(stopped.get(row.id, 0)),
        )
        for row in people
    ]


def _where_they_stopped(scope: Scope, user_ids: list[int]) -> dict[int, int]:
    """Return by person the open enrolment in which they were last; of those never begun the oldest."""
    quiet = is_quiet(clock.now() - rules.QUIET_AFTER)
    rows = session.execute(
        enrolments(scope, Enrolment.learner_id, Enrolment.id, Enrolment.place_at, Enrolment.enrolled_at)
        .where(Enrolment.learner_id.in_(user_ids), quiet)
        .order_by(Enrolment.enrolled_at, Enrolment.id)
    ).all()
    found: dict[int, tuple[float, int]] = {}
    for row in rows:
        touched = row.place_at.timestamp() if row.place_at else 0.0
        if row.learner_id not in found or touched > found[row.learner_id][0]:
            found[row.learner_id] = (touched, row.id)
    return {user_id: enrolment_id for user_id, (_touched, enrolment_id) in found.items()}


def _describe(enrolment_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    standings = learning.list_standings_in(list(enrolment_ids))
    revisions = content.get_revisions({each.revision_id for each in standings.values()})
    described = {key: describe_stop(revisions[each.revision_id], each) for key, each in standings.items()}
    return {key: stop for key, stop in described.items() if stop}


def hold_learners(user_ids: Collection[int]) -> None:
    """Let other reminders of these people wait for this one; their accounts themselves stay free."""
    # All in one order, so that two who remind the same people never wait for each other in a circle.
    held = select(User.id).where(User.id.in_(user_ids)).order_by(User.id)
    session.execute(held.with_for_update(key_share=True))


def list_reminders(user_id: int, most: int) -> list[Reminder]:
    """Return the last reminders of a person, newest first, for whoever looks after them."""
    statement = select(Reminder).filter_by(learner_id=user_id).order_by(Reminder.id.desc()).limit(most)
    return list(session.scalars(statement))
