"""Notices per second through one real worker and a local mail server."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import create_engine, insert, text

from bench import people
from bench.processes import ROOT, free_port, wait_for
from bench.starts import prepare
from bench.table import Row, Table


def rows(environment: dict[str, str], folder: Path, table: Table, *, quick: bool) -> Iterator[Row]:
    """Let authors answer very many questions, then time one worker until every letter has left."""
    name = "notices per second, one worker"
    if not table.wants(name):
        return
    count = 500 if quick else 3000
    port = free_port()
    environment = {**environment, "LMS_MAIL_URL": f"smtp://127.0.0.1:{port}"}
    prepare(environment, folder / "modules")
    _leave_notices(environment["LMS_DATABASE_URL"], count)
    sink = subprocess.Popen(
        [sys.executable, "-m", "bench.mail_sink", str(port)], cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        wait_for(port)
        began, used = time.perf_counter(), _seconds_used()
        subprocess.run(
            [sys.executable, "-c", "from bench.mails import drain_all; drain_all()"],
            env={**os.environ, **environment},
            cwd=ROOT,
            check=True,
        )
        seconds, used = time.perf_counter() - began, _seconds_used() - used
    finally:
        sink.terminate()
        arrived = int(sink.communicate()[0] or 0)
    if arrived != count:
        raise RuntimeError(f"{arrived} of {count} letters arrived")
    yield Row(
        name,
        count / seconds,
        "/s",
        200,
        500,
        higher=True,
        beside=f"{count} letters, start of the worker included; {1000 * used / count:.2f} ms of CPU each",
    )


def _seconds_used() -> float:
    """Return the CPU of processes that have ended: on a busy machine it says more than the clock."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def drain_all() -> None:
    """Do what the worker's job does until nothing waits."""
    from lms.app import create_app
    from lms.config import Settings
    from lms.domain.notifications import jobs

    create_app(Settings.from_environment(os.environ))
    while jobs.drain():
        pass


def _leave_notices(url: str, count: int) -> None:
    from datetime import UTC, datetime

    from lms.domain.notifications.models import Notice

    engine, now = create_engine(url), datetime.now(UTC)
    with engine.connect() as connection:
        ids = people.fill(connection, count)
        enrolments = dict(
            connection.execute(text("SELECT learner_id, min(id) FROM enrolments GROUP BY learner_id")).all()
        )
        modules = dict(connection.execute(text("SELECT id, module_id FROM enrolments")).all())
        places = [(one, enrolments[one], modules[enrolments[one]]) for one in ids]
        connection.execute(
            insert(Notice),
            [
                {
                    "kind": "module-completed",
                    "recipient_id": learner,
                    "language": "lt",
                    "subject": f"enrolment:{enrolment}",
                    "occasion": f"module-completed:{enrolment}",
                    "about": {
                        "module_id": module,
                        "module": "measured-1",
                        "module_title": {"lt": "Matavimo modulis 1", "en": "Measured module 1"},
                    },
                    "created_at": now,
                    "mail_due_at": now,
                    "message_id": f"<bench-{learner}@bench.example>",
                }
                for learner, enrolment, module in places
            ],
        )
        connection.commit()
    engine.dispose()
