"""Whether mail goes out: the administrator's view of the outbox and of those who empty it."""

from typing import Any

from flask import current_app, redirect, request, url_for

from lms.domain.notifications import policy, queries, service
from lms.domain.notifications.queries import Notice
from lms.foundation import broker, clock, health
from lms.foundation.errors import NotFound
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext
from lms.web.notifications.blueprint import blueprint
from lms.web.notifications.own import current_actor
from lms.web.shell.access import allow
from lms.web.shell.pages import page, tell
from lms.web.shell.paging import Page

PER_PAGE = 50


@blueprint.get("/admin/outbox")
@allow(policy.may_see_outbox)
def outbox() -> str:
    """Show how much mail waits, failed or went out, since when, and who is at work."""
    counts = queries.count_outbox_by_state()
    state = request.args.get("state") or ("failed" if counts["failed"] else "waiting")
    if state not in queries.STATES:
        raise NotFound()
    now = clock.now()
    paging = Page.of(request.args.get("page"), counts[state], PER_PAGE)
    signs = health.signs_of_life()
    workers = [sign for sign in signs if sign.kind == health.WORKER]
    return page(
        "notifications/outbox",
        counts=counts,
        state=state,
        states=queries.STATES,
        lines=queries.list_outbox(state, paging.size, paging.offset),
        paging=paging,
        oldest=queries.find_oldest_due(now),
        workers=workers,
        is_broker_down=_is_broker_down(workers),
        sweeper=next((sign for sign in signs if sign.kind == health.SWEEPER), None),
        now=now,
    )


def _is_broker_down(workers: list[health.SignOfLife]) -> bool:
    """Tell whether this server, or a worker on another machine, does not reach the broker."""
    without = any(worker.is_alive and worker.details.get("broker") == "down" for worker in workers)
    return without or not broker.is_up(current_app.extensions["broker"])


@blueprint.post("/admin/outbox/<int:notice_id>/retry")
@allow(policy.may_see_outbox, load=queries.get_notice)
def retry_mail(notice: Notice) -> Any:
    """Try a failed mail again."""
    service.retry_mail(current_actor(), notice)
    tell(_("The mail will be tried again."))
    return redirect(url_for("notifications.outbox"), 303)


@blueprint.post("/admin/outbox/retry")
@allow(policy.may_see_outbox)
def retry_failed() -> Any:
    """Try all failed mails again."""
    count = service.retry_all_failed(current_actor())
    tell(ngettext("%(num)s mail will be tried again.", "%(num)s mails will be tried again.", count))
    return redirect(url_for("notifications.outbox"), 303)
