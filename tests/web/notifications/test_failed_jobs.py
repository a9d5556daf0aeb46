"""Jobs that failed on a real broker: seen in words, tried again, deleted; and the page without a broker."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from flask import Flask
from redis import Redis
from rq import Queue

from lms.cli.embedded_broker import EmbeddedBroker
from lms.cli.patient_worker import PatientWorker
from lms.domain.accounts.models import User
from lms.domain.notifications.job_names import REGULAR
from lms.foundation import audit, broker, job_runs
from lms.foundation.db import session
from tests.conftest import Browser
from tests.factories.accounts import make_user

SignIn = Callable[[User], Browser]
OUTBOX = "/lt/admin/outbox"
LINKS = "lms.domain.coordination.jobs.check_links"


@pytest.fixture(scope="module")
def real_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    embedded = EmbeddedBroker(tmp_path_factory.mktemp("broker") / "broker")
    part = embedded.part()
    part.process = part.start()
    assert embedded.wait()
    connection = Redis.from_url(embedded.url)
    yield connection
    connection.close()
    os.kill(part.process.pid, signal.SIGKILL)
    part.process.wait()  # type: ignore[attr-defined]
    embedded.tidy()


@pytest.fixture
def queue(app: Flask, real_broker: Redis, monkeypatch: pytest.MonkeyPatch) -> Queue:
    real_broker.flushall()
    monkeypatch.setitem(app.extensions, "broker", real_broker)
    return Queue(broker.QUEUE, connection=real_broker)


@pytest.fixture
def browser(app: Flask, sign_in: SignIn) -> Browser:
    person = make_user(is_admin=True)
    session.commit()
    return sign_in(person)


def work_off(queue: Queue) -> None:
    """What `lms worker` does with what waits."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        PatientWorker([queue], connection=queue.connection).work(burst=True, logging_level="CRITICAL")
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def fail(monkeypatch: pytest.MonkeyPatch, queue: Queue, times: int = 1) -> list[str]:
    """Let a job fail so many times; return the ids."""

    def broken() -> None:
        raise LookupError("no route to <somewhere>")

    monkeypatch.setattr(LINKS, broken)
    ids = [queue.enqueue(LINKS, failure_ttl=broker.KEEP_FAILED_SECONDS).id for _time in range(times)]
    work_off(queue)
    return ids


def test_a_failed_job_is_seen_tried_again_and_deleted(
    queue: Queue, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job_id,) = fail(monkeypatch, queue)
    html = browser.get(OUTBOX).text
    assert "Nuorodų į kitas svetaines tikrinimas" in html
    assert '<span lang="en">LookupError: no route to &lt;somewhere&gt;</span>' in html
    assert "Eilių serveris neatsako" not in html

    assert browser.post_form(f"{OUTBOX}/jobs/{job_id}/retry").status_code == 303
    assert (queue.count, queue.failed_job_registry.count) == (1, 0)
    assert "Seniausias laukia nuo" in browser.get(OUTBOX).text
    assert 'savimoka_jobs{of="waiting"} 1.0' in browser.get("/metrics").text
    assert browser.post_form(f"{OUTBOX}/jobs/{job_id}/retry").status_code == 303
    assert "tarp nepavykusių nebėra" in browser.get(OUTBOX).text
    assert queue.count == 1
    work_off(queue)

    assert browser.post_form(f"{OUTBOX}/jobs/{job_id}/delete").status_code == 303
    assert (queue.count, queue.failed_job_registry.count) == (0, 0)
    assert queue.fetch_job(job_id) is None
    browser.post_form(f"{OUTBOX}/jobs/{job_id}/delete")
    assert "tarp nepavykusių nebėra" in browser.get(OUTBOX).text
    deeds = [entry.deed for entry in session.scalars(audit.entries(subject=f"job:{LINKS}"))]
    assert deeds == ["job-deleted", "job-retried"]
    assert "darbas: Nuorodų į kitas svetaines tikrinimas" in browser.get("/lt/admin/audit").text


def test_of_many_failed_jobs_the_newest_are_shown(
    queue: Queue, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, queue, times=22)
    html = browser.get(OUTBOX).text
    assert html.count("no route to") == 20 + 1  # and once in the timetable
    assert "Rodoma 20 naujausių." in html
    assert 'savimoka_jobs{of="failed"} 22.0' in browser.get("/metrics").text


def test_the_timetable_says_when_a_job_ran_and_how_it_went(
    queue: Queue, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browser.get(OUTBOX).text.count("dar nevykdyta") == len(REGULAR)
    fail(monkeypatch, queue)
    monkeypatch.undo()
    queue.enqueue("lms.foundation.sent_once.forget_old", result_ttl=0)
    queue.enqueue("lms.domain.notifications.jobs.drain", result_ttl=0)  # runs every minute: not written down
    work_off(queue)
    runs = job_runs.last_runs()
    assert {name: (run.failure, run.is_well) for name, run in runs.items()} == {
        LINKS: ("LookupError: no route to <somewhere>", False),
        "lms.foundation.sent_once.forget_old": ("", True),
    }
    html = browser.get(OUTBOX).text
    assert html.count("dar nevykdyta") == len(REGULAR) - 2 and "sėkmingai" in html and "nepavyko:" in html
    figures = browser.get("/metrics").text
    assert 'savimoka_regular_job_failed{of="coordination.jobs.check_links"} 1.0' in figures
    assert 'savimoka_regular_job_failed{of="foundation.sent_once.forget_old"} 0.0' in figures


def test_a_worker_says_what_it_is_at(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(LINKS, lambda: seen.append(PatientWorker.at_work()))
    queue.enqueue(LINKS, result_ttl=0)
    work_off(queue)
    assert [each["job"] for each in seen] == [LINKS]
    assert PatientWorker.at_work() == {}


def test_without_a_broker_the_page_says_so_and_the_deeds_change_nothing(browser: Browser) -> None:
    html = browser.get(OUTBOX).text
    assert "Kas yra eilėje, šiuo metu nematyti" in html
    job = "7b1c6f0e-9f0a-4f7a-8a55-0d2b5d7e9c11"
    for deed in ("retry", "delete"):
        assert browser.post_form(f"{OUTBOX}/jobs/{job}/{deed}").status_code == 303
        assert "niekas nepasikeitė" in browser.get(OUTBOX).text
    assert "savimoka_jobs" not in browser.get("/metrics").text


def _calls(silent: socket.socket) -> int:
    """How often somebody has called since; each call waits for ANSWER_SECONDS."""
    number = 0
    with suppress(BlockingIOError):
        while True:
            silent.accept()[0].close()
            number += 1
    return number


def test_a_broker_that_takes_calls_and_says_nothing_holds_no_deed_for_long(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = "7b1c6f0e-9f0a-4f7a-8a55-0d2b5d7e9c11"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.setblocking(False)
        connection = broker.connect(f"redis://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setitem(app.extensions, "broker", connection)
        for deed in ("retry", "delete"):
            assert browser.post_form(f"{OUTBOX}/jobs/{job}/{deed}").status_code == 303
            # While it is asked, the deed's transaction is open, and on SQLite nobody else can write.
            assert 1 <= _calls(silent) < 4
            assert "niekas nepasikeitė" in browser.get(OUTBOX).text
            _calls(silent)
        connection.close()
