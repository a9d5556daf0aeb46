"""Reading institutions and the administrator's lists."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from lms.domain.accounts.models import Institution, ListEntry
from lms.foundation.db import session


def find_country(institution_id: int | None) -> str:
    """Return the country of an institution; of none, Lithuania."""
    institution = session.get(Institution, institution_id) if institution_id else None
    return institution.country if institution else "LT"


def list_institution_choices(*chosen: int | None) -> Sequence[Institution]:
    """Return the institutions that people can choose, in Lithuanian order; the chosen one even if closed."""
    offered = or_(Institution.closed_at.is_(None), Institution.id.in_(_ids(chosen)))
    return session.scalars(select(Institution).where(offered).order_by(Institution.sort_key)).all()


def list_entry_choices(*chosen: int | None) -> Sequence[ListEntry]:
    """Return the categories and positions that people can choose; the chosen ones even if retired."""
    offered = or_(ListEntry.retired_at.is_(None), ListEntry.id.in_(_ids(chosen)))
    return session.scalars(select(ListEntry).where(offered).order_by(ListEntry.place, ListEntry.id)).all()


def _ids(chosen: Sequence[int | None]) -> list[int]:
    return [each for each in chosen if each]
