"""Reading people."""

from typing import NamedTuple

from sqlalchemy import select

from lms.domain.accounts.models import User
from lms.foundation.db import session
from lms.foundation.errors import NotFound


class Credentials(NamedTuple):
    """What signing in compares with."""

    user_id: int
    standing: str
    password_hash: str | None


def get_user(user_id: int) -> User:
    """Return the person, or refuse."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound()
    return user


def find_user(user_id: int) -> User | None:
    """Return the person, if there is one."""
    return session.get(User, user_id)


def find_user_by_key(email_key: str) -> User | None:
    """Return the person with this address (the key of `rules.read_address`), if there is one."""
    return session.scalar(select(User).filter_by(email_key=email_key))


def find_credentials(email_key: str) -> Credentials | None:
    """Return what signing in with this address compares with, if there is such an account."""
    columns = select(User.id, User.standing, User.password_hash)
    row = session.execute(columns.where(User.email_key == email_key)).one_or_none()
    return Credentials(*row) if row else None
