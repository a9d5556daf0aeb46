"""What an author offers: the form for new times, the list of their own, changing and taking back."""

from datetime import time
from typing import Any

from flask import redirect, request, url_for

from lms.domain.catalogue import queries as catalogue
from lms.domain.consultations import policy, queries, rules, service
from lms.domain.consultations.queries import Slot
from lms.domain.consultations.rules import Offer
from lms.domain.consultations.service import Meeting
from lms.domain.content import queries as content
from lms.foundation import clock
from lms.foundation.errors import Conflict, Invalid
from lms.foundation.i18n import current_zone, format_minutes, in_language, ngettext
from lms.foundation.i18n import gettext as _
from lms.web.consultations.blueprint import blueprint, zone_name
from lms.web.consultations.forms import LENGTHS, OfferForm, PlaceForm, SlotForm
from lms.web.shell.access import allow
from lms.web.shell.forms import options
from lms.web.shell.pages import page, tell
from lms.web.shell.paging import Page
from lms.web.shell.session import member

PER_PAGE = 25
MOST_UNRECORDED = 50
EITHER = "either"


@blueprint.route("/teach/consultations", methods=["GET", "POST"])
@allow(policy.may_offer_hours)
def offer_hours() -> Any:
    """List the times that the viewer offers; on POST offer more."""
    taught = catalogue.authored_module_ids(member())
    modules = {each.module_id: each for each in content.list_current_modules() if each.module_id in taught}
    form = OfferForm.of_request(from_time=time(10), to_time=time(11), minutes=30, weeks=1, spoken=EITHER)
    form.module_id.choices = options((key, in_language(each.title)) for key, each in modules.items())
    form.minutes.choices = options((each, format_minutes(each)) for each in LENGTHS)
    _offer_languages(form)
    if request.method == "POST" and form.validate():
        try:
            return _offer(form)
        except Invalid as refusal:
            form.refuse(refusal)
    now = clock.now()
    paging = Page.of(request.args.get("page"), queries.count_offered(member().id, now), PER_PAGE)
    return page(
        "consultations/offer_hours",
        form=form,
        slots=queries.list_offered(member().id, now, paging.size, paging.offset),
        unrecorded=queries.list_unrecorded(member().id, now, MOST_UNRECORDED),
        paging=paging,
        zone=zone_name(),
        most_weeks=rules.MOST_WEEKS,
        has_modules=bool(modules),
    ), 422 if form.errors else 200


def _offer(form: OfferForm) -> Any:
    day, from_time, to_time = form.day.data, form.from_time.data, form.to_time.data
    assert day and from_time and to_time
    offer = Offer(day, from_time, to_time, form.minutes.data, form.weeks.data or 0)
    count = service.offer(member(), form.module_id.data, offer, _meeting(form), current_zone())
    tell(ngettext("%(num)s time is now offered.", "%(num)s times are now offered.", count))
    return redirect(url_for("consultations.offer_hours"), 303)


def _offer_languages(form: PlaceForm) -> None:
    form.spoken.choices = options(
        [(EITHER, _("Lithuanian or English")), ("lt", _("Lithuanian")), ("en", _("English"))]
    )


def _meeting(form: PlaceForm) -> Meeting:
    spoken = form.spoken.data if form.spoken.data != EITHER else None
    return Meeting(place=form.place.data or "", spoken=spoken)


@blueprint.route("/teach/consultations/slots/<int:slot_id>", methods=["GET", "POST"])
@allow(policy.may_keep_slot, load=queries.get_slot)
def change_slot(slot: Slot) -> Any:
    """Show a time of one's own to change; on POST change it, and tell whoever has booked it."""
    if slot.is_withdrawn or slot.starts_at <= clock.now():
        raise Conflict(_("This time is no longer offered."))
    day, from_time, to_time = rules.clock_of(slot.span, current_zone())
    form = SlotForm.of_request(
        day=day,
        from_time=from_time,
        to_time=to_time,
        place=slot.place,
        spoken=slot.spoken or EITHER,
    )
    _offer_languages(form)
    if request.method == "POST" and form.validate():
        try:
            return _change(slot, form)
        except Invalid as refusal:
            form.refuse(refusal)
    return page(
        "consultations/change_slot", slot=slot, form=form, zone=zone_name()
    ), 422 if form.errors else 200


def _change(slot: Slot, form: SlotForm) -> Any:
    day, from_time, to_time = form.day.data, form.from_time.data, form.to_time.data
    assert day and from_time and to_time
    span = rules.changed_span(day, from_time, to_time, current_zone(), slot.span)
    service.change_slot(member(), slot, span, _meeting(form), form.reason.data or "")
    if slot.booking_id is not None:
        tell(_("The consultation is changed. The other side is being told."))
        return redirect(url_for("consultations.show_booking", booking_id=slot.booking_id), 303)
    tell(_("The time is changed."))
    return _back_to_own()


@blueprint.post("/teach/consultations/slots/<int:slot_id>/withdraw")
@allow(policy.may_keep_slot, load=queries.get_slot)
def withdraw_slot(slot: Slot) -> Any:
    """Take back a time that nobody has booked."""
    service.withdraw_slot(member(), slot)
    tell(_("The time is no longer offered."))
    return _back_to_own()


def _back_to_own() -> Any:
    """Lead to the viewer's own hours; who is no author any more has them among all consultations."""
    place = "offer_hours" if policy.may_offer_hours(member()) else "list_consultations"
    return redirect(url_for(f"consultations.{place}"), 303)
