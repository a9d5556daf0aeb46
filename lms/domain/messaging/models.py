"""Tables of conversations and their messages."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class Conversation(Base):
    """One learner's question about a block or lesson, and what followed.

    `state` is waiting (for the authors), answered, settled (the learner says that this answered
    it) or closed; a new word from the learner always makes it waiting again. While it waits,
    `answer_by` is the promised day, and `escalated_at` tells when it was said that the day has
    passed. The titles are those that the learner saw, so that lists need no module to be opened.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix__conversations__waiting", "module_id", "state", "waiting_since"),
        Index("ix__conversations__promised", "state", "answer_by"),
        Index("ix__conversations__asked", "module_id", "started_at"),
    )

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
    answer_by: Mapped[date | None]
    escalated_at: Mapped[datetime | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # nobody yet: all authors share it
    started_at: Mapped[datetime]
    last_message_at: Mapped[datetime]
    # How the question itself was answered, whatever was asked and answered afterwards.
    promised_on: Mapped[date | None]
    first_answered_at: Mapped[datetime | None]


class Message(Base):
    """One message, kept exactly as it was sent; what it said before it was edited stands in `MessageEdit`."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    is_from_learner: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    sent_at: Mapped[datetime]
    form_key: Mapped[str | None] = mapped_column(unique=True)  # the same form sent twice is one message
    edited_at: Mapped[datetime | None]


class MessageEdit(Base):
    """What a message said before its writer changed it, until when."""

    __tablename__ = "message_edits"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    until: Mapped[datetime]


class MessageFile(Base):
    """A file that came with a message; open to the people of the conversation only."""

    __tablename__ = "message_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    storage_key: Mapped[str] = mapped_column(unique=True)
    uploaded_at: Mapped[datetime]


class Absence(Base):
    """Days on which an author answers nothing, the last included, and who answers instead, if anyone."""

    __tablename__ = "absences"
    __table_args__ = (Index("ix__absences__person", "user_id", "to_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    from_day: Mapped[date]
    to_day: Mapped[date]
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    entered_at: Mapped[datetime]
