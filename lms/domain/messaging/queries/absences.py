"""When authors are away, and whom they may name to answer instead."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.catalogue.models import ProgrammeModule, Staff
from lms.domain.messaging.models import Absence, Conversation
from lms.foundation.db import session
from lms.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class StandIn:
    """An absence as pages show it; `name` is the other person: the substitute, or whoever is away."""

    id: int
    from_day: date
    to_day: date
    name: str | None


def list_absences_of(user_id: int, today: date) -> list[StandIn]:
    """Return when the person is away from today on, each with who answers instead."""
    rows = session.execute(
        select(Absence.id, Absence.from_day, Absence.to_day, User.name)
        .outerjoin(User, User.id == Absence.substitute_id)
        .where(Absence.user_id == user_id, Absence.to_day >= today)
        .order_by(Absence.from_day)
    )
    return [StandIn(*row) for row in rows]


def list_standing_in(user_id: int, today: date) -> list[StandIn]:
    """Return for whom the person answers instead, from today on."""
    rows = session.execute(
        select(Absence.id, Absence.from_day, Absence.to_day, User.name)
        .join(User, User.id == Absence.user_id)
        .where(Absence.substitute_id == user_id, Absence.to_day >= today)
        .order_by(Absence.from_day, Absence.id)
    )
    return [StandIn(*row) for row in rows]


def find_overlapping_absence(user_id: int, from_day: date, to_day: date) -> Absence | None:
    """Return an absence of the person that shares a day with those days."""
    return session.scalar(
        select(Absence)
        .where(Absence.user_id == user_id, Absence.from_day <= to_day, Absence.to_day >= from_day)
        .limit(1)
    )


def list_left_behind_for_change(today: date, owner_id: int | None = None) -> list[Conversation]:
    """Return the questions that wait for somebody who is away and named a substitute, for one deed."""
    is_away = exists().where(
        Absence.user_id == Conversation.owner_id,
        Absence.from_day <= today,
        Absence.to_day >= today,
        Absence.substitute_id.is_not(None),
    )
    statement = select(Conversation).where(Conversation.state == "waiting", is_away).order_by(Conversation.id)
    if owner_id is not None:
        statement = statement.where(Conversation.owner_id == owner_id)
    return list(session.scalars(statement.with_for_update().execution_options(populate_existing=True)))


def get_absence(absence_id: int) -> Absence:
    """Return the absence, or refuse."""
    found = session.get(Absence, absence_id)
    if found is None:
        raise NotFound()
    return found


def list_co_authors(actor: Actor) -> list[tuple[int, str]]:
    """Return those with whom the person answers for something, by name."""
    through = select(ProgrammeModule.module_id).where(
        ProgrammeModule.programme_id.in_(actor.authored_programmes)
    )
    holding = select(ProgrammeModule.programme_id).where(
        ProgrammeModule.module_id.in_(actor.authored_modules)
    )
    other = aliased(Staff)
    rows = session.execute(
        select(User.id, User.name)
        .where(
            User.standing == "active",
            User.id != actor.id,
            User.id.in_(
                select(other.user_id).where(
                    other.duty == "author",
                    or_(
                        other.module_id.in_(actor.authored_modules),
                        other.module_id.in_(through),
                        other.programme_id.in_(actor.authored_programmes),
                        other.programme_id.in_(holding),
                    ),
                )
            ),
        )
        .order_by(User.sort_key, User.id)
    )
    return [(user_id, name) for user_id, name in rows]
