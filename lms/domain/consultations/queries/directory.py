"""Which hours authors have open, for the list of those who can be asked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select

from lms.domain.consultations.models import ConsultationBooking, ConsultationSlot
from lms.domain.consultations.queries.bookings import IS_OPEN, authors, still_offered
from lms.domain.content.models import Module
from lms.foundation.db import session


@dataclass(frozen=True, slots=True)
class OpenHours:
    """The hours of one author in one module that can be booked: how many, the nearest, in which languages."""

    count: int
    nearest: datetime
    languages: tuple[str, ...]


def list_open_hours(after: datetime) -> dict[tuple[int, int], OpenHours]:
    """Return what can be booked from then on, by module and author, in one statement."""
    rows = session.execute(
        select(
            ConsultationSlot.module_id,
            ConsultationSlot.author_id,
            func.count(),
            func.min(ConsultationSlot.starts_at),
            func.max(_is_spoken("lt")),
            func.max(_is_spoken("en")),
        )
        .select_from(ConsultationSlot)
        .join(Module, Module.id == ConsultationSlot.module_id)
        .join(authors, authors.id == ConsultationSlot.author_id)
        .outerjoin(ConsultationBooking, IS_OPEN)
        .where(ConsultationSlot.starts_at >= after, ConsultationBooking.id.is_(None), still_offered())
        .group_by(ConsultationSlot.module_id, ConsultationSlot.author_id)
    )
    return {
        (module_id, author_id): OpenHours(
            count,
            nearest,
            tuple(name for name, spoken in (("lt", in_lithuanian), ("en", in_english)) if spoken),
        )
        for module_id, author_id, count, nearest, in_lithuanian, in_english in rows
    }


def _is_spoken(language: str) -> ColumnElement[int]:
    """An hour for which no language is named is held in either."""
    spoken = or_(ConsultationSlot.spoken.is_(None), ConsultationSlot.spoken == language)
    return case((spoken, 1), else_=0)
