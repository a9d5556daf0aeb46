"""Who stands at the door, with all they answer for."""

from typing import Any

from sqlalchemy import String, bindparam, cast, func, literal_column, select

from lms.domain.accounts.actor import Actor, UserId
from lms.domain.accounts.appearance import read_appearance
from lms.domain.accounts.models import InstitutionCoordinator, User, UserSession
from lms.domain.accounts.tokens import digest
from lms.domain.catalogue.models import Staff
from lms.foundation import clock
from lms.foundation.db import session

# Written into the statement: a value of its own would have it rewritten each time it is asked.
_COMMA: Any = literal_column("','")
# Asked with every page: plain tables, and the statement is made once.
_users, _sessions = User.__table__.c, UserSession.__table__.c
_staff, _coordinators = Staff.__table__.c, InstitutionCoordinator.__table__.c

_DUTIES = (
    select(
        func.aggregate_strings(
            _staff.duty
            + ":"
            + func.coalesce("p" + cast(_staff.programme_id, String), "m" + cast(_staff.module_id, String)),
            _COMMA,
        )
    )
    .where(_staff.user_id == _users.id)
    .correlate(User.__table__)
    .scalar_subquery()
)
_INSTITUTIONS = (
    select(func.aggregate_strings(cast(_coordinators.institution_id, String), _COMMA))
    .where(_coordinators.user_id == _users.id)
    .correlate(User.__table__)
    .scalar_subquery()
)
# Rooms above add their own columns to it, so that one statement serves the head of a page.
ACTOR = (
    select(
        _users.id,
        _users.name,
        _users.email,
        _users.language,
        _users.time_zone,
        _users.is_admin,
        _users.institution_id,
        _users.appearance,
        _sessions.id.label("session_id"),
        _sessions.is_shared_computer,
        _sessions.expires_at,
        _sessions.last_seen_at,
        _DUTIES.label("duties"),
        _INSTITUTIONS.label("institutions"),
    )
    .where(
        _users.standing == "active",
        _sessions.ended_at.is_(None),
        _sessions.token_hash == bindparam("token_hash"),
    )
    .join_from(User.__table__, UserSession.__table__, _users.id == _sessions.user_id)
)


def find_actor(token: str) -> Actor | None:
    """Return who holds this session's secret, with all they answer for, in one statement."""
    row = session.execute(ACTOR, {"token_hash": digest(token)}).one_or_none()
    return actor_of(row) if row else None


def find_person(user_id: int) -> Actor | None:
    """Return whose open account this is and what they teach, for mail and calendars, without any session."""
    row = session.execute(
        select(
            _users.id,
            _users.name,
            _users.email,
            _users.language,
            _users.time_zone,
            _users.institution_id,
            _DUTIES.label("duties"),
        ).where(_users.standing == "active", _users.id == user_id)
    ).one_or_none()
    if row is None:
        return None
    duties = _parse_duties(row.duties) if row.duties else _NO_DUTIES
    return Actor(
        id=UserId(row.id),
        name=row.name,
        email=row.email,
        language=row.language,
        time_zone=row.time_zone,
        institution_id=row.institution_id,
        authored_modules=duties["author:m"],
        authored_programmes=duties["author:p"],
    )


def actor_of(row: Any) -> Actor | None:
    """Return the actor whom such a row describes, unless the session has run out."""
    if row.expires_at <= clock.now():
        return None
    duties = _parse_duties(row.duties) if row.duties else _NO_DUTIES
    return Actor(
        id=UserId(row.id),
        name=row.name,
        email=row.email,
        language=row.language,
        time_zone=row.time_zone,
        session_id=row.session_id,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        is_admin=row.is_admin,
        is_shared_computer=row.is_shared_computer,
        institution_id=row.institution_id,
        appearance=read_appearance(row.appearance) if row.appearance else None,
        authored_modules=duties["author:m"],
        authored_programmes=duties["author:p"],
        coordinated_programmes=duties["coordinator:p"],
        coordinated_institutions=frozenset(
            map(int, (row.institutions or "").split(",") if row.institutions else ())
        ),
    )


def _parse_duties(text: str) -> dict[str, frozenset[int]]:
    """Read `author:p3,coordinator:p1,author:m7` into sets of ids by duty and kind of thing."""
    found: dict[str, set[int]] = {
        "author:m": set(),
        "author:p": set(),
        "coordinator:p": set(),
        "coordinator:m": set(),
    }
    for part in text.split(","):
        if part:
            duty, _, thing = part.partition(":")
            found[f"{duty}:{thing[0]}"].add(int(thing[1:]))
    return {key: frozenset(ids) for key, ids in found.items()}


_NO_DUTIES = _parse_duties("")
