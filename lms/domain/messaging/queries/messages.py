"""Reading messages: what was said, what it said before it was edited, and the files that came with it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lms.domain.accounts.models import User
from lms.domain.messaging.models import Message, MessageEdit, MessageFile
from lms.domain.messaging.queries.conversations import Talk, get_conversation
from lms.foundation.db import session
from lms.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class EarlierText:
    """What a message said until it was edited."""

    text: str
    language: str
    until: datetime


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file beside its message."""

    id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message with the name of who wrote it."""

    id: int
    sender_id: int
    sender: str
    is_from_learner: bool
    text: str
    language: str
    sent_at: datetime
    edited_at: datetime | None = None
    earlier: tuple[EarlierText, ...] = ()
    files: tuple[KeptFile, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """A message and the conversation that it stands in, for its writer."""

    id: int
    sender_id: int
    is_from_learner: bool
    text: str
    sent_at: datetime
    is_answered: bool
    talk: Talk


@dataclass(frozen=True, slots=True)
class OpenableFile:
    """A file as its door knows it: what it is, and between whom it was sent."""

    name: str
    media_type: str
    size: int
    storage_key: str
    learner_id: int
    module_id: int
    programme_ids: frozenset[int]


def list_messages(conversation_id: int) -> list[SentMessage]:
    """Return the messages of a conversation, oldest first, with their files and earlier texts."""
    rows = session.execute(
        select(Message, User.name)
        .join(User, User.id == Message.sender_id)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.id)
    ).all()
    files = _files_of(conversation_id)
    is_edited = any(message.edited_at for message, _name in rows)
    earlier = _earlier_texts_of(conversation_id) if is_edited else {}
    return [
        SentMessage(
            id=message.id,
            sender_id=message.sender_id,
            sender=name,
            is_from_learner=message.is_from_learner,
            text=message.text,
            language=message.language,
            sent_at=message.sent_at,
            edited_at=message.edited_at,
            earlier=tuple(earlier.get(message.id, ())),
            files=tuple(files.get(message.id, ())),
        )
        for message, name in rows
    ]


def _files_of(conversation_id: int) -> dict[int, list[KeptFile]]:
    found: defaultdict[int, list[KeptFile]] = defaultdict(list)
    rows = session.execute(
        select(MessageFile.message_id, MessageFile.id, MessageFile.name, MessageFile.size)
        .join(Message, Message.id == MessageFile.message_id)
        .where(Message.conversation_id == conversation_id)
        .order_by(MessageFile.id)
    )
    for row in rows:
        found[row.message_id].append(KeptFile(row.id, row.name, row.size))
    return found


def _earlier_texts_of(conversation_id: int) -> dict[int, list[EarlierText]]:
    found: defaultdict[int, list[EarlierText]] = defaultdict(list)
    rows = session.execute(
        select(MessageEdit.message_id, MessageEdit.text, MessageEdit.language, MessageEdit.until)
        .join(Message, Message.id == MessageEdit.message_id)
        .where(Message.conversation_id == conversation_id)
        .order_by(MessageEdit.id)
    )
    for row in rows:
        found[row.message_id].append(EarlierText(row.text, row.language, row.until))
    return found


def find_message(form_key: str) -> Message | None:
    """Return the message that this form has already made."""
    return session.scalar(select(Message).filter_by(form_key=form_key))


def get_message_for_change(message_id: int) -> Message:
    """Return the message as it is now."""
    statement = select(Message).filter_by(id=message_id).with_for_update()
    found = session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def get_own_message(conversation_id: int, message_id: int) -> OwnMessage:
    """Return the message with what the policy of editing needs, or refuse."""
    message = session.scalar(select(Message).filter_by(id=message_id, conversation_id=conversation_id))
    if message is None:
        raise NotFound()
    return OwnMessage(
        id=message.id,
        sender_id=message.sender_id,
        is_from_learner=message.is_from_learner,
        text=message.text,
        sent_at=message.sent_at,
        is_answered=is_answered(message),
        talk=get_conversation(conversation_id),
    )


def is_answered(message: Message) -> bool:
    """Whether the other side has written since."""
    later = select(Message.id).where(
        Message.conversation_id == message.conversation_id,
        Message.id > message.id,
        Message.is_from_learner != message.is_from_learner,
    )
    return session.scalar(later.limit(1)) is not None


def is_first_message(message_id: int, conversation_id: int) -> bool:
    """Whether the conversation began with this message."""
    first = select(func.min(Message.id)).where(Message.conversation_id == conversation_id)
    return session.scalar(first) == message_id


def get_file(file_id: int) -> OpenableFile:
    """Return the file with the people of its conversation, or refuse."""
    row = session.execute(
        select(MessageFile, Message.conversation_id)
        .join(Message, Message.id == MessageFile.message_id)
        .where(MessageFile.id == file_id)
    ).one_or_none()
    if row is None:
        raise NotFound()
    file, talk = row.MessageFile, get_conversation(row.conversation_id)
    return OpenableFile(
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        storage_key=file.storage_key,
        learner_id=talk.learner_id,
        module_id=talk.module_id,
        programme_ids=talk.programme_ids,
    )


def find_needed_files(storage_keys: Collection[str]) -> set[str]:
    """Return those of the stored files that belong to a message."""
    return set(
        session.scalars(select(MessageFile.storage_key).where(MessageFile.storage_key.in_(storage_keys)))
    )
