"""Deeds of consultation hours: offering, booking, changing, reminding, recording what became of them."""

from lms.domain.consultations.service.booking import (
    Meeting,
    book,
    cancel,
    change_slot,
    move_booking,
    offer,
    release_hours,
    remind,
    withdraw_slot,
)
from lms.domain.consultations.service.recording import record_outcome

__all__ = [
    "Meeting",
    "book",
    "cancel",
    "change_slot",
    "move_booking",
    "offer",
    "record_outcome",
    "release_hours",
    "remind",
    "withdraw_slot",
]
