"""Against a real mail server, with several workers, a worker that is killed, and a broker that is gone."""

import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import fakeredis
import pytest
import time_machine
from rq import Queue, SimpleWorker
from sqlalchemy import select

from lms.domain.messaging.events import MessagePosted
from lms.domain.notifications import carrier, delivery, jobs, service
from lms.domain.notifications.models import Notice
from lms.foundation import clock, db, events
from lms.foundation import jobs as queue_of_jobs
from lms.foundation.db import session
from lms.foundation.mailers import connect
from tests.domain.notifications.conftest import SENDER
from tests.factories.accounts import make_user
from tests.factories.content import make_module
from tests.factories.messaging import make_conversation, make_message
from tests.factories.notifications import make_notice
from tests.live.post_office import PostOffice, plain_text

ROOT = Path(__file__).parents[3]


def states() -> dict[str, str]:
    """What became of the mail to each person, by the name of the mail."""
    with db.reading():
        return {row[0]: row[1] for row in session.execute(select(Notice.message_id, Notice.mail))}


def answer_somebody(email: str) -> None:
    """An author answers a learner: the deed is committed, its job handed over."""
    with db.unit_of_work():
        learner, author = make_user(email=email), make_user(name="Rasa Žemaitytė")
        conversation = make_conversation(learner, make_module())
        message = make_message(conversation, author)
        events.publish(
            MessagePosted(
                message_id=message.id,
                conversation_id=conversation.id,
                sender_id=author.id,
                learner_id=learner.id,
                module_id=conversation.module_id,
                is_from_learner=False,
                told_ids=(learner.id,),
            )
        )


@pytest.mark.usefixtures("shared_database")
def test_mail_arrives_in_both_parts_with_its_letters(post_office: PostOffice) -> None:
    answer_somebody("jonas@example.lt")
    assert jobs.drain() == 1
    (letter,) = post_office.letters_to("jonas@example.lt")
    assert str(letter["Subject"]) == "Rasa Žemaitytė atsakė į jūsų klausimą"
    assert "klausimą apie modulio" in plain_text(letter)
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert str(letter["Message-ID"]).strip("<>") in states()


@pytest.mark.usefixtures("shared_database")
def test_one_refused_address_does_not_touch_the_others(post_office: PostOffice) -> None:
    post_office.refused.add("gone@example.lt")
    with db.unit_of_work():
        for email in ("first@example.lt", "gone@example.lt", "last@example.lt"):
            make_notice(make_user(email=email))
    assert jobs.drain() == 2
    assert len(post_office.letters) == 2
    with db.reading():
        failed = session.scalars(select(Notice).where(Notice.mail == "failed")).one()
        assert failed.failure == "550 5.1.1 no such person here"


@pytest.mark.usefixtures("shared_database")
def test_with_the_mail_server_gone_mail_waits_and_then_goes_out_once(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        gone = f"smtp://127.0.0.1:{nobody.getsockname()[1]}"
        with monkeypatch.context() as patch:
            patch.setattr(carrier, "_make_mailer", lambda: connect(gone, SENDER))
            answer_somebody("jonas@example.lt")
            assert jobs.drain() == 0
    assert set(states().values()) == {"waiting"}
    with db.unit_of_work():
        session.scalars(select(Notice)).one().mail_due_at = clock.now()
    assert jobs.drain() == 1
    assert len(post_office.letters) == 1


class NoBroker:
    """A broker that is gone."""

    def enqueue(self, _job: object, *_args: object) -> None:
        raise ConnectionError("the broker is gone")


@pytest.mark.usefixtures("shared_database")
def test_with_the_broker_gone_the_deed_stands_and_the_sweeper_delivers(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_of_jobs.use(NoBroker())
    answer_somebody("jonas@example.lt")
    assert set(states().values()) == {"waiting"}
    assert jobs.sweep() == 0
    monkeypatch.setattr(jobs, "LEFT_BEHIND_AFTER", timedelta())
    assert jobs.sweep() == 1
    assert len(post_office.letters_to("jonas@example.lt")) == 1


@pytest.mark.usefixtures("shared_database")
def test_a_job_that_runs_twice_sends_once(post_office: PostOffice) -> None:
    connection = fakeredis.FakeStrictRedis()
    queue = Queue("default", connection=connection)
    queue_of_jobs.use(queue)
    answer_somebody("jonas@example.lt")
    queue.enqueue(jobs.drain)
    assert len(queue) == 2
    SimpleWorker([queue], connection=connection).work(burst=True, logging_level="ERROR")
    assert len(post_office.letters) == 1


@pytest.mark.usefixtures("shared_database")
def test_four_workers_racing_for_the_same_mails_send_each_once(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "BATCH", 5)
    with db.unit_of_work():
        person = make_user(email="jonas@example.lt")
        for _ in range(40):
            make_notice(person)
    gate, sent, problems = threading.Barrier(4), [], []

    def work() -> None:
        gate.wait()
        try:
            sent.append(jobs.drain())
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert sum(sent) == 40
    names = [str(letter["Message-ID"]) for letter in post_office.letters]
    assert len(names) == len(set(names)) == 40
    assert set(states().values()) == {"sent"}


WORKER = """
import sys, time
from contextlib import nullcontext
from datetime import timedelta
from lms import wiring
from lms.domain.notifications import carrier, delivery, jobs
from lms.foundation import db, rendering

class Slow:
    def send(self, mail):
        print("sending", flush=True)
        time.sleep(600)
    def batch(self):
        return nullcontext()

db.connect(sys.argv[1])
rendering.use_addresses(lambda endpoint, **values: "https://learn.example.lt/")
carrier.use(Slow, "learn.example.lt")
delivery.LEASE = timedelta(hours=1)
jobs.drain()
"""


def kill_a_worker_while_it_sends(database: str) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, database], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "sending\n"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()


def when_its_lease_has_run_out() -> datetime:
    with db.reading():
        (until,) = set(session.scalars(select(Notice.lease_until)))
    assert until is not None
    return until + timedelta(seconds=1)


def test_mails_of_a_killed_worker_are_sent_by_another_when_its_lease_has_run_out(
    shared_database: str, post_office: PostOffice
) -> None:
    with db.unit_of_work():
        for _ in range(3):
            make_notice(make_user())
    db.session.remove()
    kill_a_worker_while_it_sends(shared_database)
    assert set(states().values()) == {"sending"}
    assert jobs.drain() == 0
    with time_machine.travel(when_its_lease_has_run_out()):
        assert jobs.drain() == 3
    assert set(states().values()) == {"sent"}
    assert len(post_office.letters) == 3


def test_a_summary_of_a_killed_worker_leaves_once_and_whole(
    shared_database: str, post_office: PostOffice
) -> None:
    with db.unit_of_work():
        jonas = make_user(email="jonas@example.lt")
        for _ in range(4):
            make_notice(jonas, way="daily")
    db.session.remove()
    kill_a_worker_while_it_sends(shared_database)
    with db.reading():
        (name,) = set(session.scalars(select(Notice.digest)))
    with time_machine.travel(when_its_lease_has_run_out()):
        assert jobs.drain() == 1
    assert set(states().values()) == {"sent"}
    (letter,) = post_office.letters_to("jonas@example.lt")
    assert str(letter["Message-ID"]).strip("<>") == name
    assert str(letter["Subject"]) == "Santrauka: 4 pranešimai"


@pytest.mark.usefixtures("shared_database")
def test_a_database_that_is_locked_for_a_while_does_not_double_mail(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has said yes and the database is away: the mark is made when it is back."""
    answer_somebody("jonas@example.lt")
    monkeypatch.setattr(delivery, "PAUSES_WITHOUT_DATABASE", (0.01, 0.01))
    troubles = [db.DatabaseError("UPDATE", {}, Exception("away"), connection_invalidated=True)] * 2
    real = delivery.queries.write_down

    def shaky(*values: object) -> None:
        if troubles:
            raise troubles.pop()
        real(*values)  # type: ignore[arg-type]

    monkeypatch.setattr(delivery.queries, "write_down", shaky)
    assert jobs.drain() == 1
    assert set(states().values()) == {"sent"}
    assert jobs.drain() == 0
    assert len(post_office.letters) == 1


@pytest.mark.usefixtures("shared_database")
def test_reading_about_a_thing_marks_all_its_notices() -> None:
    with db.unit_of_work():
        person, other = make_user(), make_user()
        for recipient in (person, person, other):
            make_notice(recipient, subject="conversation:1", kind="message-posted")
        make_notice(person, subject="submission:1")
        person_id, other_id = person.id, other.id
    with db.unit_of_work():
        service.mark_read_about(person_id, "conversation:1")
    with db.reading():
        assert service.queries.count_unread(person_id) == (1, 0)
        assert service.queries.count_unread(other_id) == (1, 1)
    with db.unit_of_work():
        service.mark_all_read(person_id)
    with db.reading():
        assert service.queries.count_unread(person_id) == (0, 0)
