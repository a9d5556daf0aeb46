"""Reading consultation hours and bookings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from lms.domain.accounts.models import User
from lms.domain.catalogue.models import ProgrammeModule, Staff
from lms.domain.consultations.models import ConsultationBooking, ConsultationSlot
from lms.domain.consultations.rules import Span
from lms.domain.content import queries as content
from lms.domain.content.models import Module
from lms.foundation.db import session, shared_alias
from lms.foundation.errors import NotFound

authors = shared_alias(User, "authors")
IS_OPEN = and_(ConsultationBooking.slot_id == ConsultationSlot.id, ConsultationBooking.cancelled_at.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time that was offered, and who has it, if anyone."""

    id: int
    module_id: int
    module: str
    module_title: dict[str, str]
    is_module_withdrawn: bool
    author_id: int
    author: str
    author_zone: str
    starts_at: datetime
    ends_at: datetime
    place: str
    language: str
    spoken: str | None
    is_withdrawn: bool
    booking_id: int | None
    learner_id: int | None
    learner: str | None
    subject: str | None
    subject_language: str | None

    @property
    def span(self) -> Span:
        """From when to when it lasts."""
        return Span(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking(Slot):
    """A slot as somebody has booked it; `id` is the booking's, `slot_id` the slot's."""

    slot_id: int
    learner_zone: str
    uid: str
    sequence: int
    booked_at: datetime
    changed_at: datetime | None
    changed_by_id: int | None
    reason: str
    reason_language: str | None
    cancelled_at: datetime | None
    outcome: str | None
    outcome_note: str
    outcome_language: str | None
    recorded_at: datetime | None


def _slots() -> Any:
    return (
        select(
            ConsultationSlot,
            ConsultationBooking,
            Module.slug.label("module"),
            Module.current_revision_id.label("revision_id"),
            Module.withdrawn_at.label("module_withdrawn_at"),
            authors.name.label("author"),
            authors.time_zone.label("author_zone"),
            User.name.label("learner"),
            User.time_zone.label("learner_zone"),
        )
        .join(Module, Module.id == ConsultationSlot.module_id)
        .join(authors, authors.id == ConsultationSlot.author_id)
    )


def _slots_with_open_bookings() -> Select[Any]:
    return (
        _slots()
        .outerjoin(ConsultationBooking, IS_OPEN)
        .outerjoin(User, User.id == ConsultationBooking.learner_id)
    )


def bookings() -> Select[Any]:
    """Select bookings with all that a `Booking` tells, for the queries of this room."""
    return (
        _slots()
        .join(ConsultationBooking, ConsultationBooking.slot_id == ConsultationSlot.id)
        .join(User, User.id == ConsultationBooking.learner_id)
    )


def _facts(row: Row[Any]) -> dict[str, Any]:
    slot: ConsultationSlot = row.ConsultationSlot
    booking: ConsultationBooking | None = row.ConsultationBooking
    return {
        "id": slot.id,
        "module_id": slot.module_id,
        "module": row.module,
        "module_title": dict(content.get_revision(row.revision_id).title),
        "is_module_withdrawn": row.module_withdrawn_at is not None,
        "author_id": slot.author_id,
        "author": row.author,
        "author_zone": row.author_zone,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "place": slot.place,
        "language": slot.language,
        "spoken": slot.spoken,
        "is_withdrawn": slot.withdrawn_at is not None,
        "booking_id": booking.id if booking else None,
        "learner_id": booking.learner_id if booking else None,
        "learner": row.learner,
        "subject": booking.subject if booking else None,
        "subject_language": booking.language if booking else None,
    }


def booking_of(row: Row[Any]) -> Booking:
    """Return the booking that stands in a row of `bookings`."""
    found: ConsultationBooking = row.ConsultationBooking
    return Booking(
        **{
            **_facts(row),
            "id": found.id,
            "slot_id": found.slot_id,
            "learner_zone": row.learner_zone,
            "uid": found.uid,
            "sequence": found.sequence,
            "booked_at": found.booked_at,
            "changed_at": found.changed_at,
            "changed_by_id": found.changed_by_id,
            "reason": found.reason,
            "reason_language": found.reason_language,
            "cancelled_at": found.cancelled_at,
            "outcome": found.outcome,
            "outcome_note": found.outcome_note,
            "outcome_language": found.outcome_language,
            "recorded_at": found.recorded_at,
        }
    )


def get_slot(slot_id: int) -> Slot:
    """Return the slot with who has booked it, in one statement, or refuse."""
    row = session.execute(_slots_with_open_bookings().where(ConsultationSlot.id == slot_id)).one_or_none()
    if row is None:
        raise NotFound()
    return Slot(**_facts(row))


def get_booking(booking_id: int) -> Booking:
    """Return the booking with its slot, in one statement, or refuse."""
    row = session.execute(bookings().where(ConsultationBooking.id == booking_id)).one_or_none()
    if row is None:
        raise NotFound()
    return booking_of(row)


def list_free_slots(
    module_id: int, after: datetime, limit: int, *, of_author: int | None = None
) -> list[Slot]:
    """Return what can be booked in the module from then on, the next first, of those who still teach it."""
    statement = _slots_with_open_bookings().where(
        ConsultationSlot.module_id == module_id,
        ConsultationSlot.starts_at >= after,
        ConsultationBooking.id.is_(None),
        still_offered(),
    )
    if of_author is not None:
        statement = statement.where(ConsultationSlot.author_id == of_author)
    ordered = statement.order_by(ConsultationSlot.starts_at, ConsultationSlot.id).limit(limit)
    return [Slot(**_facts(row)) for row in session.execute(ordered)]


def is_still_offered(slot_id: int) -> bool:
    """Whether the slot was not taken back, its author answers for the module, and that is not withdrawn."""
    statement = (
        select(ConsultationSlot.id)
        .join(Module, Module.id == ConsultationSlot.module_id)
        .join(authors, authors.id == ConsultationSlot.author_id)
        .where(ConsultationSlot.id == slot_id, still_offered())
    )
    return session.scalar(statement) is not None


def still_offered() -> ColumnElement[bool]:
    """Say for a statement about slots which of them can still be booked, as `is_still_offered` means it."""
    through = select(ProgrammeModule.programme_id).where(
        ProgrammeModule.module_id == ConsultationSlot.module_id
    )
    duty = select(Staff.id).where(
        Staff.user_id == ConsultationSlot.author_id,
        Staff.duty == "author",
        or_(Staff.module_id == ConsultationSlot.module_id, Staff.programme_id.in_(through)),
    )
    return and_(
        ConsultationSlot.withdrawn_at.is_(None),
        Module.withdrawn_at.is_(None),
        authors.standing == "active",
        duty.correlate(ConsultationSlot).exists(),
    )


def list_offered(author_id: int, now: datetime, limit: int, offset: int = 0) -> list[Slot]:
    """Return the author's own times that are not over, the next first."""
    statement = _slots_with_open_bookings().where(is_offered(author_id, now))
    ordered = statement.order_by(ConsultationSlot.starts_at, ConsultationSlot.id)
    return [Slot(**_facts(row)) for row in session.execute(ordered.limit(limit).offset(offset))]


def count_offered(author_id: int, now: datetime) -> int:
    """Count the author's own times that are not over, for the pages of the list."""
    statement = select(func.count()).select_from(ConsultationSlot).where(is_offered(author_id, now))
    return session.scalar(statement) or 0


def is_offered(author_id: int, now: datetime) -> ColumnElement[bool]:
    """Say for a statement about slots which are this author's, not over and not taken back."""
    return and_(
        ConsultationSlot.author_id == author_id,
        ConsultationSlot.ends_at > now,
        ConsultationSlot.withdrawn_at.is_(None),
    )


def list_own_bookings(learner_id: int, now: datetime, module_id: int) -> list[Booking]:
    """Return the learner's bookings in a module that lie ahead, the next first."""
    statement = bookings().where(
        is_ahead(now),
        ConsultationBooking.learner_id == learner_id,
        ConsultationSlot.module_id == module_id,
    )
    return [booking_of(row) for row in session.execute(statement.order_by(ConsultationSlot.starts_at))]


def list_coming(user_id: int, now: datetime) -> list[Booking]:
    """Return this person's consultations that lie ahead, on either side, the next first."""
    statement = bookings().where(is_ahead(now), is_of(user_id))
    ordered = statement.order_by(ConsultationSlot.starts_at, ConsultationBooking.id)
    return [booking_of(row) for row in session.execute(ordered)]


def list_calendar_bookings(user_id: int, since: datetime, now: datetime) -> list[Booking]:
    """Return this person's consultations on either side since then; cancelled ones while they lie ahead."""
    statement = bookings().where(
        is_of(user_id),
        ConsultationSlot.ends_at > since,
        or_(ConsultationBooking.cancelled_at.is_(None), ConsultationSlot.starts_at > now),
    )
    ordered = statement.order_by(ConsultationSlot.starts_at, ConsultationBooking.id)
    return [booking_of(row) for row in session.execute(ordered)]


def is_of(user_id: int) -> ColumnElement[bool]:
    """Say for a statement which bookings are this person's on either side, each found by its own index."""
    booked, offered, slots = (
        aliased(ConsultationBooking),
        aliased(ConsultationBooking),
        aliased(ConsultationSlot),
    )
    as_learner = select(booked.id).where(booked.learner_id == user_id)
    as_author = select(offered.id).join(slots, slots.id == offered.slot_id).where(slots.author_id == user_id)
    return ConsultationBooking.id.in_(as_learner.union_all(as_author))


def is_ahead(now: datetime) -> ColumnElement[bool]:
    """Say for a statement about bookings which of them stand and are not over."""
    return and_(ConsultationBooking.cancelled_at.is_(None), ConsultationSlot.ends_at > now)


def list_remindable(now: datetime, until: datetime) -> list[Booking]:
    """Return the bookings of the next days of which nobody has been reminded."""
    statement = bookings().where(
        ConsultationBooking.cancelled_at.is_(None),
        ConsultationBooking.reminded_at.is_(None),
        ConsultationSlot.starts_at > now,
        ConsultationSlot.starts_at <= until,
    )
    return [booking_of(row) for row in session.execute(statement.order_by(ConsultationBooking.id))]
