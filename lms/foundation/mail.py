"""A mail that goes out, and what may become of it.

A mail has one Message-ID for ever. What a server will never take is told apart
from what may be tried again: `MailRefused` is the end, `MailUnavailable` is not.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

SHOWN_REASON = 300


class MailError(Exception):
    """A mail that was not taken; `reason` is what the server said, for the administrator."""

    def __init__(self, reason: str) -> None:
        self.reason = " ".join(reason.split())[:SHOWN_REASON]
        super().__init__(self.reason)


class MailRefused(MailError):
    """The server will never take this mail for this address; trying again is of no use."""


class MailUnavailable(MailError):
    """The mail may be taken later; with `everyone` the server itself is away, and no other need be tried.

    With `may_be_taken` the conversation broke off after the mail had been handed over, so that
    the server may have it.
    """

    def __init__(self, reason: str, *, everyone: bool = True, may_be_taken: bool = False) -> None:
        super().__init__(reason)
        self.everyone = everyone
        self.may_be_taken = may_be_taken


@dataclass(frozen=True, slots=True)
class Invitation:
    """A calendar's file that a mail brings, and what the calendar is asked to do with it (RFC 6047)."""

    method: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class OutgoingMail:
    """One mail to one person, ready in their language."""

    message_id: str  # without the angle brackets
    to_address: str
    to_name: str
    subject: str
    text: str
    html: str
    language: str
    written_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    return_path: str = ""  # where a bounce goes; empty: to the sender of all mail
    invitation: Invitation | None = None


class Mailer(Protocol):
    """What the notices ask of whatever carries mail."""

    def send(self, mail: OutgoingMail) -> None:
        """Hand one mail over; raise MailRefused or MailUnavailable."""

    def batch(self) -> AbstractContextManager[None]:
        """Keep one connection for all mails sent inside."""

    def check(self) -> None:
        """Raise MailUnavailable when no mail could be sent now."""
