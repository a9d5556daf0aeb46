"""Take mail in: answers to letters about conversations, and what mail servers report of ours.

Each mail is one deed, answered with yes only once it is committed; the same mail delivered twice is
one. What is refused goes back to its sender with the reason, and nothing of it is kept.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from io import BytesIO

from lms.domain.accounts import rules as accounts
from lms.domain.accounts.actor import Actor
from lms.domain.catalogue import queries as catalogue
from lms.domain.content.media import taking_in
from lms.domain.messaging import queries as conversations
from lms.domain.messaging import service as messaging
from lms.domain.notifications import addresses, service
from lms.domain.notifications.addresses import ReplyAddress, ReturnPath
from lms.domain.notifications.models import ReceivedMail
from lms.domain.notifications.queries import received as queries
from lms.foundation import clock, db, i18n, mail_bounces, mail_cutting, mail_reading
from lms.foundation.errors import Invalid, NotAllowed, NotFound
from lms.foundation.lmtp import Answer
from lms.foundation.mail_reading import IncomingMail
from lms.foundation.storage import StorageFull, StorageUnavailable
from lms.foundation.typed import long_text
from lms.foundation.uploads import CheckedUpload, UploadRefused

UNREACHABLE_AFTER = 3  # letters that came back for good
UNREACHABLE_WITHIN = timedelta(days=30)
# Two mailboxes that answer by themselves, without saying so, would go on for ever.
MOST_ANSWERS, ANSWERS_WITHIN = 20, timedelta(hours=1)  # of one person in one conversation

_UNKNOWN = Answer(550, "5.1.1 There is no such address here.")
_EXPIRED = Answer(550, "5.2.1 This letter is too old to be answered by mail; please answer on the platform.")
_LATER = Answer(451, "4.3.0 The platform cannot keep mail just now; please try again later.")
_TAKEN = Answer(250, "2.0.0 Kept.")
_PASSED_OVER = Answer(250, "2.0.0 Received; there was nothing to keep.")


class _Refused(Exception):
    """The mail goes back to its sender; `reason` is for the administrator, the words for the sender."""

    def __init__(self, reason: str, code: str, words: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.answer = Answer(550, f"{code} {words}")


@dataclass(frozen=True, slots=True)
class _Arrival:
    """One mail for one of our addresses; `key` is the same however often it is delivered."""

    sender: str
    message: Message
    mail: IncomingMail
    key: str


class Reception:
    """Stands behind the door through which a mail server delivers."""

    def knows(self, recipient: str) -> Answer:
        """Say whether we made this address and still take mail for it; asks no database."""
        try:
            addresses.read(recipient)
        except addresses.ExpiredAddress:
            return _EXPIRED
        except addresses.UnknownAddress:
            return _UNKNOWN
        return Answer(250, "2.1.5 Go on.")

    def take(self, sender: str, recipient: str, content: bytes) -> Answer:
        """Keep one mail for one recipient; yes means that it is committed."""
        try:
            meant = addresses.read(recipient)
        except addresses.ExpiredAddress:
            return _EXPIRED
        except addresses.UnknownAddress:
            return _UNKNOWN
        arrival = _unpack(sender, recipient, content)
        try:
            with db.unit_of_work():
                if isinstance(meant, ReturnPath):
                    return _take_report(arrival, meant)
                return _take_answer(arrival, meant)
        except _Refused as refusal:
            return _send_back(arrival, meant, refusal)
        except db.Unstorable:
            return Answer(554, "5.6.0 The mail holds something that cannot be kept.")
        except (db.DatabaseError, StorageUnavailable, StorageFull):
            return _LATER


def is_unreachable(user_id: int, address: str) -> bool:
    """Whether letters to this address of the person keep coming back."""
    found = accounts.find_address(address)
    since = clock.now() - UNREACHABLE_WITHIN
    return found is not None and queries.count_bounces(user_id, found.key, since) >= UNREACHABLE_AFTER


def _unpack(sender: str, recipient: str, content: bytes) -> _Arrival:
    message = mail_reading.parse(content)
    mail = mail_reading.read(message, content)
    key = hashlib.sha256(f"{mail.message_id}\n{recipient.lower()}".encode()).hexdigest()
    return _Arrival(sender, message, mail, key)


def _note(arrival: _Arrival, outcome: str, **values: object) -> bool:
    """Write down what became of the mail; False if that was done already."""
    return db.insert_once(
        ReceivedMail,
        **{"reason": "", "subject": "", "address": "", **values},
        key=arrival.key,
        received_at=clock.now(),
        outcome=outcome,
    )


def _take_answer(arrival: _Arrival, meant: ReplyAddress) -> Answer:
    """Make a message of what the person wrote, as if they had typed it on the page."""
    subject = f"conversation:{meant.conversation_id}"
    if not arrival.sender or arrival.mail.is_automatic:
        _note(arrival, "passed-over", reason="automatic", subject=subject)
        return _PASSED_OVER
    person = catalogue.find_person(meant.user_id)
    if person is None:
        raise _Refused("no-account", "5.1.1", "There is no such address here.")
    if not _is_from(person, arrival.mail):
        words = "Please answer from the e-mail address of your account."
        raise _Refused("other-sender", "5.7.1", words)
    text = long_text(mail_cutting.cut(arrival.mail.text))
    if not text:
        words = "The answer has no words of its own. Please write above the marked line."
        raise _Refused("empty", "5.6.0", words)
    if not _note(arrival, "taken", user_id=person.id, subject=subject):
        return _TAKEN
    if queries.count_answers(person.id, subject, clock.now() - ANSWERS_WITHIN) > MOST_ANSWERS:
        raise _Refused("too-many", "5.7.0", "Too many answers within an hour; please go on on the platform.")
    with i18n.speaking("en"):
        files = _checked_files(arrival.mail)
    with i18n.speaking(person.language, person.time_zone):
        _post(person, meant.conversation_id, text, arrival.key, files)
    service.mark_read_about(person.id, subject)
    return _TAKEN


def _post(person: Actor, conversation_id: int, text: str, key: str, files: list[CheckedUpload]) -> None:
    try:
        talk = conversations.get_conversation(conversation_id)
        messaging.reply(person, talk, text, form_key=key, files=files)
    except (NotFound, NotAllowed) as refusal:
        raise _Refused("closed", "5.7.1", "You no longer take part in this conversation.") from refusal
    except Invalid as refusal:
        if refusal.field == "files":
            raise _Refused("files", "5.3.4", "Too many files are attached.") from refusal
        raise _Refused("too-long", "5.3.4", "The answer is too long for one message.") from refusal


def _is_from(person: Actor, mail: IncomingMail) -> bool:
    own = accounts.find_address(person.email)
    senders = {accounts.find_address(each) for each in mail.senders}
    return own is not None and {each.key for each in senders if each} == {own.key} and None not in senders


def _checked_files(mail: IncomingMail) -> list[CheckedUpload]:
    """Return the files as the form of the page would take them in: pictures lose place, time and device."""
    try:
        return [taking_in.take_in(BytesIO(each.content), each.name) for each in mail.files]
    except UploadRefused as refusal:
        words = str(refusal).translate(str.maketrans("“”„’", '"""\''))
        raise _Refused("files", "5.6.1", words) from refusal


def _take_report(arrival: _Arrival, meant: ReturnPath) -> Answer:
    """Write down that a letter came back, or that it is late; all else that comes here is passed over."""
    returned = queries.find_returned(meant.notice_id)
    report = mail_bounces.read(arrival.message, has_no_sender=not arrival.sender)
    if returned is None or report is None:
        _note(arrival, "passed-over", reason="no-report")
        return _PASSED_OVER
    is_new = _note(
        arrival,
        "bounced" if report.is_final else "delayed",
        reason=report.status,
        user_id=returned.user_id,
        notice_id=meant.notice_id,
        address=returned.address,
    )
    if is_new:
        said = " ".join(part for part in (report.status, report.reason) if part)
        queries.mark_returned(meant.notice_id, said, is_final=report.is_final)
    return _TAKEN


def _send_back(arrival: _Arrival, meant: ReplyAddress | ReturnPath, refusal: _Refused) -> Answer:
    """Refuse the mail; that this was done is written down, and nothing of what it said."""
    user_id = meant.user_id if isinstance(meant, ReplyAddress) else None
    try:
        with db.unit_of_work():
            is_known = user_id is not None and catalogue.find_person(user_id) is not None
            _note(
                _Arrival(arrival.sender, arrival.message, arrival.mail, f"refused:{arrival.key}"),
                "refused",
                reason=refusal.reason,
                user_id=user_id if is_known else None,
            )
    except db.DatabaseError:
        return _LATER
    return refusal.answer
