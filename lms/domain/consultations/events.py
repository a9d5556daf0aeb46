"""What has happened to consultation hours that somebody has booked."""

from dataclasses import dataclass

from lms.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class ConsultationBooked(Event):
    """A learner has booked an hour; both sides have it in their calendars from now on."""

    booking_id: int
    learner_id: int
    author_id: int


@dataclass(frozen=True, kw_only=True)
class ConsultationChanged(Event):
    """One side has moved the consultation, or said another place, and why."""

    booking_id: int
    learner_id: int
    author_id: int
    changed_by_id: int
    sequence: int


@dataclass(frozen=True, kw_only=True)
class ConsultationCancelled(Event):
    """One side has cancelled the consultation, and said why."""

    booking_id: int
    learner_id: int
    author_id: int
    cancelled_by_id: int


@dataclass(frozen=True, kw_only=True)
class ConsultationNear(Event):
    """The consultation is tomorrow; both sides are reminded of it."""

    booking_id: int
    learner_id: int
    author_id: int
    sequence: int


@dataclass(frozen=True, kw_only=True)
class ConsultationRecorded(Event):
    """The author has said what became of the consultation, or something new about it."""

    booking_id: int
    learner_id: int
    author_id: int
    version: int
