"""A person's own notices: the list, the way to the very thing, and marking as read."""

from typing import Any

from flask import redirect, request, url_for

from lms.domain.notifications import letters, policy, queries, service
from lms.domain.notifications.notices import KINDS
from lms.domain.notifications.queries import Notice
from lms.foundation import db
from lms.foundation.i18n import gettext as _
from lms.web.notifications.blueprint import blueprint
from lms.web.shell.access import allow, members
from lms.web.shell.pages import page, tell
from lms.web.shell.paging import Page
from lms.web.shell.session import member

PER_PAGE = 25


@blueprint.get("/notices")
@members
def list_notices() -> str:
    """List what the platform has told the viewer, newest first."""
    actor = member()
    paging = Page.of(request.args.get("page"), queries.count_notices(actor.id), PER_PAGE)
    lines = queries.list_notices(actor.id, paging.size, paging.offset)
    return page(
        "notifications/list_notices",
        notices=[(line, _sentence(line)) for line in lines],
        paging=paging,
    )


def _sentence(line: queries.NoticeLine) -> str:
    # A notice that a newer version of this program wrote must not spoil the list.
    return letters.sentence(line.kind, line.about, line.sender) or _("There is something new for you.")


@blueprint.get("/notices/<int:notice_id>")
@allow(policy.may_open, load=queries.get_notice)
def open_notice(notice: Notice) -> Any:
    """Lead to the very thing, and remember that the notice was opened.

    Letters link here, so it has to be a GET; it can be followed only by its recipient,
    and following it twice changes nothing.
    """
    kind, about, subject = KINDS.get(notice.kind), notice.about, notice.subject
    with db.unit_of_work():
        service.mark_read_about(member().id, subject)
    way = kind.leads_to(about) if kind else None
    if way is None:
        return redirect(url_for("notifications.list_notices"), 303)
    endpoint, values = way
    return redirect(url_for(endpoint, **values), 303)


@blueprint.post("/notices/<int:notice_id>/read")
@allow(policy.may_open, load=queries.get_notice)
def mark_notice_read(notice: Notice) -> Any:
    """Remember that the viewer has seen this notice, and others about the same thing."""
    service.mark_read_about(member().id, notice.subject)
    return redirect(url_for("notifications.list_notices"), 303)


@blueprint.post("/notices/read")
@members
def mark_all_read() -> Any:
    """Remember that the viewer has seen all their notices."""
    service.mark_all_read(member().id)
    tell(_("All notices are marked as read."))
    return redirect(url_for("notifications.list_notices"), 303)
