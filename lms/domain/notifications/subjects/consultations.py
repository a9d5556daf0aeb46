"""What the two of a consultation are told, from being booked to what became of it; see `notices`."""

from datetime import datetime

from lms.domain.consultations import queries as consultations
from lms.domain.consultations.events import (
    ConsultationBooked,
    ConsultationCancelled,
    ConsultationChanged,
    ConsultationNear,
    ConsultationRecorded,
)
from lms.domain.notifications import consultation_letters
from lms.domain.notifications.kinds import About, Told, Way
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


def booked(event: ConsultationBooked) -> Told:
    """Tell both that a time was booked."""
    return _told(event, "consultation-booked", event.learner_id)


def changed(event: ConsultationChanged) -> Told:
    """Tell both that the time or place is another one."""
    return _told(event, "consultation-changed", event.changed_by_id)


def cancelled(event: ConsultationCancelled) -> Told:
    """Tell both that the consultation does not take place."""
    return _told(event, "consultation-cancelled", event.cancelled_by_id)


def near(event: ConsultationNear) -> Told:
    """Remind both of tomorrow."""
    return _told(event, "consultation-near", None)


def has_begun(about: About, now: datetime) -> bool:
    """Whether nobody needs to be reminded of it any more."""
    return datetime.fromisoformat(about["starts_at"]) <= now


def recorded(event: ConsultationRecorded) -> Told:
    """Tell the learner what became of the consultation, in the words of its author."""
    session.flush()
    booking = consultations.get_booking(event.booking_id)
    return Told(
        recipients=(event.learner_id,),
        sender_id=event.author_id,
        subject=f"consultation:{event.booking_id}",
        occasion=f"consultation-recorded:{event.booking_id}:{event.version}",
        about={
            **consultation_letters.describe_outcome(booking),
            **consultation_letters.describe_for(booking, event.learner_id),
        },
    )


def to_booking(about: About) -> Way:
    """Lead to the consultation."""
    return "consultations.show_booking", {"booking_id": about["booking_id"]}
