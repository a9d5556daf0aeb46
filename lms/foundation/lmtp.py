"""The door through which a mail server delivers: LMTP (RFC 2033), with one answer for each recipient.

Written out here, since the library that our tests use as a mail server gives one answer for a
whole mail, and refuses lines that real mails have. The door knows nothing of what mail is about:
`Keeper` decides, and says yes only when what came is kept.
"""

import contextlib
import logging
import os
import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

LONGEST_COMMAND = 4096
LARGEST_MAIL = 30 * 1024 * 1024
MOST_RECIPIENTS = 100
MOST_CONVERSATIONS = 32
PATIENCE_SECONDS = 300.0
_PATH = re.compile(r"(?:FROM|TO):\s*<(?P<address>[^<>]*)>(?P<options>.*)", re.IGNORECASE)
_TOO_LARGE = "552 5.3.4 The mail is too large."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the mail server is told about one recipient."""

    code: int
    words: str

    def __str__(self) -> str:
        """One line of ASCII, whatever stands in the words."""
        plain = " ".join(self.words.split()).encode("ascii", "replace").decode()
        return f"{self.code} {plain}"[:500]


class Keeper(Protocol):
    """Whoever stands behind the door."""

    def knows(self, recipient: str) -> Answer:
        """Say at once whether mail for this address is taken at all."""

    def take(self, sender: str, recipient: str, content: bytes) -> Answer:
        """Keep one mail for one recipient, and answer once it is kept."""


class _Conversation(socketserver.StreamRequestHandler):
    """One connection of a mail server."""

    server: "_Door"
    timeout = PATIENCE_SECONDS

    def handle(self) -> None:
        """Talk until the other side says goodbye, falls silent or hangs up."""
        self._is_introduced = False
        self._forget()
        with self.server.a_place() as is_free, contextlib.suppress(OSError):
            if not is_free:
                self._say("421 4.3.2 Too many conversations; please come back later.")
                return
            self._say("220 Savimoka LMTP")
            while self._obey(self.rfile.readline(LONGEST_COMMAND + 1)):
                pass

    def _obey(self, line: bytes) -> bool:
        """Do as one line says; False ends the conversation."""
        if not line:
            return False
        if len(line) > LONGEST_COMMAND:
            self._say("500 5.5.2 The line is too long.")
            return False
        verb, _space, rest = line.decode("utf-8", "replace").strip().partition(" ")
        commands = {
            "LHLO": self._lhlo,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "NOOP": self._noop,
        }
        if verb.upper() == "QUIT":
            self._say("221 2.0.0 Goodbye.")
            return False
        if verb.upper() in commands:
            return commands[verb.upper()](rest.strip())
        self._say("500 5.5.1 This is LMTP; the command is not known here.")
        return True

    def _forget(self) -> None:
        self._sender: str | None = None
        self._recipients: list[str] = []

    def _say(self, line: str) -> bool:
        self.wfile.write(f"{line}\r\n".encode("ascii", "replace"))
        return True

    def _lhlo(self, name: str) -> bool:
        if not name:
            return self._say("501 5.5.4 Please say who you are.")
        self._is_introduced = True
        self._forget()
        features = ("PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "SMTPUTF8", f"SIZE {LARGEST_MAIL}")
        for feature in ("savimoka", *features[:-1]):
            self._say(f"250-{feature}")
        return self._say(f"250 {features[-1]}")

    def _mail(self, rest: str) -> bool:
        found = _PATH.fullmatch(rest)
        if not self._is_introduced or self._sender is not None:
            return self._say("503 5.5.1 The commands come in another order.")
        if found is None:
            return self._say("501 5.5.4 MAIL FROM:<address> is expected.")
        size = re.search(r"\bSIZE=(\d{1,18})", found["options"], re.IGNORECASE)
        if size and int(size[1]) > LARGEST_MAIL:
            return self._say(_TOO_LARGE)
        self._sender = found["address"]
        return self._say("250 2.1.0 Go on.")

    def _rcpt(self, rest: str) -> bool:
        found = _PATH.fullmatch(rest)
        if self._sender is None:
            return self._say("503 5.5.1 The commands come in another order.")
        if found is None:
            return self._say("501 5.5.4 RCPT TO:<address> is expected.")
        if len(self._recipients) >= MOST_RECIPIENTS:
            return self._say("452 4.5.3 Too many recipients for one mail.")
        answer = self.server.keeper.knows(found["address"])
        if answer.code == 250:
            self._recipients.append(found["address"])
        return self._say(str(answer))

    def _data(self, _rest: str) -> bool:
        if not self._recipients:
            return self._say("503 5.5.1 Nobody here is to get this mail.")
        self._say("354 Go on; end with a line that has only a dot.")
        content = self._read_mail()
        for recipient in self._recipients:
            self._say(_TOO_LARGE if content is None else str(self._take(recipient, content)))
        self._forget()
        return True

    def _read_mail(self) -> bytes | None:
        """Read to the lone dot; None for a mail that is too large, of which nothing is kept."""
        lines: list[bytes] = []
        # Only CR and LF together end a line (RFC 5321, 4.1.1.4): else a mail could hide a second one.
        size, begins_line, last = 0, True, b""
        while True:
            line = self.rfile.readline(65_536)
            if not line:
                raise ConnectionError("the other side hung up in the middle of a mail")
            if begins_line and line == b".\r\n":
                return b"".join(lines) if size <= LARGEST_MAIL else None
            if begins_line and line.startswith(b"."):
                line = line[1:]
            begins_line, last = (last + line).endswith(b"\r\n"), line[-1:]
            size += len(line)
            if size <= LARGEST_MAIL:
                lines.append(line)
            else:
                lines.clear()

    def _take(self, recipient: str, content: bytes) -> Answer:
        try:
            return self.server.keeper.take(self._sender or "", recipient, content)
        except Exception:  # whatever it was, the mail server keeps the mail and tries again
            log.exception("a mail could not be taken")
            return Answer(451, "4.3.0 Something went wrong here; please try again later.")

    def _rset(self, _rest: str) -> bool:
        self._forget()
        return self._say("250 2.0.0 Forgotten.")

    def _noop(self, _rest: str) -> bool:
        return self._say("250 2.0.0 Still here.")


class _Door(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True  # what was not answered yet is delivered again
    allow_reuse_address = True
    request_queue_size = 64
    keeper: Keeper

    def start(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self._places = threading.BoundedSemaphore(MOST_CONVERSATIONS)

    @contextlib.contextmanager
    def a_place(self) -> Iterator[bool]:
        is_free = self._places.acquire(blocking=False)
        try:
            yield is_free
        finally:
            if is_free:
                self._places.release()

    def handle_error(self, _request: object, _client: object) -> None:
        log.warning("a conversation with a mail server broke off", exc_info=True)


class _SocketDoor(_Door):
    address_family = socket.AF_UNIX

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        """A connection through a socket in a folder has no address; give it a name."""
        return self.socket.accept()[0], ("local", 0)


def open_door(listen: str, keeper: Keeper) -> _Door:
    """Return a door at `unix:/path` or `host:port`, on which `serve_forever` may be called."""
    if listen.startswith("unix:"):
        path = Path(listen.removeprefix("unix:"))
        _clear(path)
        door: _Door = _SocketDoor(str(path), _Conversation)  # type: ignore[arg-type]
        # Who may enter the folder decides; the mail server is another user of this machine.
        os.chmod(path, 0o666)
    else:
        host, _colon, port = listen.rpartition(":")
        door_type = _DoorOf6 if ":" in host else _Door
        door = door_type((host.strip("[]"), int(port)), _Conversation)
    door.start(keeper)
    return door


class _DoorOf6(_Door):
    address_family = socket.AF_INET6


def _clear(path: Path) -> None:
    """Remove the socket that a killed process left; one at which somebody answers is not touched."""
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            path.unlink(missing_ok=True)
