"""What a mail server does at the door, and what became of it."""

import smtplib
from dataclasses import dataclass

from sqlalchemy import select

from lms.domain.messaging.models import Message
from lms.domain.notifications import addresses
from lms.domain.notifications.models import ReceivedMail
from lms.foundation import db
from lms.foundation.db import session

DOMAIN = "reply.learn.example.lt"
ANSWER = "Ačiū, dabar aišku."


@dataclass
class World:
    """A question that waits, the people around it, and the address that its author was given."""

    learner_id: int
    author_id: int
    conversation_id: int
    address: str


def reply_address(conversation_id: int, user_id: int) -> str:
    return addresses.reply_to("message-posted", f"conversation:{conversation_id}", user_id)


def mail(
    text: str = ANSWER, *headers: str, sender: str = "rasa@example.lt", name: str = "<1@mail.example.lt>"
) -> bytes:
    head = (f"From: Rasa <{sender}>", f"Message-ID: {name}", *headers)
    kind = () if any(line.startswith("Content-Type") for line in headers) else ("Content-Type: text/plain",)
    return "\r\n".join((*head, *kind, "", text)).encode()


def deliver(door: str, recipient: str, content: bytes, sender: str = "rasa@example.lt") -> tuple[int, str]:
    """Hand a mail over as a mail server does; return what was said about it."""
    with smtplib.LMTP("127.0.0.1", int(door)) as client:
        try:
            client.sendmail(sender, [recipient], content)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, words = refusal.recipients[recipient]
            return code, words.decode()
        except smtplib.SMTPDataError as refusal:
            return refusal.smtp_code, str(refusal.smtp_error)
    return 250, ""


def messages_of(world: World) -> list[tuple[int, str, str]]:
    """The messages after the question: who, what, in which language."""
    with db.reading():
        rows = session.execute(
            select(Message.sender_id, Message.text, Message.language)
            .where(Message.conversation_id == world.conversation_id)
            .order_by(Message.id)
        )
        return [tuple(row) for row in rows][1:]


def received() -> list[tuple[str, str]]:
    with db.reading():
        rows = session.execute(select(ReceivedMail.outcome, ReceivedMail.reason).order_by(ReceivedMail.id))
        return [tuple(row) for row in rows]
