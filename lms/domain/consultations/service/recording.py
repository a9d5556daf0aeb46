"""Saying what became of a consultation, and mending it within days; what was said before stays visible."""

from datetime import datetime

from lms.domain.accounts.actor import Actor
from lms.domain.consultations import policy, queries, rules
from lms.domain.consultations.events import ConsultationRecorded
from lms.domain.consultations.models import ConsultationBooking, OutcomeEdit
from lms.domain.consultations.queries import Booking
from lms.domain.consultations.rules import Outcome
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.foundation.typed import long_text


def record_outcome(actor: Actor, booking: Booking, kind: str, note: str) -> None:
    """Record what became of the consultation; its learner is told. The same form again changes nothing."""
    if not policy.may_record_outcome(actor, booking):
        raise NotAllowed()
    outcome, now = Outcome(kind, long_text(note).strip(), current_language()), clock.now()
    _check(outcome)
    # In the order of all deeds: the slot, then the booking. Whoever moves or cancels it was first, or waits.
    slot = queries.list_slots_for_change([booking.slot_id])[0]
    found = queries.get_booking_for_change(booking.id)
    if found.cancelled_at is not None or found.slot_id != booking.slot_id:
        raise Conflict(_("This consultation was cancelled or moved; there is nothing to record."))
    before = _recorded(found)
    if before is not None and (before.kind, before.note) == (outcome.kind, outcome.note):
        return
    if not rules.may_record(slot.starts_at, found.recorded_at, now):
        raise Conflict(_refusal(found))
    version = len(queries.list_earlier_outcomes(found.id)) + (1 if before is None else 2)
    _write(found, before, outcome, now)
    deed = "consultation-recorded" if before is None else "consultation-mended"
    audit.record(actor.label, deed, f"booking:{found.id}", outcome=outcome.kind)
    if rules.is_news(before, outcome):
        events.publish(
            ConsultationRecorded(
                booking_id=found.id, learner_id=found.learner_id, author_id=actor.id, version=version
            )
        )


def _check(outcome: Outcome) -> None:
    if outcome.kind not in rules.OUTCOMES:
        raise Invalid(_("Please say what became of the consultation."), "outcome")
    if len(outcome.note) > rules.LONGEST_NOTE:
        raise Invalid(_("Please write at most %(most)s characters.", most=rules.LONGEST_NOTE), "note")


def _recorded(booking: ConsultationBooking) -> Outcome | None:
    if booking.outcome is None:
        return None
    return Outcome(booking.outcome, booking.outcome_note, booking.outcome_language or "")


def _refusal(booking: ConsultationBooking) -> str:
    if booking.recorded_at is None:
        return _("This consultation has not begun yet. Come back once it has.")
    return _("What was recorded can be mended for seven days; these are over.")


def _write(booking: ConsultationBooking, before: Outcome | None, outcome: Outcome, now: datetime) -> None:
    """Write the outcome down; what stood there before is kept beside it."""
    if before is not None:
        session.add(
            OutcomeEdit(
                booking_id=booking.id,
                outcome=before.kind,
                note=before.note,
                language=before.language,
                until=now,
            )
        )
    booking.outcome, booking.outcome_note = outcome.kind, outcome.note
    booking.outcome_language = outcome.language
    booking.recorded_at = booking.recorded_at or now
