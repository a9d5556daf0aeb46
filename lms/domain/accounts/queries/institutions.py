"""Reading institutions and who coordinates them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import ColumnElement, func, or_, select

from lms.domain.accounts.models import Institution, InstitutionCoordinator, User
from lms.foundation.db import session
from lms.foundation.errors import NotFound
from lms.foundation.i18n import current_language
from lms.foundation.sorting import place_in_list


class _Named(Protocol):
    @property
    def name(self) -> Any: ...


NamedT = TypeVar("NamedT", bound=_Named)


class InstitutionLine(NamedTuple):
    """One line of the administrator's list of institutions."""

    id: int
    name: Mapping[str, Any]
    kind: str
    municipality: str | None
    country: str
    closed_at: datetime | None
    people: int


class InstitutionsAsked(NamedTuple):
    """For which institutions the administrator asked."""

    kind: str = ""
    municipality: str = ""
    with_closed: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what the rows must fulfil."""
        found: list[ColumnElement[bool]] = [] if self.with_closed else [Institution.closed_at.is_(None)]
        if self.kind:
            found.append(Institution.kind == self.kind)
        if self.municipality:
            found.append(Institution.municipality == self.municipality)
        return found


def get_institution(institution_id: int) -> Institution:
    """Return the institution, or refuse."""
    institution = session.get(Institution, institution_id)
    if institution is None:
        raise NotFound()
    return institution


def find_country(institution_id: int | None) -> str:
    """Return the country of an institution; of none, Lithuania."""
    institution = session.get(Institution, institution_id) if institution_id else None
    return institution.country if institution else "LT"


def list_institution_choices(*chosen: int | None) -> Sequence[Institution]:
    """Return the institutions that people can choose, in their reader's order; closed ones if chosen."""
    offered = or_(Institution.closed_at.is_(None), Institution.id.in_([each for each in chosen if each]))
    found = select(Institution).where(offered).order_by(Institution.sort_key)
    return in_readers_order(session.scalars(found))


def in_readers_order(found: Iterable[NamedT]) -> list[NamedT]:
    """Return what came in Lithuanian order as somebody who reads another language looks for it."""
    if current_language() == "lt":
        return list(found)
    return sorted(found, key=lambda each: place_in_list(each.name))


def list_namesakes(sort_key: str) -> Sequence[Institution]:
    """Return the institutions, closed ones too, whose names are written alike."""
    return session.scalars(select(Institution).filter_by(sort_key=sort_key)).all()


def count_institutions(asked: InstitutionsAsked) -> int:
    """Count the institutions that the administrator asked for."""
    return session.scalar(select(func.count()).select_from(Institution).where(*asked.conditions())) or 0


def list_institutions(asked: InstitutionsAsked, limit: int, offset: int) -> list[InstitutionLine]:
    """Return a page of institutions in their reader's order, with how many people belong to each."""
    people = (
        select(func.count())
        .select_from(User)
        .where(User.institution_id == Institution.id, User.standing == "active")
        .correlate(Institution)
        .scalar_subquery()
    )
    statement = (
        select(
            Institution.id,
            Institution.name,
            Institution.kind,
            Institution.municipality,
            Institution.country,
            Institution.closed_at,
            people,
        )
        .where(Institution.id.in_(_page_in_readers_order(asked, limit, offset)))
        .order_by(Institution.sort_key, Institution.id)
    )
    return in_readers_order(InstitutionLine(*row) for row in session.execute(statement))


def _page_in_readers_order(asked: InstitutionsAsked, limit: int, offset: int) -> Any:
    """Return which institutions stand on the page; only Lithuanian order is kept in the database."""
    known = select(Institution.id, Institution.name).where(*asked.conditions())
    known = known.order_by(Institution.sort_key, Institution.id)
    if current_language() == "lt":
        return select(known.limit(limit).offset(offset).subquery().c.id)
    return [row.id for row in in_readers_order(session.execute(known))[offset : offset + limit]]


def list_institution_coordinators(institution_id: int) -> Sequence[User]:
    """Return who coordinates an institution, by surname."""
    statement = (
        select(User)
        .join(InstitutionCoordinator, InstitutionCoordinator.user_id == User.id)
        .where(InstitutionCoordinator.institution_id == institution_id)
        .order_by(User.sort_key)
    )
    return session.scalars(statement).all()


def list_coordinated_by(user_id: int) -> Sequence[Institution]:
    """Return the institutions that a person coordinates."""
    statement = (
        select(Institution)
        .join(InstitutionCoordinator, InstitutionCoordinator.institution_id == Institution.id)
        .where(InstitutionCoordinator.user_id == user_id)
        .order_by(Institution.sort_key)
    )
    return in_readers_order(session.scalars(statement))


def find_institution_coordinator(institution_id: int, user_id: int) -> InstitutionCoordinator | None:
    """Return the duty of a person for an institution, if they have it."""
    return session.get(InstitutionCoordinator, (institution_id, user_id))


class InstitutionDuty(NamedTuple):
    """A person's duty for an institution."""

    institution: Institution
    user_id: int


def get_institution_and_coordinator(institution_id: int, user_id: int) -> InstitutionDuty:
    """Return a person's duty for an institution, or refuse."""
    if find_institution_coordinator(institution_id, user_id) is None:
        raise NotFound()
    return InstitutionDuty(get_institution(institution_id), user_id)
