"""Hand mail to a mail server or to a local mailbox."""

import hashlib
import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from lms.foundation.mail import Mailer, MailError, MailRefused, MailUnavailable, OutgoingMail
from lms.foundation.mail_writing import checked_address, compose

TIMEOUT_SECONDS = 20.0
_OURS_TO_MEND = {530, 534, 535, 538}  # the server refuses us, not the recipient


def connect(url: str, sender: str) -> Mailer:
    """Return the mailer for that address: smtp://, smtps:// or the folder of a local mailbox."""
    if url.startswith(("smtp://", "smtps://")):
        return SmtpMailer(urlsplit(url), sender)
    return FolderMailer(Path(url), sender)


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
                self._converse(
                    mail.return_path or self._envelope_sender, checked_address(mail.to_address), content
                )
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
