"""Understand what a mail server reports about a mail that it could not deliver, or not yet (RFC 3464)."""

import re
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_string
from email.message import Message

from lms.foundation.mail_reading import decode, header, is_automatic

SHOWN_REASON = 200
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_LONGEST_REPORT = 20_000


@dataclass(frozen=True, slots=True)
class Bounce:
    """What became of a mail: `status` as mail servers number it, 5.1.1; final, or only late."""

    status: str
    is_final: bool
    reason: str


def read(message: Message, *, has_no_sender: bool) -> Bounce | None:
    """Return what a report says; None where it is none, or tells of no trouble.

    Old mail servers write only to people: from a mail without sender the first number of an error counts.
    """
    for fields in _delivery_fields(message):
        action = header(fields, "Action").lower().partition(" ")[0]
        if action in ("failed", "delayed"):
            return _bounce(action, fields)
    if not has_no_sender or message.get_content_type() == "multipart/report":
        return None
    # Somebody on leave has no sender either, and dates such as 5.1.27 look like errors.
    if is_automatic(message) and not header(message, "X-Failed-Recipients"):
        return None
    found = _STATUS.search(_first_words(message))
    if not found or found[1] == "2":
        return None
    return Bounce(found[0], found[1] == "5", "")


def _bounce(action: str, fields: Message) -> Bounce:
    found = _STATUS.search(header(fields, "Status"))
    status = found[0] if found and found[1] != "2" else ("5.0.0" if action == "failed" else "4.0.0")
    said = header(fields, "Diagnostic-Code").partition(";")[2].strip()
    # A server that has given up after days repeats the last hindrance, which was 4.x.x.
    return Bounce(status, action == "failed", said[:SHOWN_REASON])


def _delivery_fields(message: Message) -> list[Message]:
    """Return the blocks of the report, one for each recipient."""
    with suppress(Exception):
        for part in message.walk():
            kind, blocks = part.get_content_type(), part.get_payload()
            if kind == "message/delivery-status" and isinstance(blocks, list):
                return [each for each in blocks if isinstance(each, Message)]
            if kind == "message/global-delivery-status" and isinstance(blocks, list):  # RFC 6533
                return [message_from_string(each) for each in str(blocks[0]).split("\n\n")]
    return []


def _first_words(message: Message) -> str:
    with suppress(Exception):
        for part in message.walk():
            content = part.get_payload(decode=True)
            if part.get_content_maintype() == "text" and isinstance(content, bytes):
                return decode(content[:_LONGEST_REPORT], part.get_content_charset())
    return ""
