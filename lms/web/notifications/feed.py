"""A person's own dates at a private address, for their calendar: making the address, and asking for it."""

import hashlib
from typing import Any

from flask import Response, redirect, request, url_for

from lms.domain.catalogue import queries as catalogue
from lms.domain.notifications import feeds, own_calendar
from lms.foundation import calendars
from lms.foundation.errors import NotFound
from lms.foundation.i18n import gettext as _
from lms.web.notifications.blueprint import blueprint
from lms.web.shell import limits
from lms.web.shell.access import members, public
from lms.web.shell.pages import tell
from lms.web.shell.session import member


@blueprint.get("/calendar/<token>.ics")
@public
def show_own_calendar(token: str) -> Response:
    """Give the dates of whoever the address belongs to; the token in it is the key."""
    owner_id = feeds.find_owner(token)
    if owner_id is None:
        limits.count(limits.CALENDARS_NOT_FOUND, limits.visitor_address())
        raise NotFound()
    limits.count(limits.CALENDAR_OF_PERSON, str(owner_id))
    person = catalogue.find_person(owner_id)
    if person is None:
        raise NotFound()
    content = own_calendar.file_for(person)
    answer = Response(content, mimetype=calendars.MEDIA_TYPE)
    answer.headers["Content-Disposition"] = 'inline; filename="savimoka.ics"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
    answer.make_conditional(request)
    return answer


@blueprint.post("/account/notices/calendar")
@members
def make_feed() -> Any:
    """Give the viewer an address for their dates, or another one in its place."""
    is_new = "renew" in request.form
    feeds.make_feed(member().id, anew=is_new)
    tell(
        _("Your dates have a new address. The old one has ended.")
        if is_new
        else _("Your dates have an address now.")
    )
    return redirect(url_for("notifications.choose_notices", _anchor="calendar"), 303)


@blueprint.post("/account/notices/calendar/drop")
@members
def drop_feed() -> Any:
    """Switch the viewer's address off."""
    feeds.drop_feed(member().id)
    tell(_("The address of your dates is switched off."))
    return redirect(url_for("notifications.choose_notices", _anchor="calendar"), 303)
