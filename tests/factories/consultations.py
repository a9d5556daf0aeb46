"""Consultation hours and bookings."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from lms.domain.consultations.models import ConsultationBooking, ConsultationSlot
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user


def make_slot(author: Any, module: Any, **values: Any) -> ConsultationSlot:
    """Half an hour in three days from now; `days` or `starts_at` may say otherwise."""
    starts_at = values.pop("starts_at", clock.now() + timedelta(days=values.pop("days", 3)))
    slot = ConsultationSlot(
        **{
            "module_id": module.module_id,
            "author_id": author.id,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=30),
            "place": "https://pokalbiai.example.lt/rasa",
            "language": "lt",
            "offered_at": clock.now(),
            **values,
        }
    )
    session.add(slot)
    session.flush()
    return slot


def make_booking(slot: ConsultationSlot, learner: Any = None, **values: Any) -> ConsultationBooking:
    """A learner's booking of the slot."""
    booking = ConsultationBooking(
        **{
            "slot_id": slot.id,
            "learner_id": (learner or make_user()).id,
            "subject": "Kaip pradėti veikėjų žemėlapį?",
            "language": "lt",
            "booked_at": clock.now(),
            "uid": uuid4().hex,
            **values,
        }
    )
    session.add(booking)
    session.flush()
    return booking
