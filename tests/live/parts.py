"""Parts of the house that a test may take away and bring back: the broker, PostgreSQL."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text

from lms.cli.embedded_broker import EmbeddedBroker
from tests import postgres_server
from tests.live.house import House


class BrokerPlace:
    """A socket behind which there may be a broker, somebody who never answers, or nobody."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sv-", dir="/tmp"))  # a socket's path has 107 bytes
        self.socket = self.folder / "b.sock"
        self.url = f"unix://{self.socket}"
        self._silent: socket.socket | None = None
        self._process: Any = None

    def run(self) -> None:
        """Let a real broker listen there."""
        self.clear()
        broker = EmbeddedBroker(self.folder / "data")
        broker.socket.parent.rmdir()
        broker.socket = self.socket
        self._process = broker.part().start()
        wait_until(broker.wait)

    def silence(self) -> None:
        """Let somebody listen there who takes every call and never says a word."""
        self.clear()
        self._silent = socket.socket(socket.AF_UNIX)
        self._silent.bind(str(self.socket))
        self._silent.listen(100)
        threading.Thread(target=self._hold_the_line, args=(self._silent,), daemon=True).start()

    def _hold_the_line(self, listener: socket.socket) -> None:
        callers = []
        while True:
            try:
                callers.append(listener.accept()[0])
            except OSError:
                for caller in callers:
                    caller.close()
                return

    def clear(self) -> None:
        """Let nobody listen there; a broker is killed without warning."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
        if self._silent is not None:
            self._silent.shutdown(socket.SHUT_RDWR)
            self._silent.close()
            self._silent = None
        self.socket.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave nothing behind."""
        self.clear()
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres(postgres_server._Server):
    """A PostgreSQL of one's own that can be stopped and started again."""

    # What it has said yes to is still there when it was stopped at once.
    settings = tuple(each for each in postgres_server.FAST if not each.startswith("synchronous_commit"))
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """Stop it at once, as a machine that goes down does; its data stay."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(120)

    def start_again(self) -> None:
        """Start it on the same data."""
        self.process = self._begin(self._programs())
        self._wait()


def engine_of(house: House) -> Engine:
    """Return a way into the database of a house, which waits while others write, however many they are."""
    is_sqlite = house.database_url.startswith("sqlite")
    return create_engine(house.database_url, connect_args={"timeout": 60} if is_sqlite else {})


def books(house: House, statement: str, **values: Any) -> list[Any]:
    """Ask the database of a house, or change something in it; return the rows."""
    engine = engine_of(house)
    try:
        with engine.begin() as connection:
            found = connection.execute(text(statement), values)
            return list(found) if found.returns_rows else []
    finally:
        engine.dispose()


def wait_until_sent(house: House, notice_id: int) -> None:
    """Wait until the mail of this notice has been sent, whatever a trouble has put it off to."""

    def is_sent() -> bool:
        let_mail_be_due(house)
        return bool(books(house, "SELECT 1 FROM notices WHERE id = :id AND mail = 'sent'", id=notice_id))

    wait_until(is_sent)


def wait_until_all_is_sent(house: House) -> None:
    """Wait until no mail is left, also what a worker was sending when it was killed."""

    def is_all_sent() -> bool:
        let_mail_be_due(house)
        return not books(house, "SELECT 1 FROM notices WHERE mail <> 'sent'")

    wait_until(is_all_sent)


def let_mail_be_due(house: House) -> None:
    """Let waiting mail have waited for so long that the sweeper looks after it."""
    long_ago = "2026-01-01 00:00:00.000000" if "sqlite" in house.database_url else "2026-01-01 00:00:00+00"
    books(house, "UPDATE notices SET mail_due_at = :then WHERE mail = 'waiting'", then=long_ago)


def wait_until(is_so: Any, seconds: float = 300) -> None:
    """Wait until something is so; of a worker that died, others take over after a minute or two."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.1)
