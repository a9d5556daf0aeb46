"""Conversations and messages."""

from typing import Any

from lms.domain.messaging.models import Conversation, Message
from lms.foundation import clock, working_days
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.content import make_module


def make_conversation(learner: Any = None, module: Any = None, **values: Any) -> Conversation:
    """A question about a block of the first lesson that waits for an answer; `text` may be given."""
    learner, module = learner or make_user(), module or make_module()
    text = values.pop("text", "Kuo klasteris skiriasi nuo tinklo?")
    lesson = module.lesson(values.pop("lesson", "first"))
    since = values.setdefault("waiting_since", clock.now())
    conversation = Conversation(
        **{
            "learner_id": learner.id,
            "module_id": module.module_id,
            "revision_id": module.revision_id,
            "lesson": lesson.slug,
            "block": lesson.blocks[0].id,
            "module_title": dict(module.title),
            "lesson_title": dict(lesson.title),
            "language": "lt",
            "state": "waiting",
            "answer_by": working_days.after(working_days.day_of(since), 3) if since else None,
            "started_at": clock.now(),
            "last_message_at": clock.now(),
            **values,
        }
    )
    session.add(conversation)
    session.flush()
    make_message(conversation, learner, text=text)
    return conversation


def make_message(conversation: Conversation, sender: Any, **values: Any) -> Message:
    """A message in the conversation; the conversation itself is left as it stands."""
    message = Message(
        **{
            "conversation_id": conversation.id,
            "sender_id": sender.id,
            "is_from_learner": sender.id == conversation.learner_id,
            "text": "Labas",
            "language": "lt",
            "sent_at": clock.now(),
            **values,
        }
    )
    session.add(message)
    session.flush()
    return message
