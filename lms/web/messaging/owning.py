"""Whose a question is: an author takes it or hands it over."""

from typing import Any

from flask import request

from lms.domain.messaging import policy, queries, service
from lms.domain.messaging.queries import Talk
from lms.domain.notifications import service as notifications
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.web.messaging.blueprint import blueprint
from lms.web.messaging.conversations import back_to, subject_of
from lms.web.shell.access import allow
from lms.web.shell.forms import id_or_none
from lms.web.shell.pages import tell
from lms.web.shell.session import member


@blueprint.post("/messages/<int:conversation_id>/take")
@allow(policy.may_answer, load=queries.get_conversation)
def take_conversation(talk: Talk) -> Any:
    """Make the question the viewer's own."""
    service.take(member(), talk, id_or_none(request.form.get("from", type=_number)))
    notifications.mark_read_about(member().id, subject_of(talk))
    tell(_("The question is yours now."))
    return back_to(talk)


@blueprint.post("/messages/<int:conversation_id>/hand-over")
@allow(policy.may_answer, load=queries.get_conversation)
def hand_over_conversation(talk: Talk) -> Any:
    """Give the question to another author; a choice that does not hold is said on the conversation's page."""
    try:
        to_id, from_id = (request.form.get(each, type=_number) for each in ("to", "from"))
        service.hand_over(member(), talk, to_id, from_id)
    except Invalid as refusal:
        tell(str(refusal), "warning")
        return back_to(talk)
    tell(_("The question has been handed over. The author gets a notice."))
    return back_to(talk)


def _number(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 9:
        raise ValueError(typed)
    return int(typed)
