"""Consultations that are over, for whoever took part in them on either side."""

from flask import request

from lms.domain.consultations import queries
from lms.foundation import clock
from lms.web.consultations.blueprint import blueprint, outcome_words, zone_name
from lms.web.shell.access import members
from lms.web.shell.pages import page
from lms.web.shell.paging import Page
from lms.web.shell.session import member

PER_PAGE = 25


@blueprint.get("/consultations/past")
@members
def list_past() -> str:
    """List the viewer's consultations that are over or cancelled, with what became of them."""
    actor, now = member(), clock.now()
    paging = Page.of(request.args.get("page"), queries.count_past(actor.id, now), PER_PAGE)
    return page(
        "consultations/list_past",
        bookings=queries.list_past(actor.id, now, paging.size, paging.offset),
        paging=paging,
        outcome_words=outcome_words,
        zone=zone_name(),
    )
