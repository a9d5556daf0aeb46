"""Whose a question is: authors take it and hand it over."""

from collections.abc import Sequence

from lms.domain.accounts.actor import Actor
from lms.domain.messaging import policy, queries
from lms.domain.messaging.answering import Answerer
from lms.domain.messaging.events import QuestionHandedOver
from lms.domain.messaging.models import Conversation
from lms.domain.messaging.queries import Talk
from lms.foundation import clock, events, working_days
from lms.foundation.errors import Conflict, Invalid, NotAllowed
from lms.foundation.i18n import gettext as _


def take(actor: Actor, talk: Talk, from_id: int | None) -> None:
    """Make the question one's own, as an author; `from_id` is whose it was on the author's page.

    Of two who take it at once the second is told, and does not take it from the first.
    """
    if not policy.may_answer(actor, talk):
        raise NotAllowed()
    conversation = queries.get_conversation_for_change(talk.id)
    answerers = queries.list_answerers(talk.module_id, working_days.day_of(clock.now()))
    _refuse_if_taken(actor, conversation, answerers, from_id)
    conversation.owner_id = actor.id


def hand_over(actor: Actor, talk: Talk, to_id: int | None, from_id: int | None) -> None:
    """Give the question to another of those who answer for the module; they are told.

    It is not taken away from somebody whose it has become since the page was opened.
    """
    if not policy.may_answer(actor, talk):
        raise NotAllowed()
    conversation = queries.get_conversation_for_change(talk.id)
    today = working_days.day_of(now := clock.now())
    answerers = queries.list_answerers(talk.module_id, today, besides=talk.learner_id)
    chosen = next((each for each in answerers if each.user_id == to_id), None)
    if chosen is None:
        raise Invalid(_("Please choose who takes the question."), "to")
    if chosen.leave_on(today):
        raise Invalid(_("This author is away today. Please choose another."), "to")
    if conversation.owner_id == chosen.user_id:
        return
    _refuse_if_taken(actor, conversation, answerers, from_id)
    conversation.owner_id = chosen.user_id
    if chosen.user_id != actor.id:
        events.publish(
            QuestionHandedOver(
                conversation_id=talk.id, by_id=actor.id, to_id=chosen.user_id, handed_over_at=now
            )
        )


def _refuse_if_taken(
    actor: Actor, conversation: Conversation, answerers: Sequence[Answerer], from_id: int | None
) -> None:
    """Refuse where the question is another's than on the page; who answers no more owns nothing."""
    owner_id = conversation.owner_id
    if owner_id in {each.user_id for each in answerers} and owner_id not in (from_id, actor.id):
        raise Conflict(_("Another author has taken this question in the meantime."))
