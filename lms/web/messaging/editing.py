"""Mending one's own message shortly after it was sent."""

from typing import Any

from flask import request

from lms.domain.messaging import policy, queries, rules, service
from lms.domain.messaging.queries import OwnMessage
from lms.foundation import clock
from lms.foundation.errors import Conflict, Invalid
from lms.foundation.i18n import gettext as _
from lms.web.messaging.blueprint import blueprint
from lms.web.messaging.conversations import back_to
from lms.web.messaging.forms import EditForm
from lms.web.shell.access import allow
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member


@blueprint.route("/messages/<int:conversation_id>/edit/<int:message_id>", methods=["GET", "POST"])
@allow(policy.may_edit, load=queries.get_own_message)
def edit_message(own: OwnMessage) -> Any:
    """Show the words to be changed; on POST change them, while that is still possible."""
    form = EditForm.of_request(text=own.text)
    if request.method == "POST":
        try:
            service.edit_message(member(), own, form.text.data or "")
        except Conflict as refusal:
            # What was typed is not lost: it becomes the beginning of another message.
            tell(str(refusal), "warning")
            return _too_late(own, form.text.data or "")
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            tell(_("Your message has been changed."))
            return back_to(own.talk, f"message-{own.id}")
    elif not rules.may_still_edit(own.sent_at, clock.now(), is_answered=own.is_answered):
        return back_to(own.talk, f"message-{own.id}")
    return page("messaging/edit_message", own=own, form=form, longest=rules.LONGEST_TEXT), (
        422 if form.errors else 200
    )


def _too_late(own: OwnMessage, typed: str) -> Any:
    return page("messaging/edit_message", own=own, typed=typed, form=EditForm()), 409
