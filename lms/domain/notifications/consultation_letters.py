"""What notices of consultations say, and the calendar files that come with them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lms.domain.consultations.queries import Booking
from lms.foundation import calendars, clock, i18n, rendering
from lms.foundation.i18n import gettext as _
from lms.foundation.mail import Invitation

About = Mapping[str, Any]


def describe(booking: Booking) -> dict[str, Any]:
    """Return what both sides are told of a consultation."""
    return {
        **_when_and_about_what(booking),
        "place": booking.place,
        "subject": booking.subject,
        "subject_language": booking.subject_language,
        "uid": booking.uid,
        "sequence": booking.sequence,
        "reason": booking.reason,
        "reason_language": booking.reason_language,
    }


def describe_outcome(booking: Booking) -> dict[str, Any]:
    """Return what the learner is told of a consultation that is over; not how to meet."""
    return {
        **_when_and_about_what(booking),
        "outcome": booking.outcome,
        "note": booking.outcome_note,
        "note_language": booking.outcome_language,
    }


def _when_and_about_what(booking: Booking) -> dict[str, Any]:
    return {
        "booking_id": booking.id,
        "module_id": booking.module_id,
        "module": booking.module,
        "module_title": booking.module_title,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
    }


def describe_for(booking: Booking, user_id: int) -> dict[str, Any]:
    """Return what one of the two is told: with whom, and whether the deed was their own."""
    is_learner = user_id == booking.learner_id
    return {
        "is_learner": is_learner,
        "other": booking.author if is_learner else booking.learner,
        "is_own_deed": user_id == booking.changed_by_id,
    }


def file_for(booking: Booking, user_id: int, name: str, address: str) -> bytes:
    """Return the consultation as a file to download, in the reader's language."""
    about = {**describe(booking), **describe_for(booking, user_id)}
    entry = _entry(about, name, address, clock.now(), is_cancelled=booking.cancelled_at is not None)
    return calendars.write(calendars.PUBLISH, [entry], i18n.current_language())


def invite(about: About, name: str, address: str, written_at: datetime) -> Invitation:
    """Return what enters the consultation, or its change, in the calendar of whoever gets the mail."""
    return _invitation(calendars.REQUEST, _entry(about, name, address, written_at))


def call_off(about: About, name: str, address: str, written_at: datetime) -> Invitation:
    """Return what strikes the consultation out of the calendar of whoever gets the mail."""
    return _invitation(calendars.CANCEL, _entry(about, name, address, written_at, is_cancelled=True))


def _invitation(method: str, entry: calendars.Entry) -> Invitation:
    return Invitation(method, calendars.write(method, [entry], i18n.current_language()))


def _entry(
    about: About, name: str, address: str, written_at: datetime, *, is_cancelled: bool = False
) -> calendars.Entry:
    return calendars.Entry(
        uid=f"{about['uid']}@savimoka",
        sequence=about["sequence"],
        starts_at=datetime.fromisoformat(about["starts_at"]),
        ends_at=datetime.fromisoformat(about["ends_at"]),
        summary=_("Consultation: %(name)s", name=about["other"]),
        description=f"{i18n.in_language(about['module_title'])}\n\n{about['subject']}",
        place=about["place"],
        link=rendering.address_of("consultations.show_booking", booking_id=about["booking_id"]),
        person=name,
        person_address=address,
        written_at=written_at,
        is_cancelled=is_cancelled,
    )
