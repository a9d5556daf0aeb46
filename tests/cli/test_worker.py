"""Workers as real processes on a real broker, on SQLite and PostgreSQL."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from rq import Queue
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from lms.cli.embedded_broker import EmbeddedBroker
from lms.cli.supervision import Part
from lms.config import ROOT
from lms.domain.notifications import jobs
from lms.foundation import broker, migrating
from tests import postgres_server

PATIENCE = 60.0  # for what the program itself ends within 15 seconds


class Broker:
    """A real broker for one test, which may be started late and killed."""

    def __init__(self, folder: Path) -> None:
        self.embedded = EmbeddedBroker(folder / "broker")
        self.part: Part = self.embedded.part()
        self.url = self.embedded.url

    def start(self) -> None:
        self.part.process = self.part.start()
        _wait(self.embedded.wait)

    def kill(self) -> None:
        if self.part.process is not None and self.part.process.poll() is None:
            os.kill(self.part.process.pid, signal.SIGKILL)
            self.part.process.wait()  # type: ignore[attr-defined]


@pytest.fixture
def real_broker(tmp_path: Path) -> Iterator[Broker]:
    made = Broker(tmp_path)
    yield made
    made.kill()
    made.embedded.tidy()


@pytest.fixture(params=["sqlite", "postgresql"])
def environ(request: pytest.FixtureRequest, tmp_path: Path, real_broker: Broker) -> Iterator[dict[str, str]]:
    """The settings of an installation with its own migrated database."""
    name = f"worker_test_{os.getpid()}_{time.monotonic_ns()}"
    admin = None
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/w.db"
    else:
        server = make_url(postgres_server.start())
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        url = server.set(database=name).render_as_string(hide_password=False)
    migrating.upgrade(url)
    yield {
        **{key: value for key, value in os.environ.items() if not key.startswith("LMS_")},
        "LMS_ENV": "test",
        "LMS_DATABASE_URL": url,
        "LMS_REDIS_URL": real_broker.url,
        "LMS_MAIL_URL": str(tmp_path / "mail"),
        "LMS_STORAGE_URL": str(tmp_path / "files"),
    }
    if admin is not None:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def _run(environ: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *words], env=environ, cwd=ROOT)


def _wait(until: Callable[[], Any], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.1)


def _beats(environ: dict[str, str], kind: str) -> list[str]:
    engine = create_engine(environ["LMS_DATABASE_URL"])
    try:
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT name FROM heartbeats WHERE kind = :kind"), {"kind": kind})
            return [row.name for row in rows]
    finally:
        engine.dispose()


def _queue(url: str) -> Queue:
    return Queue(broker.QUEUE, connection=Redis.from_url(url))


def test_worker_py_empties_the_queue_and_ends(environ: dict[str, str], real_broker: Broker) -> None:
    real_broker.start()
    queue = _queue(real_broker.url)
    for _number in range(3):
        queue.enqueue(jobs.drain)
    assert _run(environ, "worker.py", "--burst").wait(180) == 0
    assert queue.count == 0
    assert queue.failed_job_registry.count == 0
    queue.connection.close()


def test_a_worker_waits_for_its_broker_and_survives_its_death(
    environ: dict[str, str], real_broker: Broker
) -> None:
    worker = _run(environ, "-m", "lms.cli", "worker")
    try:
        _wait(lambda: _beats(environ, "worker") and _beats(environ, "sweeper"))
        real_broker.start()
        queue = _queue(real_broker.url)
        queue.enqueue(jobs.drain)
        _wait(lambda: queue.count == 0)
        real_broker.kill()
        time.sleep(1.5)
        real_broker.start()
        _wait(queue.connection.ping)
        queue.enqueue(jobs.drain)
        _wait(lambda: queue.count == 0)
        assert worker.poll() is None
        queue.connection.close()
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
    assert _beats(environ, "worker") == []


def test_of_two_machines_one_sweeps_and_the_other_takes_over(
    environ: dict[str, str], real_broker: Broker
) -> None:
    real_broker.start()
    workers = [_run(environ, "-m", "lms.cli", "worker") for _number in range(2)]
    try:
        _wait(lambda: len(_beats(environ, "worker")) == 2)
        _wait(lambda: len(_beats(environ, "sweeper")) == 1)
        time.sleep(1)
        (sweeper,) = _beats(environ, "sweeper")
        by_parent = {worker: _children(worker.pid) for worker in workers}
        holder = next(worker for worker, pids in by_parent.items() if int(sweeper.rsplit(":", 1)[1]) in pids)
        holder.send_signal(signal.SIGTERM)
        assert holder.wait(PATIENCE) == 0
        _wait(lambda: _beats(environ, "sweeper") not in ([], [sweeper]))
    finally:
        for worker in workers:
            if worker.poll() is None:
                worker.send_signal(signal.SIGTERM)
                worker.wait(PATIENCE)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
