"""Who stands at the door, with all they answer for."""

from sqlalchemy import String, cast, func, select

from lms.domain.accounts.actor import Actor, UserId
from lms.domain.accounts.models import InstitutionCoordinator, User, UserSession
from lms.domain.accounts.tokens import digest
from lms.domain.catalogue.models import Staff
from lms.foundation import clock
from lms.foundation.db import session

_DUTIES = (
    select(
        func.aggregate_strings(
            Staff.duty
            + ":"
            + func.coalesce("p" + cast(Staff.programme_id, String), "m" + cast(Staff.module_id, String)),
            ",",
        )
    )
    .where(Staff.user_id == User.id)
    .correlate(User)
    .scalar_subquery()
)
_INSTITUTIONS = (
    select(func.aggregate_strings(cast(InstitutionCoordinator.institution_id, String), ","))
    .where(InstitutionCoordinator.user_id == User.id)
    .correlate(User)
    .scalar_subquery()
)
_ACTOR = select(
    User.id,
    User.name,
    User.email,
    User.language,
    User.time_zone,
    User.is_admin,
    User.institution_id,
    UserSession.id.label("session_id"),
    UserSession.is_shared_computer,
    UserSession.expires_at,
    UserSession.last_seen_at,
    _DUTIES.label("duties"),
    _INSTITUTIONS.label("institutions"),
).where(
    User.id == UserSession.user_id,
    User.standing == "active",
    UserSession.ended_at.is_(None),
)


def find_actor(token: str) -> Actor | None:
    """Return who holds this session's secret, with all they answer for, in one statement."""
    row = session.execute(_ACTOR.where(UserSession.token_hash == digest(token))).one_or_none()
    if row is None or row.expires_at <= clock.now():
        return None
    duties = _parse_duties(row.duties)
    return Actor(
        id=UserId(row.id),
        name=row.name,
        email=row.email,
        language=row.language,
        time_zone=row.time_zone,
        session_id=row.session_id,
        last_seen_at=row.last_seen_at,
        is_admin=row.is_admin,
        is_shared_computer=row.is_shared_computer,
        institution_id=row.institution_id,
        authored_modules=duties["author:m"],
        authored_programmes=duties["author:p"],
        coordinated_programmes=duties["coordinator:p"],
        coordinated_institutions=frozenset(
            map(int, (row.institutions or "").split(",") if row.institutions else ())
        ),
    )


def _parse_duties(text: str | None) -> dict[str, frozenset[int]]:
    """Read `author:p3,coordinator:p1,author:m7` into sets of ids by duty and kind of thing."""
    found: dict[str, set[int]] = {
        "author:m": set(),
        "author:p": set(),
        "coordinator:p": set(),
        "coordinator:m": set(),
    }
    for part in (text or "").split(","):
        if part:
            duty, _, thing = part.partition(":")
            found[f"{duty}:{thing[0]}"].add(int(thing[1:]))
    return {key: frozenset(ids) for key, ids in found.items()}
