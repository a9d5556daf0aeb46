"""Deeds of consultation hours: offering, booking, moving, cancelling, reminding.

A slot never has two learners: deeds on one wait for each other, always the person first, then
the slots, then the booking; and the table itself would not take a second one.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from lms.domain.accounts.actor import Actor
from lms.domain.catalogue import queries as catalogue
from lms.domain.consultations import policy, queries, rules
from lms.domain.consultations.events import (
    ConsultationBooked,
    ConsultationCancelled,
    ConsultationChanged,
    ConsultationNear,
)
from lms.domain.consultations.models import ConsultationBooking, ConsultationSlot
from lms.domain.consultations.queries import Booking, Slot
from lms.domain.consultations.rules import Offer, Span
from lms.domain.learning import queries as learning
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.foundation.typed import long_text, one_line


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """How to meet: the place in the author's words, and the language of the talk if only one will do."""

    place: str
    spoken: str | None = None


def offer(actor: Actor, module_id: int, times: Offer, meeting: Meeting, zone: str) -> int:
    """Offer these times to the learners of the module; return how many there are."""
    if not catalogue.answers_for(actor, module_id):
        raise NotAllowed()
    now = clock.now()
    spans, place = rules.spans_of(times, zone, now), _checked_place(meeting.place)
    queries.hold_person(actor.id)
    if rules.has_clash(spans, queries.list_author_spans(actor.id, now)):
        raise Invalid(_("You have already offered a time that falls on one of these."), "from_time")
    session.add_all(
        ConsultationSlot(
            module_id=module_id,
            author_id=actor.id,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            place=place,
            language=current_language(),
            spoken=meeting.spoken,
            offered_at=now,
        )
        for span in spans
    )
    return len(spans)


def change_slot(actor: Actor, slot: Slot, span: Span, meeting: Meeting, reason: str) -> None:
    """Move a time of one's own, or name another place; who has booked it is told why."""
    if not policy.may_keep_slot(actor, slot):
        raise NotAllowed()
    now = clock.now()
    if span.starts_at <= now:
        raise Invalid(_("This time has already passed. Please choose a later one."), "day")
    place, reason = _checked_place(meeting.place), long_text(reason).strip()
    queries.hold_person(actor.id)
    found = queries.list_slots_for_change([slot.id])[0]
    _refuse_what_is_over(found, now)
    # The last hour of an offer may lie more than a year ahead; it stays where it is.
    rules.check_distance(span.starts_at.date(), max(now, found.starts_at))
    if rules.has_clash([span], queries.list_author_spans(actor.id, now, besides=slot.id)):
        raise Invalid(_("You have already offered a time that falls on this one."), "from_time")
    booking = queries.find_open_booking(slot.id)
    if booking is not None:
        _check_reason(reason)
    is_moved = (found.starts_at, found.ends_at) != (span.starts_at, span.ends_at)
    if booking is not None and is_moved:
        _refuse_if_learner_is_busy(booking, span, now)
    if not is_moved and (found.place, found.spoken) == (place, meeting.spoken):
        return
    found.starts_at, found.ends_at = span.starts_at, span.ends_at
    if found.place != place:
        found.place, found.language = place, current_language()
    found.spoken = meeting.spoken
    if booking is not None:
        _note_change(actor, found, booking, reason, now)


def withdraw_slot(actor: Actor, slot: Slot) -> None:
    """Take back a time that nobody has booked."""
    if not policy.may_keep_slot(actor, slot):
        raise NotAllowed()
    found = queries.list_slots_for_change([slot.id])[0]
    if queries.find_open_booking(slot.id) is not None:
        raise Conflict(_("Somebody has booked this time. Cancel the consultation and tell them why."))
    found.withdrawn_at = found.withdrawn_at or clock.now()


def book(actor: Actor, slot: Slot, subject: str, seen: str = "") -> int:
    """Book a time for a learner of the module; the same form sent again gives the same booking.

    `seen` is when it begins on the learner's page: an author may have moved it since.
    """
    if not policy.may_book(actor, slot):
        raise NotAllowed()
    subject, now = long_text(subject).strip(), clock.now()
    if not subject:
        raise Invalid(_("Please write in a few words what you want to talk about."), "subject")
    if len(subject) > rules.LONGEST_SUBJECT:
        raise Invalid(_("Please write at most %(most)s characters.", most=rules.LONGEST_SUBJECT), "subject")
    queries.hold_person(actor.id)
    found = queries.list_slots_for_change([slot.id])[0]
    known = queries.find_open_booking(slot.id)
    if known is not None and known.learner_id == actor.id:
        return known.id
    _refuse_unless_bookable(actor, found, known, now)
    _refuse_if_changed(found, seen or slot.starts_at.isoformat())
    booking = ConsultationBooking(
        slot_id=found.id,
        learner_id=actor.id,
        subject=subject,
        language=current_language(),
        booked_at=now,
        uid=uuid4().hex,
        sequence=0,
        reason="",
        reminded_at=_reminded_already(actor, found, now),
    )
    session.add(booking)
    session.flush()
    events.publish(ConsultationBooked(booking_id=booking.id, learner_id=actor.id, author_id=found.author_id))
    return booking.id


def move_booking(actor: Actor, booking: Booking, slot: Slot, reason: str) -> None:
    """Take another free time of the same author instead; the author is told why."""
    if not policy.may_move_booking(actor, booking):
        raise NotAllowed()
    if (slot.author_id, slot.module_id) != (booking.author_id, booking.module_id):
        raise NotAllowed()
    now, reason = clock.now(), long_text(reason).strip()
    _check_reason(reason)
    queries.hold_person(actor.id)
    slots = {each.id: each for each in queries.list_slots_for_change([booking.slot_id, slot.id])}
    found = _hold_booking(booking.id, booking.slot_id)
    _refuse_what_is_over(slots[found.slot_id], now)
    if slot.id == found.slot_id:
        return
    _refuse_unless_bookable(actor, slots[slot.id], queries.find_open_booking(slot.id), now, instead_of=found)
    _refuse_if_changed(slots[slot.id], slot.starts_at.isoformat())
    found.slot_id = slot.id
    _note_change(actor, slots[slot.id], found, reason, now)


def cancel(actor: Actor, booking: Booking, reason: str) -> None:
    """Cancel a consultation and tell the other side why.

    A time that its learner gives up is free again; one that its author gives up is taken back.
    """
    if not policy.may_see_booking(actor, booking):
        raise NotAllowed()
    reason = long_text(reason).strip()
    _check_reason(reason)
    queries.hold_person(actor.id)
    slot = queries.list_slots_for_change([booking.slot_id])[0]
    found = _hold_booking(booking.id, booking.slot_id)
    _refuse_what_is_over(slot, clock.now())
    _cancel(actor.id, found, slot, reason)


def _cancel(actor_id: int, booking: ConsultationBooking, slot: ConsultationSlot, reason: str) -> None:
    now = clock.now()
    booking.cancelled_at, booking.changed_at, booking.changed_by_id = now, now, actor_id
    booking.reason, booking.reason_language = reason, current_language()
    booking.sequence += 1
    if actor_id == slot.author_id:
        slot.withdrawn_at = now
    events.publish(
        ConsultationCancelled(
            booking_id=booking.id,
            learner_id=booking.learner_id,
            author_id=slot.author_id,
            cancelled_by_id=actor_id,
        )
    )
    audit.record(f"user:{actor_id}", "consultation-cancelled", f"booking:{booking.id}")


def release_hours(user_id: int) -> None:
    """Free what somebody whose account was closed had booked, and take back what they offered."""
    now = clock.now()
    queries.hold_person(user_id)
    for booking_id, slot_id in queries.list_open_of(user_id, now):
        slot = queries.list_slots_for_change([slot_id])[0]
        _cancel(user_id, _hold_booking(booking_id, slot_id), slot, "")
    session.flush()
    queries.withdraw_all(user_id, now)


def remind(booking: Booking) -> bool:
    """Remind both sides of tomorrow's consultation, once; tell whether it was done now."""
    if not queries.claim_reminder(booking.id, clock.now()):
        return False
    events.publish(
        ConsultationNear(
            booking_id=booking.id,
            learner_id=booking.learner_id or 0,
            author_id=booking.author_id,
            sequence=booking.sequence,
        )
    )
    return True


def _note_change(
    actor: Actor, slot: ConsultationSlot, booking: ConsultationBooking, reason: str, now: datetime
) -> None:
    booking.changed_at, booking.changed_by_id, booking.reason = now, actor.id, reason
    booking.reason_language = current_language()
    booking.sequence += 1
    booking.reminded_at = _reminded_already(actor, slot, now)
    events.publish(
        ConsultationChanged(
            booking_id=booking.id,
            learner_id=booking.learner_id,
            author_id=slot.author_id,
            changed_by_id=actor.id,
            sequence=booking.sequence,
        )
    )


def _reminded_already(actor: Actor, slot: ConsultationSlot, now: datetime) -> datetime | None:
    """Who is told of it on the last day anyhow needs no reminder."""
    return now if rules.remind_at(slot.starts_at, actor.time_zone) <= now else None


def _refuse_unless_bookable(
    actor: Actor,
    slot: ConsultationSlot,
    taken: ConsultationBooking | None,
    now: datetime,
    instead_of: ConsultationBooking | None = None,
) -> None:
    enrolment = learning.find_enrolment(actor.id, slot.module_id)
    if enrolment is None or enrolment.left_at is not None:
        raise Conflict(_("Consultation hours are for those who learn in this module. Enrol in it first."))
    if not queries.is_still_offered(slot.id) or not rules.may_still_book(slot.starts_at, now):
        raise Conflict(_("This time is no longer offered. Please choose another."))
    if taken is not None:
        raise Conflict(_("Somebody else has just booked this time. Please choose another."))
    spans = queries.list_learner_spans(actor.id, now, besides=instead_of.id if instead_of else None)
    if len(spans) >= rules.MOST_OPEN:
        raise Conflict(
            _(
                "You have booked %(most)s consultations already. "
                "Once one of them is over or cancelled, you can book the next.",
                most=rules.MOST_OPEN,
            )
        )
    if rules.has_clash([Span(slot.starts_at, slot.ends_at)], spans):
        raise Conflict(_("You have booked another consultation at this time."))


def _refuse_if_learner_is_busy(booking: ConsultationBooking, span: Span, now: datetime) -> None:
    others = queries.list_learner_spans(booking.learner_id, now, besides=booking.id)
    if rules.has_clash([span], others):
        raise Invalid(
            _("The learner has another consultation at this time. Please choose another."), "from_time"
        )


def _refuse_if_changed(slot: ConsultationSlot, seen: str) -> None:
    if slot.starts_at.isoformat() != seen:
        raise Conflict(_("The author has just changed this time. Please choose again."))


def _hold_booking(booking_id: int, slot_id: int) -> ConsultationBooking:
    """Return the booking of a slot that this deed holds, unless it is cancelled or on another slot by now."""
    found = queries.get_booking_for_change(booking_id)
    if found.cancelled_at is not None:
        raise Conflict(_("This consultation has been cancelled already."))
    if found.slot_id != slot_id:
        raise Conflict(_("This consultation has just been moved. Please look at its time again."))
    return found


def _refuse_what_is_over(slot: ConsultationSlot, now: datetime) -> None:
    if slot.withdrawn_at is not None:
        raise Conflict(_("This time is no longer offered."))
    if slot.starts_at <= now:
        raise Conflict(_("This consultation has already begun; nothing can be changed any more."))


def _checked_place(place: str) -> str:
    place = one_line(place)
    if not place:
        raise Invalid(_("Please say how to meet: a link, a telephone number or a room."), "place")
    if len(place) > rules.LONGEST_PLACE:
        raise Invalid(_("Please write at most %(most)s characters.", most=rules.LONGEST_PLACE), "place")
    return place


def _check_reason(reason: str) -> None:
    if not reason:
        raise Invalid(_("Please write a word to the other side: why."), "reason")
    if len(reason) > rules.LONGEST_REASON:
        raise Invalid(_("Please write at most %(most)s characters.", most=rules.LONGEST_REASON), "reason")
