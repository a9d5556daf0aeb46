"""Addresses at which we take mail in: whoever holds one may answer as its person, for a while.

A reply address stands for one conversation and one recipient; a return path for one notice. Only
this installation can have made them. The person's own address has to be the sender besides.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from lms.domain.notifications import carrier
from lms.foundation import clock, signing

ANSWERED_FOR = timedelta(days=90)
ANSWERED_BY_MAIL = frozenset({"message-posted", "question-handed-over"})  # kinds of notices
_REPLY, _BOUNCE = "r", "b"
_CONVERSATION = "conversation:"


@dataclass(frozen=True, slots=True)
class ReplyAddress:
    """Where this person's answers in this conversation come."""

    conversation_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class ReturnPath:
    """Where mail servers report what became of this notice's mail."""

    notice_id: int


class UnknownAddress(Exception):
    """We made no such address."""


class ExpiredAddress(Exception):
    """Answers to so old a letter are not taken any more."""


def reply_to(kind: str, subject: str, recipient_id: int | None) -> str:
    """Return the address for answers to a letter of this kind about this thing; nothing if it takes none."""
    domain, number = carrier.reply_domain(), subject.removeprefix(_CONVERSATION)
    if not domain or recipient_id is None or kind not in ANSWERED_BY_MAIL:
        return ""
    last_day = (clock.now() + ANSWERED_FOR).date().toordinal()
    return f"{signing.seal_address(_REPLY, int(number), recipient_id, last_day)}@{domain}"


def return_path(notice_id: int) -> str:
    """Return the envelope sender of a notice's mail; nothing where nobody takes bounces in."""
    domain = carrier.reply_domain()
    return f"{signing.seal_address(_BOUNCE, notice_id)}@{domain}" if domain else ""


def read(address: str) -> ReplyAddress | ReturnPath:
    """Return what an address stands for; raise UnknownAddress or ExpiredAddress."""
    local, _at, domain = address.strip().rpartition("@")
    if not carrier.reply_domain() or domain.lower() != carrier.reply_domain():
        raise UnknownAddress()
    if numbers := signing.unseal_address(_REPLY, local):
        conversation_id, user_id, last_day = numbers
        if clock.now().date() > date.fromordinal(last_day):
            raise ExpiredAddress()
        return ReplyAddress(conversation_id, user_id)
    if numbers := signing.unseal_address(_BOUNCE, local):
        return ReturnPath(numbers[0])
    raise UnknownAddress()
