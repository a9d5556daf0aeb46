"""Read the local mailbox, newest first, for the administrator of a demo."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from lms.foundation.flowed_text import unflow

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.,:=+-]{0,200}")


@dataclass(frozen=True)
class MailSummary:
    """One line of the list of mails."""

    key: str
    to: str
    sender: str
    subject: str
    language: str
    sent_at: datetime


@dataclass(frozen=True)
class KeptMail(MailSummary):
    """A mail as it lies in the mailbox."""

    message_id: str
    text: str
    html: str


class Mailbox:
    """A Maildir folder that is only read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def count(self) -> int:
        """Return how many mails there are."""
        return len(self._files())

    def page(self, number: int = 1, size: int = 25) -> list[MailSummary]:
        """Return one page of the list, newest first; only the mails on it are read."""
        start = max(number - 1, 0) * size
        files = self._files()[start : start + size]
        return [summary for file in files if (summary := _read(file))]

    def find(self, key: str) -> KeptMail | None:
        """Return one mail, or None where there is none of that name."""
        if not _KEY.fullmatch(key):
            return None
        places = (self.folder / part / key for part in ("new", "cur"))
        return next((mail for place in places if place.is_file() and (mail := _read(place))), None)

    def _files(self) -> list[Path]:
        found = []
        for part in ("new", "cur"):
            folder = self.folder / part
            if folder.is_dir():
                found += [
                    (file.stat().st_mtime_ns, file) for file in folder.iterdir() if _KEY.fullmatch(file.name)
                ]
        return [file for _moment, file in sorted(found, reverse=True)]


def _read(file: Path) -> KeptMail | None:
    try:
        with file.open("rb") as content:
            message: EmailMessage = BytesParser(policy=default).parse(content)
    except OSError:
        return None  # somebody tidied up in between
    return KeptMail(
        key=file.name,
        to=str(message.get("To", "")),
        sender=str(message.get("From", "")),
        subject=str(message.get("Subject", "")),
        sent_at=_sent_at(message, file),
        message_id=str(message.get("Message-ID", "")).strip("<> "),
        language=str(message.get("Content-Language", "")),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    if body is None:
        return ""
    text = str(body.get_content()).replace("\r\n", "\n")
    return unflow(text) if body.get_param("format") == "flowed" else text


def _sent_at(message: EmailMessage, file: Path) -> datetime:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
