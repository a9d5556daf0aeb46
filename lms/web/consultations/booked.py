"""A consultation that is booked, for both sides: its page and file, changing it, and what became of it."""

from typing import Any

from flask import Response, redirect, request, url_for

from lms.domain.consultations import policy, queries, rules, service
from lms.domain.consultations.queries import Booking
from lms.domain.notifications import consultation_letters
from lms.domain.notifications import queries as notices
from lms.domain.notifications import service as notifications
from lms.foundation import calendars, clock
from lms.foundation.errors import Conflict, Invalid
from lms.foundation.i18n import format_moment
from lms.foundation.i18n import gettext as _
from lms.web.consultations.blueprint import blueprint, outcome_words, zone_name
from lms.web.consultations.forms import CancelForm, MoveForm, OutcomeForm
from lms.web.shell.access import allow
from lms.web.shell.forms import options
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

MOST_OFFERED = 60


@blueprint.get("/consultations/<int:booking_id>")
@allow(policy.may_see_booking, load=queries.get_booking)
def show_booking(booking: Booking) -> Any:
    """Show when and how the two meet, and what can be done about it."""
    return _booking_page(booking, CancelForm(), _outcome_form(booking))


def _outcome_form(booking: Booking) -> OutcomeForm:
    form = OutcomeForm.of_request(outcome=booking.outcome, note=booking.outcome_note)
    form.outcome.choices = options((each, outcome_words(each)) for each in rules.OUTCOMES)
    return form


def _booking_page(booking: Booking, form: CancelForm, outcome_form: OutcomeForm) -> str:
    actor, now = member(), clock.now()
    is_learner = actor.id == booking.learner_id
    other_id = booking.author_id if is_learner else booking.learner_id
    told = [
        each
        for each in notices.delivery_of(f"consultation:{booking.id}")
        # Of a reminder nobody is the sender.
        if each.recipient_id == other_id and not each.occasion.startswith("consultation-near:")
    ]
    other_zone = booking.author_zone if is_learner else booking.learner_zone
    return page(
        "consultations/show_booking",
        booking=booking,
        form=form,
        is_learner=is_learner,
        is_open=booking.cancelled_at is None and booking.starts_at > now,
        outcome_form=outcome_form,
        may_record=policy.may_record_outcome(actor, booking)
        and booking.cancelled_at is None
        and rules.may_record(booking.starts_at, booking.recorded_at, now),
        earlier=queries.list_earlier_outcomes(booking.id) if booking.outcome else [],
        outcome_words=outcome_words,
        longest_note=rules.LONGEST_NOTE,
        told=told[-1:],
        zone=zone_name(),
        other_zone=other_zone if other_zone != actor.time_zone else None,
        other_zone_name=zone_name(other_zone),
        longest=rules.LONGEST_REASON,
    )


@blueprint.post("/consultations/<int:booking_id>/cancel")
@allow(policy.may_see_booking, load=queries.get_booking)
def cancel_booking(booking: Booking) -> Any:
    """Cancel the consultation with a word to the other side."""
    form = CancelForm.of_request()
    try:
        service.cancel(member(), booking, form.reason.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return _booking_page(booking, form, OutcomeForm()), 422
    notifications.mark_read_about(member().id, f"consultation:{booking.id}")
    tell(_("The consultation is cancelled. The other side is being told."))
    return redirect(url_for("consultations.show_booking", booking_id=booking.id), 303)


@blueprint.post("/consultations/<int:booking_id>/outcome")
@allow(policy.may_record_outcome, load=queries.get_booking)
def record_outcome(booking: Booking) -> Any:
    """Record what became of the consultation; its learner is told."""
    form, status = _outcome_form(booking), 422
    try:
        service.record_outcome(member(), booking, form.outcome.data or "", form.note.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
    except Conflict as refusal:
        form.form_errors.append(str(refusal))
        status = 409
    else:
        tell(_("It is recorded. The learner sees it on this page."))
        return redirect(url_for("consultations.show_booking", booking_id=booking.id), 303)
    return _booking_page(booking, CancelForm(), form), status


@blueprint.route("/consultations/<int:booking_id>/move", methods=["GET", "POST"])
@allow(policy.may_move_booking, load=queries.get_booking)
def move_booking(booking: Booking) -> Any:
    """Show the author's other times; on POST take one of them instead."""
    now = clock.now()
    if booking.cancelled_at is not None or booking.starts_at <= now:
        raise Conflict(_("This consultation can no longer be moved."))
    slots = queries.list_free_slots(
        booking.module_id, now + rules.BOOKED_BEFORE, MOST_OFFERED, of_author=booking.author_id
    )
    form = MoveForm.of_request()
    form.slot_id.choices = options((each.id, format_moment(each.starts_at)) for each in slots)
    if request.method == "POST":
        chosen = next((each for each in slots if each.id == form.slot_id.data), None)
        try:
            if chosen is None:
                raise Conflict(_("This time is no longer offered. Please choose another."))
            service.move_booking(member(), booking, chosen, form.reason.data or "")
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            form.form_errors.append(str(refusal))
        else:
            tell(_("The consultation is changed. The other side is being told."))
            return redirect(url_for("consultations.show_booking", booking_id=booking.id), 303)
    return page(
        "consultations/move_booking", booking=booking, slots=slots, form=form, zone=zone_name()
    ), 422 if form.errors else 200


@blueprint.get("/consultations/<int:booking_id>/calendar.ics")
@allow(policy.may_see_booking, load=queries.get_booking)
def download_calendar(booking: Booking) -> Response:
    """Give the consultation as a file that any calendar takes."""
    actor = member()
    content = consultation_letters.file_for(booking, actor.id, actor.name, actor.email)
    answer = Response(content, mimetype=calendars.MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="savimoka-{booking.id}.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
