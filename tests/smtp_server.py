"""A real mail server for the tests, which can be told to refuse, to put off and to hang up."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Received:
    """A mail that the server took."""

    sender: str
    recipient: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=default)  # type: ignore[return-value]


@dataclass
class Post:
    """What the server does with mail; `says` answers for a recipient, e.g. "550 no such mailbox"."""

    says: Callable[[str], str] = lambda _address: "250 OK"
    says_to_content: Callable[[Received], str] = lambda _mail: "250 OK"
    hangs_up_after: int | None = None
    taken: list[Received] = field(default_factory=list)
    conversations: int = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.conversations += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.says(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        assert envelope.mail_from is not None
        mail = Received(envelope.mail_from, envelope.rcpt_tos[0], content)
        answer = self.says_to_content(mail)
        if answer.startswith("250"):
            self.taken.append(mail)
        if self.hangs_up_after and len(self.taken) % self.hangs_up_after == 0:
            asyncio.get_running_loop().call_soon(server.transport.close)
        return answer


class MailServer:
    """Runs the server in a thread of its own on a free port; use it as a context manager."""

    def __init__(self, post: Post, **options: Any) -> None:
        self.post = post
        self._options = options
        self._loop = asyncio.new_event_loop()
        self._conversations: set[SMTP] = set()

    def __enter__(self) -> "MailServer":
        self._server = self._loop.run_until_complete(self._loop.create_server(self._answer, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        self._loop.close()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def _answer(self) -> SMTP:
        conversation = SMTP(self.post, loop=self._loop, hostname="mail.example", **self._options)
        self._conversations.add(conversation)
        return conversation

    async def _end(self) -> None:
        self._server.close()
        for conversation in self._conversations:
            if conversation.transport is not None:
                conversation.transport.abort()
        await asyncio.sleep(0.01)
