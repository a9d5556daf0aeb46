"""Reading consultations that are over: what became of them, and which nobody has recorded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from lms.domain.consultations.models import ConsultationBooking, ConsultationSlot, OutcomeEdit
from lms.domain.consultations.queries.bookings import Booking, booking_of, bookings, is_of
from lms.foundation.db import session


@dataclass(frozen=True, slots=True)
class EarlierOutcome:
    """What was recorded of a consultation before it was mended, until when."""

    outcome: str
    note: str
    language: str
    until: datetime


def list_past(user_id: int, now: datetime, limit: int, offset: int = 0) -> list[Booking]:
    """Return this person's consultations on either side that are over or cancelled, the latest first."""
    ordered = (
        bookings()
        .where(_is_past_of(user_id, now))
        .order_by(ConsultationSlot.starts_at.desc(), ConsultationBooking.id.desc())
    )
    return [booking_of(row) for row in session.execute(ordered.limit(limit).offset(offset))]


def count_past(user_id: int, now: datetime) -> int:
    """Count this person's consultations that are over or cancelled, for the pages of the list."""
    statement = (
        select(func.count())
        .select_from(ConsultationBooking)
        .join(ConsultationSlot, ConsultationSlot.id == ConsultationBooking.slot_id)
        .where(_is_past_of(user_id, now))
    )
    return session.scalar(statement) or 0


def _is_past_of(user_id: int, now: datetime) -> ColumnElement[bool]:
    return and_(
        is_of(user_id),
        or_(ConsultationSlot.ends_at <= now, ConsultationBooking.cancelled_at.is_not(None)),
    )


def list_unrecorded(author_id: int, now: datetime, limit: int) -> list[Booking]:
    """Return the author's consultations that are over without a word of what became of them, oldest first."""
    statement = bookings().where(waits_for_outcome(author_id, now))
    ordered = statement.order_by(ConsultationSlot.ends_at, ConsultationBooking.id).limit(limit)
    return [booking_of(row) for row in session.execute(ordered)]


def waits_for_outcome(author_id: Any, ended_by: Any) -> ColumnElement[bool]:
    """Whether the author's consultation was over by then, and nobody has recorded what became of it."""
    return and_(
        ConsultationSlot.author_id == author_id,
        ConsultationSlot.ends_at <= ended_by,
        ConsultationBooking.cancelled_at.is_(None),
        ConsultationBooking.outcome.is_(None),
    )


def list_earlier_outcomes(booking_id: int) -> list[EarlierOutcome]:
    """Return what was recorded before, the oldest first."""
    statement = (
        select(OutcomeEdit.outcome, OutcomeEdit.note, OutcomeEdit.language, OutcomeEdit.until)
        .where(OutcomeEdit.booking_id == booking_id)
        .order_by(OutcomeEdit.id)
    )
    return [EarlierOutcome(*row) for row in session.execute(statement)]
