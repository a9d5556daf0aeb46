"""The table of notices, which is at once the in-app list and the outbox, and how people want them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.domain.notifications.feed_models import CalendarFeed
from lms.foundation.db import Base

__all__ = ["CalendarFeed", "MailPause", "Notice", "NoticeChoice", "ReceivedMail"]


class Notice(Base):
    """One thing told to one person.

    `mail` is none, waiting, sending, sent, failed, dropped or bounced (the mail server took it,
    and it came back). While `waiting`, the mail leaves after `mail_due_at`; while `sending`,
    `lease_until` tells when another worker may take it up. `message_id` is fixed with the row,
    so a copy is recognised as one.
    An account letter to somebody who has no account yet has an `address` and no recipient.

    `way` is how the recipient wanted it when it arose (see `topics`). Notices that leave in
    one mail share its Message-ID in `digest`. `is_alone` marks a mail that a server may have
    taken already: it only ever goes out again by itself, under its own name.
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
        # For the administrator: what did not arrive, and what left lately, without going through all.
        Index(
            "ix__notices__not_delivered",
            "mail",
            "mail_due_at",
            postgresql_where=text("mail IN ('failed', 'bounced', 'dropped')"),
            sqlite_where=text("mail IN ('failed', 'bounced', 'dropped')"),
        ),
        Index(
            "ix__notices__sent",
            "sent_at",
            postgresql_where=text("sent_at IS NOT NULL"),
            sqlite_where=text("sent_at IS NOT NULL"),
        ),
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
    way: Mapped[str] = mapped_column(default="at-once", server_default="at-once")
    digest: Mapped[str | None] = mapped_column(index=True)
    is_alone: Mapped[bool] = mapped_column(default=False, server_default=false())


class NoticeChoice(Base):
    """How one person wants the notices of one topic, where it is not as the platform does by itself."""

    __tablename__ = "notice_choices"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    way: Mapped[str]


class ReceivedMail(Base):
    """A mail that came in at our door and what became of it: taken, passed over or refused.

    Nothing of its text stands here. `key` is made from its Message-ID and the address it was sent
    to, so that one delivered twice is one. `address` is the mailbox that a bounce speaks of.
    """

    __tablename__ = "received_mails"
    __table_args__ = (Index("ix__received_mails__bounces", "user_id", "outcome", "received_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[datetime]
    outcome: Mapped[str]  # taken, passed-over, refused, bounced, delayed
    reason: Mapped[str] = mapped_column(default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    subject: Mapped[str] = mapped_column(default="")  # the thing it is about, "conversation:5"
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))
    address: Mapped[str] = mapped_column(default="")


class MailPause(Base):
    """While this row stands, letters wait, but for those that somebody has just asked for."""

    __tablename__ = "mail_pauses"

    name: Mapped[str] = mapped_column(primary_key=True, default="letters")  # so there is one pause at most
    began_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str]
