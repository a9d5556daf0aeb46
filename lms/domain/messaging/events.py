"""What has happened in conversations."""

from dataclasses import dataclass
from datetime import datetime

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
    told_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class QuestionHandedOver(Event):
    """An author has given a question to another."""

    conversation_id: int
    by_id: int
    to_id: int
    handed_over_at: datetime


@dataclass(frozen=True, kw_only=True)
class AnswersLate(Event):
    """The promised day of these questions has passed; they have waited since then at the latest."""

    module_id: int
    conversation_ids: tuple[int, ...]
    since: datetime
    told_at: datetime
