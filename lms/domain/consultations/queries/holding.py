"""What deeds on consultation hours ask for: rows as they are now, held for them, and times that are taken."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from lms.domain.accounts.models import User
from lms.domain.consultations.models import ConsultationBooking, ConsultationSlot
from lms.domain.consultations.queries.bookings import is_ahead, is_offered
from lms.domain.consultations.rules import Span
from lms.foundation.db import session
from lms.foundation.errors import NotFound


def hold_person(user_id: int) -> None:
    """Let other deeds on this person's hours wait for this one; their account itself stays free."""
    session.execute(select(User.id).filter_by(id=user_id).with_for_update(key_share=True))


def list_slots_for_change(slot_ids: Sequence[int]) -> list[ConsultationSlot]:
    """Return the slots as they are now, and let other deeds on them wait for this one."""
    statement = (
        select(ConsultationSlot)
        .where(ConsultationSlot.id.in_(slot_ids))
        .order_by(ConsultationSlot.id)
        .with_for_update()
    )
    found = list(session.scalars(statement.execution_options(populate_existing=True)))
    if len(found) != len(set(slot_ids)):
        raise NotFound()
    return found


def find_open_booking(slot_id: int) -> ConsultationBooking | None:
    """Return the booking that holds the slot now."""
    statement = select(ConsultationBooking).filter_by(slot_id=slot_id, cancelled_at=None)
    return session.scalar(statement.execution_options(populate_existing=True))


def get_booking_for_change(booking_id: int) -> ConsultationBooking:
    """Return the booking as it is now, and let other deeds on it wait for this one."""
    statement = select(ConsultationBooking).filter_by(id=booking_id).with_for_update()
    found = session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def list_author_spans(author_id: int, now: datetime, *, besides: int | None = None) -> list[Span]:
    """Return the times that the author has offered and not withdrawn, one of them left out."""
    rows = session.execute(
        select(ConsultationSlot.starts_at, ConsultationSlot.ends_at).where(
            is_offered(author_id, now), ConsultationSlot.id != (besides or 0)
        )
    )
    return [Span(*row) for row in rows]


def list_learner_spans(learner_id: int, now: datetime, *, besides: int | None = None) -> list[Span]:
    """Return the times that the learner has booked and that lie ahead, one booking left out."""
    rows = session.execute(
        select(ConsultationSlot.starts_at, ConsultationSlot.ends_at)
        .join(ConsultationBooking, ConsultationBooking.slot_id == ConsultationSlot.id)
        .where(
            is_ahead(now),
            ConsultationBooking.learner_id == learner_id,
            ConsultationBooking.id != (besides or 0),
        )
    )
    return [Span(*row) for row in rows]


def list_open_of(user_id: int, now: datetime) -> list[tuple[int, int]]:
    """Return the bookings ahead in which this person is learner or author, each with its slot."""
    statement = (
        select(ConsultationBooking.id, ConsultationSlot.id)
        .join(ConsultationSlot, ConsultationSlot.id == ConsultationBooking.slot_id)
        .where(
            is_ahead(now),
            or_(ConsultationBooking.learner_id == user_id, ConsultationSlot.author_id == user_id),
        )
    )
    return [(row[0], row[1]) for row in session.execute(statement.order_by(ConsultationSlot.id))]


def withdraw_all(author_id: int, now: datetime) -> None:
    """Take back everything that the author still offers."""
    session.execute(
        update(ConsultationSlot).where(is_offered(author_id, now)).values(withdrawn_at=now),
        execution_options={"synchronize_session": False},
    )


def claim_reminder(booking_id: int, now: datetime) -> bool:
    """Note that the two are reminded now; of several workers that try, one hears yes."""
    statement = update(ConsultationBooking).where(
        ConsultationBooking.id == booking_id,
        ConsultationBooking.reminded_at.is_(None),
        ConsultationBooking.cancelled_at.is_(None),
    )
    done = session.execute(
        statement.values(reminded_at=now),
        execution_options={"synchronize_session": False, "preserve_rowcount": True},
    )
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]
