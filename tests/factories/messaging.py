"""Conversations and messages."""

from datetime import timedelta
from io import BytesIO
from secrets import token_hex
from typing import Any

from lms.domain.messaging.models import Absence, Conversation, Message, MessageFile
from lms.foundation import clock, storage, working_days
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
            "promised_on": working_days.after(working_days.day_of(values.get("started_at", clock.now())), 3),
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


def find_first_message(conversation: Conversation) -> Message:
    """The message with which the conversation began."""
    return session.query(Message).filter_by(conversation_id=conversation.id).order_by(Message.id).first()


def make_message_file(message: Message, content: bytes = b"Mano failas", **values: Any) -> MessageFile:
    """A file that came with the message, its bytes in the storage."""
    file = MessageFile(
        **{
            "message_id": message.id,
            "name": "klausimas.txt",
            "media_type": "text/plain",
            "size": len(content),
            "sha256": "0" * 64,
            "storage_key": f"messages/00/{token_hex(16)}.txt",
            "uploaded_at": clock.now(),
            **values,
        }
    )
    storage.current().put(file.storage_key, BytesIO(content))
    session.add(file)
    session.flush()
    return file


def make_absence(user: Any, substitute: Any = None, **values: Any) -> Absence:
    """A week from today on in which the person is away."""
    today = working_days.day_of(clock.now())
    absence = Absence(
        **{
            "user_id": user.id,
            "from_day": today,
            "to_day": today + timedelta(days=6),
            "substitute_id": substitute.id if substitute else None,
            "entered_at": clock.now(),
            **values,
        }
    )
    session.add(absence)
    session.flush()
    return absence
