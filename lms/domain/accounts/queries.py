"""Reading people, sessions and institutions."""

from sqlalchemy import select

from lms.domain.accounts.models import KeptForm, User, UserSession
from lms.foundation.db import session
from lms.foundation.errors import NotFound


def get_user(user_id: int) -> User:
    """Return the person, or refuse."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound()
    return user


def find_session(session_id: int) -> UserSession | None:
    """Return a session's row, if there is one."""
    return session.get(UserSession, session_id)


def find_kept_form(token_hash: str) -> KeptForm | None:
    """Return the form that is kept under this key, if there is one."""
    return session.scalar(select(KeptForm).filter_by(token_hash=token_hash))
