"""Mending one's own words shortly after they were sent; what they said before stays visible."""

from lms.domain.accounts.actor import Actor
from lms.domain.messaging import policy, queries, rules
from lms.domain.messaging.models import MessageEdit
from lms.domain.messaging.queries import OwnMessage
from lms.domain.messaging.service.conversing import check_text
from lms.foundation import clock, i18n
from lms.foundation.db import session
from lms.foundation.errors import Conflict, NotAllowed
from lms.foundation.i18n import gettext as _


def edit_message(actor: Actor, own: OwnMessage, text: str) -> None:
    """Change the words of one's own message while nobody has answered; both sides see the earlier ones."""
    if not policy.may_edit(actor, own):
        raise NotAllowed()
    check_text(text)
    # An answer that comes at this very moment waits for this, or was first.
    queries.get_conversation_for_change(own.talk.id)
    message, now = queries.get_message_for_change(own.id), clock.now()
    if message.text == text:
        return
    if not rules.may_still_edit(message.sent_at, now, is_answered=queries.is_answered(message)):
        raise Conflict(
            _(
                "This message can no longer be edited: it has been answered, or more than 15 minutes "
                "have passed. Please write another message."
            )
        )
    session.add(MessageEdit(message_id=message.id, text=message.text, language=message.language, until=now))
    message.text, message.language, message.edited_at = text, i18n.current_language(), now
