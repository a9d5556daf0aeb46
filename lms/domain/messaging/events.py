"""What has happened in conversations."""

from dataclasses import dataclass

from lms.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class MessagePosted(Event):
    """Somebody has written in a conversation; the other side has something to read."""

    message_id: int
    conversation_id: int
    sender_id: int
    learner_id: int
    module_id: int
    is_from_learner: bool
