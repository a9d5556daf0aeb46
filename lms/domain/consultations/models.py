"""Tables of consultation hours and of who has booked them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class ConsultationSlot(Base):
    """A time that an author offers to the learners of a module; one learner can have it.

    `place` says in the author's words how to meet: a link, a telephone number, a room.
    `spoken` is the language of the talk, or nothing where either will do.
    """

    __tablename__ = "slots"
    __table_args__ = (
        Index("ix__slots__module", "module_id", "starts_at"),
        Index("ix__slots__author", "author_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str]
    language: Mapped[str]  # in which the place is written
    spoken: Mapped[str | None]
    offered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ConsultationBooking(Base):
    """A learner's hold on a slot; one that was cancelled stays, with who did it and why.

    `uid` and `sequence` are how calendars know it again: each change counts one up. `outcome` is
    what its author has recorded once the hour had begun, with a note that only the two see.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        # Whatever happens at the same moment, a slot has one learner.
        Index(
            "uq__bookings__open",
            "slot_id",
            unique=True,
            postgresql_where=text("cancelled_at IS NULL"),
            sqlite_where=text("cancelled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    subject: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    booked_at: Mapped[datetime] = mapped_column(index=True)
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="")  # of the last change, or of cancelling
    reason_language: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]  # or cancelled; a calendar goes by it
    reminded_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    outcome_note: Mapped[str] = mapped_column(Text, default="")
    outcome_language: Mapped[str | None]
    recorded_at: Mapped[datetime | None]  # for the first time; what was mended keeps it


class OutcomeEdit(Base):
    """What was recorded of a consultation before its author mended it, until when."""

    __tablename__ = "outcome_edits"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"), index=True)
    outcome: Mapped[str]
    note: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    until: Mapped[datetime]
