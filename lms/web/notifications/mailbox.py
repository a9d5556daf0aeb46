"""The local mailbox of a demo, read in the browser; what mails bring stays in a sandbox."""

from pathlib import Path
from typing import Any

from flask import Response, current_app, make_response, request

from lms.domain.notifications import policy
from lms.foundation.errors import NotFound
from lms.foundation.mailbox import KeptMail, Mailbox
from lms.web.notifications.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.headers import CSP
from lms.web.shell.pages import page
from lms.web.shell.paging import Page

PER_PAGE = 25
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
# Only our own page of the mail may frame it; nothing in it runs, loads or is sent.
BODY_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    f"frame-ancestors 'self'; sandbox {SANDBOX}"
)


def _mailbox() -> Mailbox:
    settings = current_app.config["SETTINGS"]
    if not settings.shows_mailbox:
        raise NotFound()
    return Mailbox(Path(settings.mail_url))


def _get_mail(key: str) -> KeptMail:
    mail = _mailbox().find(key)
    if mail is None:
        raise NotFound()
    return mail


@blueprint.get("/admin/mailbox")
@allow(policy.may_see_outbox)
def mailbox() -> str:
    """List the mails that the demo has sent, newest first."""
    box = _mailbox()
    paging = Page.of(request.args.get("page"), box.count(), PER_PAGE)
    return page("notifications/mailbox", mails=box.page(paging.number, paging.size), paging=paging)


@blueprint.get("/admin/mailbox/<key>")
@allow(policy.may_see_outbox, load=_get_mail)
def show_mail(mail: KeptMail) -> Response:
    """Show one mail: what stands in its head, its text, and its HTML in a frame."""
    response = make_response(page("notifications/show_mail", mail=mail, sandbox=SANDBOX))
    response.headers["Content-Security-Policy"] = f"{CSP}; frame-src 'self'"
    return response


@blueprint.get("/admin/mailbox/<key>/body")
@allow(policy.may_see_outbox, load=_get_mail)
def mail_body(mail: KeptMail) -> Any:
    """Give the HTML of a mail to the frame, and to nothing else."""
    # Links open a page of their own: in the frame they would lead nowhere.
    response = make_response(mail.html.replace("<head>", '<head><base target="_blank">', 1))
    response.headers["Content-Security-Policy"] = BODY_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
