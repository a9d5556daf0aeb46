"""What the two of a consultation are told: booked, changed, cancelled, tomorrow; part of `notices`."""

from lms.domain.consultations import queries as consultations
from lms.domain.consultations.events import (
    ConsultationBooked,
    ConsultationCancelled,
    ConsultationChanged,
    ConsultationNear,
)
from lms.domain.notifications import consultation_letters
from lms.domain.notifications.kinds import About, NoticeKind, Told, Way
from lms.foundation.db import session

Occasion = ConsultationBooked | ConsultationChanged | ConsultationCancelled | ConsultationNear


def _told(event: Occasion, occasion: str, sender_id: int | None) -> Told:
    session.flush()
    booking = consultations.get_booking(event.booking_id)
    both = (event.learner_id, event.author_id)
    return Told(
        recipients=both,
        sender_id=sender_id,
        subject=f"consultation:{event.booking_id}",
        occasion=f"{occasion}:{event.booking_id}:{booking.sequence}",
        about=consultation_letters.describe(booking),
        about_each={each: consultation_letters.describe_for(booking, each) for each in both},
    )


def _booked(event: ConsultationBooked) -> Told:
    return _told(event, "consultation-booked", event.learner_id)


def _changed(event: ConsultationChanged) -> Told:
    return _told(event, "consultation-changed", event.changed_by_id)


def _cancelled(event: ConsultationCancelled) -> Told:
    return _told(event, "consultation-cancelled", event.cancelled_by_id)


def _near(event: ConsultationNear) -> Told:
    return _told(event, "consultation-near", None)


def _to_booking(about: About) -> Way:
    return "consultations.show_booking", {"booking_id": about["booking_id"]}


CONSULTATION_NOTICES: tuple[NoticeKind, ...] = (
    NoticeKind(
        kind="consultation-booked",
        topic="dates",
        when=ConsultationBooked,
        tell=_booked,
        leads_to=_to_booking,
        invitation=consultation_letters.invite,
    ),
    NoticeKind(
        kind="consultation-changed",
        topic="dates",
        when=ConsultationChanged,
        tell=_changed,
        leads_to=_to_booking,
        invitation=consultation_letters.invite,
    ),
    NoticeKind(
        kind="consultation-cancelled",
        topic="dates",
        when=ConsultationCancelled,
        tell=_cancelled,
        leads_to=_to_booking,
        invitation=consultation_letters.call_off,
    ),
    NoticeKind(
        kind="consultation-near", topic="dates", when=ConsultationNear, tell=_near, leads_to=_to_booking
    ),
)
