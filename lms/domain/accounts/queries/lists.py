"""Reading the administrator's lists and the record of deeds."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select

from lms.domain.accounts.models import ListEntry
from lms.foundation import audit
from lms.foundation.db import session
from lms.foundation.errors import NotFound


def get_entry(entry_id: int) -> ListEntry:
    """Return an entry of a list, or refuse."""
    entry = session.get(ListEntry, entry_id)
    if entry is None:
        raise NotFound()
    return entry


def list_entries(list_name: str) -> Sequence[ListEntry]:
    """Return all entries of a list in the administrator's order, retired ones too."""
    statement = select(ListEntry).filter_by(list=list_name)
    return session.scalars(statement.order_by(ListEntry.place, ListEntry.id)).all()


def list_entry_choices(*chosen: int | None) -> Sequence[ListEntry]:
    """Return the categories and positions that people can choose; the chosen ones even if retired."""
    offered = or_(ListEntry.retired_at.is_(None), ListEntry.id.in_([each for each in chosen if each]))
    return session.scalars(select(ListEntry).where(offered).order_by(ListEntry.place, ListEntry.id)).all()


def count_audit_entries(deed: str = "", about: str = "") -> int:
    """Count the lines of the record of deeds that were asked for."""
    wanted = _audit_entries(deed, about).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(wanted)) or 0


def list_audit_entries(
    deed: str = "", about: str = "", *, limit: int, offset: int = 0
) -> Sequence[audit.AuditEntry]:
    """Return lines of the record of deeds, newest first; `about` is who did it or to whom it was done."""
    return session.scalars(_audit_entries(deed, about).limit(limit).offset(offset)).all()


def list_audited_deeds() -> Sequence[str]:
    """Return which deeds stand in the record."""
    return session.scalars(select(audit.AuditEntry.deed).distinct().order_by(audit.AuditEntry.deed)).all()


def _audit_entries(deed: str, about: str) -> Select[audit.AuditEntry]:
    statement = audit.entries(deed=deed or None)
    if about:
        statement = statement.where(or_(audit.AuditEntry.actor == about, audit.AuditEntry.subject == about))
    return statement
