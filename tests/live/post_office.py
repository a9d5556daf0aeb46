"""A mail server that keeps what it receives, and refuses the addresses it is told to refuse."""

import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from lms.foundation.flowed_text import unflow


class PostOffice:
    """Listens on a free port of this machine until it is closed."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.refused: set[str] = set()
        self.letters: list[EmailMessage] = []
        self.return_paths: list[str] = []  # the envelope sender of each letter
        # Told of each letter that is kept, before its sender hears so.
        self.before_the_yes: Callable[[EmailMessage], None] = lambda _letter: None
        self._lock = threading.Lock()
        # On a busy machine its own five seconds until it must have begun may not be enough.
        self._controller = Controller(self, hostname="127.0.0.1", port=port, ready_timeout=120)
        self._controller.start()

    @property
    def url(self) -> str:
        """What LMS_MAIL_URL has to be; who sends is as patient as a busy machine needs."""
        return f"smtp://127.0.0.1:{self.port}?timeout=60"

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=default)
        with self._lock:
            self.letters.append(letter)  # type: ignore[arg-type]
            self.return_paths.append(envelope.mail_from)
        self.before_the_yes(letter)  # type: ignore[arg-type]
        return "250 kept"

    def letters_to(self, address: str) -> list[EmailMessage]:
        """Return what came for this address, in order."""
        with self._lock:
            return [letter for letter in self.letters if address in str(letter["To"])]

    def close(self) -> None:
        """Stop listening, if that has not been done before."""
        if not self._controller.loop.is_closed():
            self._controller.stop()


def plain_text(letter: EmailMessage) -> str:
    """Return the text part of a letter, as a mail program sets it."""
    body = letter.get_body(("plain",))
    assert body is not None and body.get_param("format") == "flowed"
    return unflow(str(body.get_content()).replace("\r\n", "\n"))
