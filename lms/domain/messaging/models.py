"""Tables of conversations and their messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class Conversation(Base):
    """One learner's question about a block or lesson, and what followed.

    `state` is waiting (for the authors), answered or closed; a new word from the
    learner always makes it waiting again. The titles are those that the learner saw,
    so that lists need no module to be opened.
    """

    __tablename__ = "conversations"
    __table_args__ = (Index("ix__conversations__waiting", "module_id", "state", "waiting_since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("module_revisions.id"))
    lesson: Mapped[str]
    block: Mapped[str | None]
    module_title: Mapped[dict[str, Any]]
    lesson_title: Mapped[dict[str, Any]]
    language: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    waiting_since: Mapped[datetime | None]
    started_at: Mapped[datetime]
    last_message_at: Mapped[datetime]


class Message(Base):
    """One message, kept exactly as it was sent."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    is_from_learner: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    sent_at: Mapped[datetime]
    form_key: Mapped[str | None] = mapped_column(unique=True)  # the same form sent twice is one message
