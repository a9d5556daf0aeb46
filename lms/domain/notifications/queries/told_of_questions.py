"""What has to be known of questions to tell of them: where they were asked, never what."""

from typing import Any

from lms.domain.messaging.models import Conversation
from lms.foundation.db import session


def describe_conversation(conversation_id: int) -> dict[str, Any]:
    """Return what a notice says of a conversation to those who may open it."""
    conversation = session.get_one(Conversation, conversation_id)
    return {
        "conversation_id": conversation_id,
        "module_title": conversation.module_title,
        "lesson_title": conversation.lesson_title,
    }


def describe_module(conversation_id: int) -> dict[str, Any]:
    """Return what a notice says of a conversation's module to those who may not open it."""
    conversation = session.get_one(Conversation, conversation_id)
    return {"module_id": conversation.module_id, "module_title": conversation.module_title}
