"""Reading consultation hours and bookings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, update
from sqlalchemy.orm import aliased

from lms.domain.accounts.models import User
from lms.domain.catalogue.models import ProgrammeModule, Staff
from lms.domain.consultations.models import ConsultationBooking, ConsultationSlot
from lms.domain.consultations.rules import Span
from lms.domain.content import queries as content
from lms.domain.content.models import Module
from lms.foundation.db import session
from lms.foundation.errors import NotFound

authors = aliased(User)
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
    """Whether a slot was not taken back, its author answers for the module, and that is not withdrawn."""
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
    statement = _slots_with_open_bookings().where(_is_offered(author_id, now))
    ordered = statement.order_by(ConsultationSlot.starts_at, ConsultationSlot.id)
    return [Slot(**_facts(row)) for row in session.execute(ordered.limit(limit).offset(offset))]


def count_offered(author_id: int, now: datetime) -> int:
    """Count the author's own times that are not over, for the pages of the list."""
    statement = select(func.count()).select_from(ConsultationSlot).where(_is_offered(author_id, now))
    return session.scalar(statement) or 0


def _is_offered(author_id: int, now: datetime) -> ColumnElement[bool]:
    return and_(
        ConsultationSlot.author_id == author_id,
        ConsultationSlot.ends_at > now,
        ConsultationSlot.withdrawn_at.is_(None),
    )


def list_own_bookings(learner_id: int, now: datetime, module_id: int) -> list[Booking]:
    """Return the learner's bookings in a module that lie ahead, the next first."""
    statement = bookings().where(
        _is_ahead(now),
        ConsultationBooking.learner_id == learner_id,
        ConsultationSlot.module_id == module_id,
    )
    return [booking_of(row) for row in session.execute(statement.order_by(ConsultationSlot.starts_at))]


def list_coming(user_id: int, now: datetime) -> list[Booking]:
    """Return this person's consultations that lie ahead, on either side, the next first."""
    statement = bookings().where(_is_ahead(now), is_of(user_id))
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
    """Whether a booking is this person's on either side; each side is found by its own index."""
    booked, offered, slots = (
        aliased(ConsultationBooking),
        aliased(ConsultationBooking),
        aliased(ConsultationSlot),
    )
    as_learner = select(booked.id).where(booked.learner_id == user_id)
    as_author = select(offered.id).join(slots, slots.id == offered.slot_id).where(slots.author_id == user_id)
    return ConsultationBooking.id.in_(as_learner.union_all(as_author))


def _is_ahead(now: datetime) -> ColumnElement[bool]:
    return and_(ConsultationBooking.cancelled_at.is_(None), ConsultationSlot.ends_at > now)


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
            _is_offered(author_id, now), ConsultationSlot.id != (besides or 0)
        )
    )
    return [Span(*row) for row in rows]


def list_learner_spans(learner_id: int, now: datetime, *, besides: int | None = None) -> list[Span]:
    """Return the times that the learner has booked and that lie ahead, one booking left out."""
    rows = session.execute(
        select(ConsultationSlot.starts_at, ConsultationSlot.ends_at)
        .join(ConsultationBooking, ConsultationBooking.slot_id == ConsultationSlot.id)
        .where(
            _is_ahead(now),
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
            _is_ahead(now),
            or_(ConsultationBooking.learner_id == user_id, ConsultationSlot.author_id == user_id),
        )
    )
    return [(row[0], row[1]) for row in session.execute(statement.order_by(ConsultationSlot.id))]


def withdraw_all(author_id: int, now: datetime) -> None:
    """Take back everything that the author still offers."""
    session.execute(
        update(ConsultationSlot).where(_is_offered(author_id, now)).values(withdrawn_at=now),
        execution_options={"synchronize_session": False},
    )


def list_remindable(now: datetime, until: datetime) -> list[Booking]:
    """Return the bookings of the next days of which nobody has been reminded."""
    statement = bookings().where(
        ConsultationBooking.cancelled_at.is_(None),
        ConsultationBooking.reminded_at.is_(None),
        ConsultationSlot.starts_at > now,
        ConsultationSlot.starts_at <= until,
    )
    return [booking_of(row) for row in session.execute(statement.order_by(ConsultationBooking.id))]


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
