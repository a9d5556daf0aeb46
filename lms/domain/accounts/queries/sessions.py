"""Reading signed-in browsers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import bindparam, case, select, update

from lms.domain.accounts.models import UserSession
from lms.foundation import clock
from lms.foundation.db import UtcDateTime, session

_sessions = UserSession.__table__.c
# Noted with the pages of everybody who has been here for a while, so it is one statement, made once.
_USE: Any = (
    update(cast("Any", UserSession.__table__))
    .where(
        _sessions.id == bindparam("session_id"),
        _sessions.ended_at.is_(None),
        _sessions.last_seen_at <= bindparam("since"),
    )
    .values(
        last_seen_at=bindparam("now"),
        expires_at=case(
            (_sessions.is_shared_computer, bindparam("shared_until", type_=UtcDateTime())),
            else_=_sessions.expires_at,
        ),
    )
)


def note_use(session_id: int, *, now: datetime, since: datetime, shared_until: datetime) -> None:
    """Note that an open session is used now, unless that was noted after `since`."""
    session.execute(
        _USE, {"session_id": session_id, "now": now, "since": since, "shared_until": shared_until}
    )


def find_session(session_id: int) -> UserSession | None:
    """Return a session's row, if there is one."""
    return session.get(UserSession, session_id)


def find_session_owner(token_hash: str) -> int | None:
    """Return whose session this is or was, also when it has ended."""
    return session.scalar(select(UserSession.user_id).filter_by(token_hash=token_hash))


def list_sessions(user_id: int) -> Sequence[UserSession]:
    """Return the browsers in which the person is signed in, the latest used first."""
    statement = select(UserSession).where(
        UserSession.user_id == user_id, UserSession.ended_at.is_(None), UserSession.expires_at > clock.now()
    )
    return session.scalars(statement.order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())).all()
