"""Consultations as figures see them: when booked, when held and whether, never with what subject or note."""

from datetime import datetime

from sqlalchemy import select

from lms.domain.accounts.models import User
from lms.domain.consultations.models import ConsultationBooking, ConsultationSlot
from lms.domain.coordination.consultation_figures import Talk
from lms.domain.coordination.queries.answer_times import Bounds, inside
from lms.foundation.db import session


def list_talks(bounds: Bounds, since: datetime, *, of_author: int | None = None) -> list[Talk]:
    """Return what was booked since then, in one statement; of one author's own hours if asked for."""
    statement = (
        select(
            ConsultationSlot.module_id,
            ConsultationBooking.learner_id,
            ConsultationBooking.booked_at,
            ConsultationSlot.starts_at,
            ConsultationSlot.ends_at,
            ConsultationBooking.outcome,
            ConsultationBooking.cancelled_at.is_not(None),
        )
        .select_from(ConsultationBooking)
        .join(ConsultationSlot, ConsultationSlot.id == ConsultationBooking.slot_id)
        .join(User, User.id == ConsultationBooking.learner_id)
        .where(*inside(bounds, ConsultationSlot.module_id), ConsultationBooking.booked_at >= since)
        .order_by(ConsultationBooking.booked_at, ConsultationBooking.id)
    )
    if of_author is not None:
        statement = statement.where(ConsultationSlot.author_id == of_author)
    return [Talk(*row) for row in session.execute(statement)]
