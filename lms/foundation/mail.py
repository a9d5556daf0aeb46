"""Hand mail to a mail server or to a local mailbox.

A mail has one Message-ID for ever. What a server will never take is told apart
from what may be tried again: `MailRefused` is the end, `MailUnavailable` is not.
"""

import base64
import binascii
import hashlib
import os
import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from lms.foundation.flowed_text import flow

TIMEOUT_SECONDS = 20.0
SHOWN_REASON = 300
_OURS_TO_MEND = {530, 534, 535, 538}  # the server refuses us, not the recipient
_PLAIN_ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f<>(),;:\\\"\[\]]+")
_ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")


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


def connect(url: str, sender: str) -> Mailer:
    """Return the mailer for that address: smtp://, smtps:// or the folder of a local mailbox."""
    if url.startswith(("smtp://", "smtps://")):
        return SmtpMailer(urlsplit(url), sender)
    return FolderMailer(Path(url), sender)


def compose(mail: OutgoingMail, sender: str) -> bytes:
    """Return the mail as it goes over the wire, text and HTML.

    Written out by hand: the standard library's message object takes longer for it
    than a mail server takes for the whole mail.
    """
    boundary = f"=_{hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]}"
    headers = {
        "From": _mailbox_of(*_parsed(sender)),
        "To": _mailbox_of(mail.to_name, _checked(mail.to_address)),
        "Subject": _words(mail.subject),
        "Message-ID": f"<{mail.message_id}>",
        "Date": format_datetime(mail.written_at),
        "Auto-Submitted": "auto-generated",
        **mail.headers,
        "MIME-Version": "1.0",
        "Content-Language": mail.language,
        "Content-Type": f'multipart/{"mixed" if mail.invitation else "alternative"}; boundary="{boundary}"',
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    parts = b"".join(
        _part(boundary, kind, body) for kind, body in (("plain", mail.text), ("html", mail.html))
    )
    if mail.invitation is not None:
        parts = _with_invitation(boundary, parts, mail.invitation)
    return head.encode() + b"\r\n" + parts + f"--{boundary}--\r\n".encode()


def _with_invitation(boundary: str, texts: bytes, invitation: Invitation) -> bytes:
    """Put the calendar's file beside the texts, and once more as an attachment to open or to keep.

    Programs that know calendars look for the first; people whose program does not, find the second.
    """
    inner = boundary.replace("=_", "=-")
    content = base64.encodebytes(invitation.content).replace(b"\n", b"\r\n")
    beside = (
        f"--{inner}\r\nContent-Type: text/calendar; charset=utf-8; method={invitation.method}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    attached = (
        f'--{boundary}\r\nContent-Type: application/ics; name="savimoka.ics"\r\n'
        'Content-Disposition: attachment; filename="savimoka.ics"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    opening = f'--{boundary}\r\nContent-Type: multipart/alternative; boundary="{inner}"\r\n\r\n'
    return b"".join(
        (
            opening.encode(),
            texts.replace(boundary.encode(), inner.encode()),
            beside.encode(),
            content,
            f"--{inner}--\r\n".encode(),
            attached.encode(),
            content,
        )
    )


def _part(boundary: str, kind: str, body: str) -> bytes:
    head = (
        f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8{'; format=flowed' * (kind == 'plain')}\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    lines = "\n".join(body.splitlines())
    content = (flow(lines) if kind == "plain" else lines).encode()
    return head.encode() + binascii.b2a_qp(content).replace(b"\n", b"\r\n") + b"\r\n"


def _checked(address: str) -> str:
    local, _at, domain = address.rpartition("@")
    if not local or not domain or len(address) > 320 or not _PLAIN_ADDRESS.fullmatch(address):
        raise MailRefused(f"not an e-mail address: {address}")
    if domain.isascii():
        return address
    try:
        # Mail servers know a domain with Lithuanian letters by its ASCII name.
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as problem:
        raise MailRefused(f"not an e-mail address: {address}") from problem


@cache
def _parsed(sender: str) -> tuple[str, str]:
    return parseaddr(sender)


def _mailbox_of(name: str, address: str) -> str:
    words = _words(name)
    if words.isascii() and not _ATOMS.fullmatch(words) and not words.startswith("=?"):
        words = '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{words} <{address}>" if words else address


def _words(text: str) -> str:
    """Return a text as a header carries it: one line, in encoded words of at most 75 signs if not ASCII."""
    plain = text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
    line = " ".join(plain.split())
    if line.isascii() and len(line) < 900 and "=?" not in line:
        return line
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > 42:
            pieces.append(piece)
            piece = ""
        piece += sign
    encoded = (base64.b64encode(each.encode()).decode() for each in [*pieces, piece])
    return "\r\n ".join(f"=?utf-8?b?{each}?=" for each in encoded)


class SmtpMailer:
    """Mail over SMTP; inside `batch` one connection serves all mails."""

    def __init__(self, url: SplitResult, sender: str) -> None:
        self.sender = sender
        self._envelope_sender = parseaddr(sender)[1]
        self._url = url
        self._timeout = float(parse_qs(url.query).get("timeout", [TIMEOUT_SECONDS])[-1])
        self._open: smtplib.SMTP | None = None
        self._keep = False
        self._has_handed_over = False

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Keep one connection for all mails sent inside."""
        self._keep = True
        try:
            yield
        finally:
            self._keep = False
            self._hang_up()

    def send(self, mail: OutgoingMail) -> None:
        """Hand one mail over; raise MailRefused or MailUnavailable."""
        content = compose(mail, self.sender)
        try:
            with _as_mail_errors():
                self._converse(mail.return_path or self._envelope_sender, _checked(mail.to_address), content)
        except MailRefused:
            self._start_afresh()
            raise
        except MailUnavailable as trouble:
            has_answered = isinstance(trouble.__cause__, smtplib.SMTPResponseException)
            trouble.may_be_taken = self._has_handed_over and not has_answered
            self._hang_up()
            raise
        except BaseException:
            # Nobody knows what state the conversation is in; the next mail begins a new one.
            self._hang_up()
            raise
        if not self._keep:
            self._hang_up()

    def check(self) -> None:
        """Raise MailUnavailable when the server does not answer or does not let us in."""
        with _as_mail_errors():
            self._connection().noop()
        self._hang_up()

    def _converse(self, sender: str, address: str, content: bytes) -> None:
        server = self._begin(sender, address)
        # Asked for it by name, the library would take the address apart once more: a tenth of the letter.
        code, reason = server.docmd("rcpt", f"TO:<{address}>")
        if code not in (250, 251):
            raise smtplib.SMTPRecipientsRefused({address: (code, reason)})
        self._has_handed_over = True
        code, reason = server.data(content)
        if code != 250:
            raise smtplib.SMTPDataError(code, reason)

    def _begin(self, sender: str, address: str) -> smtplib.SMTP:
        """Announce a mail; a server that ended the conversation after the last one is called again."""
        options = [] if address.isascii() else ["SMTPUTF8"]
        if self._open is not None:
            with suppress(smtplib.SMTPServerDisconnected, OSError):
                if _announce(self._open, sender, options)[0] == 250:
                    return self._open
            self._hang_up()
        server = self._connection()
        code, reason = _announce(server, sender, options)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, reason, sender)
        return server

    def _connection(self) -> smtplib.SMTP:
        if self._open is None:
            self._open = self._call()
        return self._open

    def _start_afresh(self) -> None:
        """After a refusal the server waits for the rest of the refused mail; tell it that there is none."""
        try:
            if self._keep and self._open is not None and self._open.rset()[0] == 250:
                return
        except (smtplib.SMTPException, OSError):
            pass
        self._hang_up()

    def _call(self) -> smtplib.SMTP:
        host, user = self._url.hostname or "", self._url.username
        if self._url.scheme == "smtps":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self._url.port or 465, timeout=self._timeout, context=context
            )
        else:
            server = smtplib.SMTP(host, self._url.port or 25, timeout=self._timeout)
        try:
            server.ehlo_or_helo_if_needed()
            if self._url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if user:
                server.login(unquote(user), unquote(self._url.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _hang_up(self) -> None:
        if self._open is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._open.quit()
            self._open = None


def _announce(server: smtplib.SMTP, sender: str, options: list[str]) -> tuple[int, bytes]:
    return server.mail(sender, options) if options else server.docmd("mail", f"FROM:<{sender}>")


@contextmanager
def _as_mail_errors() -> Iterator[None]:
    """Sort what may go wrong with SMTP into what is final and what is not."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as problem:
        code, reason = next(iter(problem.recipients.values()))
        raise _verdict(code, reason, one_recipient=True) from problem
    except smtplib.SMTPNotSupportedError as problem:
        raise MailRefused(str(problem)) from problem
    except smtplib.SMTPDataError as problem:
        raise _verdict(problem.smtp_code, problem.smtp_error, one_recipient=True) from problem
    except smtplib.SMTPResponseException as problem:
        raise _verdict(problem.smtp_code, problem.smtp_error, one_recipient=False) from problem
    except (smtplib.SMTPException, OSError, UnicodeError) as problem:
        raise MailUnavailable(f"{type(problem).__name__}: {problem}") from problem


def _verdict(code: int, reason: bytes | str, *, one_recipient: bool) -> MailError:
    text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
    said = f"{code} {text}"
    if code == 552 or (one_recipient and 500 <= code < 600 and code not in _OURS_TO_MEND):
        return MailRefused(said)
    return MailUnavailable(said, everyone=not one_recipient or code == 421 or code in _OURS_TO_MEND)


class FolderMailer:
    """A local mailbox in Maildir format: for the demo, and for trying things out."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Do nothing special: a folder needs no connection."""
        yield

    def send(self, mail: OutgoingMail) -> None:
        """Put the mail into the mailbox, once for its Message-ID however often it is sent."""
        content = compose(mail, self.sender)
        name = f"{hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]}.savimoka"
        unfinished = self.folder / "tmp" / f"{os.getpid()}.{name}"
        try:
            self._make()
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(unfinished, self.folder / "new" / name)
            unfinished.unlink()
        except OSError as problem:
            raise MailUnavailable(f"{type(problem).__name__}: {problem}") from problem

    def check(self) -> None:
        """Raise MailUnavailable when the folder cannot be written."""
        try:
            self._make()
            probe = self.folder / "tmp" / f"probe.{os.getpid()}"
            probe.write_bytes(b"?")
            probe.unlink()
        except OSError as problem:
            raise MailUnavailable(f"{type(problem).__name__}: {problem}") from problem

    def _make(self) -> None:
        for part in ("tmp", "new", "cur"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
