"""The table of notices, which is at once the in-app list and the outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class Notice(Base):
    """One thing told to one person.

    `mail` is none, waiting, sending, sent, failed or dropped. While `waiting`, the mail
    leaves after `mail_due_at`; while `sending`, `lease_until` tells when another worker
    may take it up. `message_id` is fixed with the row, so a copy is recognised as one.
    An account letter to somebody who has no account yet has an `address` and no recipient.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("occasion", "recipient_id", "address"),
        Index(
            "ix__notices__outbox",
            "mail_due_at",
            postgresql_where=text("mail IN ('waiting', 'sending')"),
            sqlite_where=text("mail IN ('waiting', 'sending')"),
        ),
        Index("ix__notices__recipient", "recipient_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    address: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    subject: Mapped[str] = mapped_column(index=True)  # the thing it speaks of, "submission:5"
    occasion: Mapped[str]  # what happened, "submission-graded:17"; once per recipient
    about: Mapped[dict[str, Any]]
    is_in_app: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mail: Mapped[str] = mapped_column(default="waiting")
    mail_due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    lease_holder: Mapped[str | None]
    message_id: Mapped[str] = mapped_column(unique=True)
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None]
