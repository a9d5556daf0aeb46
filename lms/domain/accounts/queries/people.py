"""Reading people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from lms.domain.accounts.models import Institution, User, UserSession
from lms.foundation.db import session
from lms.foundation.errors import NotFound
from lms.foundation.sorting import fold


class Credentials(NamedTuple):
    """What signing in compares with."""

    user_id: int
    standing: str
    password_hash: str | None


class PersonLine(NamedTuple):
    """One line of the administrator's list of people."""

    id: int
    name: str
    email: str
    standing: str
    is_admin: bool
    created_at: datetime
    institution: Mapping[str, Any] | None
    last_seen_at: datetime | None


class PeopleAsked(NamedTuple):
    """For which people the administrator asked."""

    words: str = ""
    standing: str = ""
    institution_id: int | None = None
    only_administrators: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what the rows must fulfil; each word has to be found somewhere in name or address."""
        found = [User.search_key.contains(word, autoescape=True) for word in fold(self.words).split()[:8]]
        if self.standing:
            found.append(User.standing == self.standing)
        if self.institution_id:
            found.append(User.institution_id == self.institution_id)
        if self.only_administrators:
            found.append(User.is_admin.is_(True))
        return found


def list_administrator_ids() -> list[int]:
    """Return who administers the site and can sign in, for notices to all of them."""
    return list(
        session.scalars(
            select(User.id).where(User.is_admin.is_(True), User.standing == "active").order_by(User.id)
        )
    )


def get_user(user_id: int) -> User:
    """Return the person, or refuse."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound()
    return user


def find_user_by_key(email_key: str) -> User | None:
    """Return the person with this address (the key of `rules.read_address`), if there is one."""
    return session.scalar(select(User).filter_by(email_key=email_key))


def find_credentials(email_key: str) -> Credentials | None:
    """Return what signing in with this address compares with, if there is such an account."""
    columns = select(User.id, User.standing, User.password_hash)
    row = session.execute(columns.where(User.email_key == email_key)).one_or_none()
    return Credentials(*row) if row else None


def count_people(asked: PeopleAsked) -> int:
    """Count the people that the administrator asked for."""
    return session.scalar(select(func.count()).select_from(User).where(*asked.conditions())) or 0


def list_people(asked: PeopleAsked, limit: int, offset: int) -> list[PersonLine]:
    """Return a page of the people that the administrator asked for, by surname in Lithuanian order."""
    last_seen = (
        select(func.max(UserSession.last_seen_at))
        .where(UserSession.user_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )
    statement = (
        select(
            User.id,
            User.name,
            User.email,
            User.standing,
            User.is_admin,
            User.created_at,
            Institution.name,
            last_seen,
        )
        .outerjoin(Institution, Institution.id == User.institution_id)
        .where(*asked.conditions())
        .order_by(User.sort_key, User.id)
        .limit(limit)
        .offset(offset)
    )
    return [PersonLine(*row) for row in session.execute(statement)]


def count_by_standing() -> dict[str, int]:
    """Count people by standing, for the administrator's first page."""
    statement = select(User.standing, func.count()).group_by(User.standing)
    return dict(session.execute(statement).all())


def lock_administrators() -> Sequence[User]:
    """Return the active administrators; nobody else changes who they are until the deed is done."""
    statement = select(User).where(User.is_admin, User.standing == "active").order_by(User.id)
    return session.scalars(statement.with_for_update()).all()


def list_names(user_ids: Sequence[int]) -> dict[int, str]:
    """Return the names of these people."""
    statement = select(User.id, User.name).where(User.id.in_(user_ids))
    return dict(session.execute(statement).all())


def take_turn(user_id: int) -> None:
    """Let a person's deeds come one after the other: a second one waits here until the first is done."""
    session.execute(select(User.id).where(User.id == user_id).with_for_update())
