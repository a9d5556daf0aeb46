"""Reading signed-in browsers."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.domain.accounts.models import UserSession
from lms.foundation import clock
from lms.foundation.db import session


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
