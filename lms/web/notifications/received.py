"""What came in by mail, and what became of it."""

from flask import request

from lms.domain.notifications import policy, rules
from lms.domain.notifications.queries import received
from lms.foundation.i18n import gettext as _
from lms.web.notifications.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.pages import page
from lms.web.shell.paging import Page

PER_PAGE = 50


@blueprint.get("/admin/outbox/received")
@allow(policy.may_see_outbox)
def list_received() -> str:
    """List the mails that came in, the newest first: never what they said."""
    paging = Page.of_uncounted(request.args.get("page"), PER_PAGE)
    lines, paging = paging.cut(received.list_received(paging.one_more, paging.offset))
    return page(
        "notifications/list_received",
        lines=[(line, outcome_words(line.outcome, line.reason)) for line in lines],
        paging=paging,
        masked=rules.masked,
    )


def outcome_words(outcome: str, reason: str) -> str:
    """Say what became of a mail that came in."""
    words = {
        "taken": _("It became a message in its conversation."),
        "passed-over automatic": _("An automatic answer; nothing was kept."),
        "passed-over no-report": _("No report that could be read; nothing was kept."),
        "refused no-account": _("Refused: the account is closed."),
        "refused other-sender": _("Refused: it came from another address than the letter went to."),
        "refused empty": _("Refused: it had no words of its own."),
        "refused closed": _("Refused: this person no longer takes part in the conversation."),
        "refused files": _("Refused: its files could not be taken."),
        "refused too-many": _(
            "Refused: too many answers within an hour, as when mailboxes answer each other."
        ),
        "refused too-long": _("Refused: it was too long for one message."),
        "delayed": _("A letter is late; the mail server goes on trying."),
        "bounced no-mailbox": _("A letter came back: there is no such mailbox."),
        "bounced full": _("A letter came back: the mailbox is full."),
        "bounced refused": _("A letter came back: the mail server refused it."),
    }
    if outcome == "bounced":
        reason = rules.reason_of_bounce(reason)
    return words.get(f"{outcome} {reason}") or words.get(outcome) or f"{outcome} {reason}".strip()
