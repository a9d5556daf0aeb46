"""The letters in each state, and trying again what did not arrive."""

from typing import Any

from flask import redirect, request, url_for

from lms.domain.notifications import policy, queries, service
from lms.domain.notifications.queries import Notice
from lms.foundation import clock
from lms.foundation.errors import NotFound
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext
from lms.web.notifications.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.pages import page, tell
from lms.web.shell.paging import Page
from lms.web.shell.session import member

PER_PAGE = 50


@blueprint.get("/admin/outbox/letters")
@allow(policy.may_see_outbox)
def list_letters() -> str:
    """List the letters in one state: to whom, of what kind, and what the mail server said."""
    standing = queries.look_at_outbox(clock.now())
    state = request.args.get("state") or ("failed" if standing.failed else "waiting")
    if state not in queries.STATES:
        raise NotFound()
    paging = Page.of_uncounted(request.args.get("page"), PER_PAGE)
    lines, paging = paging.cut(queries.list_outbox(state, paging.one_more, paging.offset))
    return page(
        "notifications/list_letters",
        standing=standing,
        state=state,
        states=queries.STATES,
        lines=lines,
        paging=paging,
        is_paused=queries.is_paused(),
        most_at_once=service.MOST_AT_ONCE,
    )


@blueprint.post("/admin/outbox/<int:notice_id>/retry")
@allow(policy.may_see_outbox, load=queries.get_notice)
def retry_mail(notice: Notice) -> Any:
    """Try a mail again that failed or came back."""
    state = notice.mail
    service.retry_mail(member(), notice)
    tell(_("The letter will be tried again."))
    return redirect(url_for("notifications.list_letters", state=state), 303)


@blueprint.post("/admin/outbox/retry")
@allow(policy.may_see_outbox)
def retry_all() -> Any:
    """Try all mails again that failed, or that came back: so many at a time."""
    state = request.form.get("state", "failed")
    retried = service.retry_all(member(), state)
    tell(
        ngettext(
            "%(num)s letter will be tried again.", "%(num)s letters will be tried again.", retried.number
        )
    )
    if retried.left:
        words = ngettext(
            "%(num)s more is left: press the button again.",
            "%(num)s more are left: press the button again.",
            retried.left,
        )
        tell(words)
    return redirect(url_for("notifications.list_letters", state=state), 303)
