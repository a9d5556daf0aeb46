"""What a learner can book: the hours of a module, and the form for one of them."""

from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import redirect, request, url_for

from lms.domain.consultations import policy, queries, rules, service
from lms.domain.consultations.queries import Slot
from lms.domain.content import queries as content
from lms.domain.learning import queries as learning
from lms.foundation import clock
from lms.foundation.errors import Conflict, Invalid, NotFound
from lms.foundation.i18n import current_zone
from lms.foundation.i18n import gettext as _
from lms.web.consultations.blueprint import blueprint, zone_name
from lms.web.consultations.directory import Directory
from lms.web.consultations.forms import BookingForm
from lms.web.shell.access import allow, members
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

MOST_SHOWN = 200


@blueprint.get("/consultations")
@members
def list_consultations() -> str:
    """Show what the viewer has booked, what they have promised, and who can be asked about what."""
    actor, now = member(), clock.now()
    directory = Directory(now + rules.BOOKED_BEFORE, learning.list_standings(actor.id))
    coming = queries.list_coming(actor.id, now)
    return page(
        "consultations/list_consultations",
        bookings=[each for each in coming if each.learner_id == actor.id],
        # Authors have a page for it; who is one no more still keeps or cancels what was arranged.
        promised=[] if actor.is_staff else [each for each in coming if each.author_id == actor.id],
        groups=directory.groups(),
        zone=zone_name(),
    )


@blueprint.get("/consultations/modules/<module>")
@members
def list_slots(module: str) -> str:
    """Show the times that can be booked in a module, day by day on the reader's own clock."""
    return _slots_page(module)


def _slots_page(slug: str, typed: str = "") -> str:
    actor, now = member(), clock.now()
    standing = learning.find_standing(actor.id, slug)
    if standing is None or standing.is_withdrawn:
        raise NotFound()
    slots = queries.list_free_slots(standing.module_id, now + rules.BOOKED_BEFORE, MOST_SHOWN)
    zone = ZoneInfo(current_zone())
    days = groupby(slots, key=lambda slot: slot.starts_at.astimezone(zone).date())
    return page(
        "consultations/list_slots",
        module=content.get_revision(standing.revision_id),
        is_in=standing.is_enrolled,
        days=[(day, list(of_day)) for day, of_day in days],
        bookings=queries.list_own_bookings(actor.id, now, standing.module_id),
        zone=zone_name(),
        typed=typed,
    )


@blueprint.route("/consultations/slots/<int:slot_id>/book", methods=["GET", "POST"])
@allow(policy.may_book, load=queries.get_slot)
def book_slot(slot: Slot) -> Any:
    """Show the form for one time; on POST book it. A time that is gone leads back to the others."""
    standing = learning.find_standing(member().id, slot.module)
    if standing is None or not standing.is_enrolled:
        raise Conflict(_("Consultation hours are for those who learn in this module. Enrol in it first."))
    form = BookingForm.of_request()
    if request.method == "POST":
        try:
            return _book(slot, form)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            if standing.is_withdrawn:
                raise  # there are no other times to show
            tell(str(refusal), "warning")
            return _slots_page(slot.module, form.subject.data or ""), 409
    return page(
        "consultations/book_slot", slot=slot, form=form, zone=zone_name(), longest=rules.LONGEST_SUBJECT
    ), 422 if form.errors else 200


def _book(slot: Slot, form: BookingForm) -> Any:
    booking_id = service.book(member(), slot, form.subject.data or "", request.form.get("starts_at", ""))
    tell(_("The consultation is booked. You will also get it by e-mail, with a file for your calendar."))
    return redirect(url_for("consultations.show_booking", booking_id=booking_id), 303)
