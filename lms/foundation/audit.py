"""The append-only record of who graded, changed a role, published or exported."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation import clock
from lms.foundation.db import Base, session


class AuditEntry(Base):
    """One line of the record; rows are added and never changed."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]  # "user:12" or the name of a system actor such as "command:content publish"
    deed: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(index=True)
    details: Mapped[dict[str, Any]]


def record(actor: str, deed: str, subject: str, **details: Any) -> None:
    """Write down in the current transaction who did what to which thing."""
    session.add(AuditEntry(at=clock.now(), actor=actor, deed=deed, subject=subject, details=details))


def entries(*, deed: str | None = None, subject: str | None = None) -> Select[AuditEntry]:
    """Select entries, newest first, for the administrator's page."""
    statement = select(AuditEntry).order_by(AuditEntry.id.desc())
    if deed:
        statement = statement.where(AuditEntry.deed == deed)
    if subject:
        statement = statement.where(AuditEntry.subject == subject)
    return statement
