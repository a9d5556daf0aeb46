"""What a worker process does, and what the sweeper beside it does.

The worker takes jobs from the broker. The sweeper does not: it goes through the
outbox itself, at most one of them on all machines, elected by a lease in the
database. So a dead broker only delays what it would have hurried up.
"""

import contextlib
import logging
import os
import signal
import socket
import threading

from flask import Flask
from rq import Queue

from lms import schedule
from lms.cli import environment, logs
from lms.cli.patient_worker import PatientWorker
from lms.config import Settings
from lms.domain.notifications import jobs as notifications
from lms.domain.notifications.receiving import Reception
from lms.foundation import broker, health, leases, lmtp

log = logging.getLogger(__name__)
SWEEP_SECONDS = 5.0
LEASE = "sweeper"
LEASE_SECONDS = 60.0
PAUSE_SECONDS = 2.0


def prepare() -> tuple[Settings, Flask]:
    """Build the application for processes that will fork: it is loaded, but nothing is connected yet."""
    settings = environment.settings()
    logs.install(settings)
    return settings, environment.application(settings)


def work(burst: bool = False) -> int:
    """Run as an RQ worker until told to stop; with `burst` until the queue is empty."""
    settings, _app = prepare()
    return take_jobs(settings, burst=burst)


def take_jobs(settings: Settings, *, burst: bool = False) -> int:
    """Take jobs one after another; wait for a broker that is away."""
    connection = broker.connect_worker(settings.redis_url)
    stop = threading.Event()
    beating = threading.Thread(target=_beat, args=(stop, settings), name="heartbeat", daemon=True)
    beating.start()
    try:
        while not PatientWorker.was_told_to_stop:
            try:
                queue = Queue(broker.QUEUE, connection=connection)
                worker = PatientWorker([queue], connection=connection, worker_ttl=45)
                worker.work(burst=burst, logging_level="WARNING")
                if burst:
                    break
            except Exception as problem:  # whatever it was, a worker that gives up helps nobody
                log.warning("the broker does not answer, trying again: %s", problem)
            if not PatientWorker.was_told_to_stop:
                _pause()
    finally:
        stop.set()
        beating.join(5)
        with contextlib.suppress(Exception):
            health.say_goodbye(_name("worker"))
    return 0


def _pause() -> None:
    """Wait a little before the next try; in the meantime a signal ends the process as usual."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)
    try:
        threading.Event().wait(PAUSE_SECONDS)
    except KeyboardInterrupt:
        PatientWorker.was_told_to_stop = True


def _beat(stop: threading.Event, settings: Settings) -> None:
    """Leave a sign of life every few seconds, also while a job takes long or the broker is away."""
    connection = broker.connect(settings.redis_url)
    while not stop.is_set():
        try:
            standing = "up" if broker.is_up(connection) else "down"
            health.beat(health.WORKER, _name("worker"), broker=standing, **PatientWorker.at_work())
        except Exception as problem:  # the database may be away for a while as well
            log.warning("could not leave a sign of life: %s", problem)
        stop.wait(health.BEAT_SECONDS)


def sweep(settings: Settings) -> int:
    """Sweep the outbox and keep the timetable until told to stop; wait while another machine does it."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    timetable = schedule.Timetable(broker.connect(settings.redis_url))
    while not stop.is_set():
        try:
            _sweep_once(timetable)
        except Exception:  # a database that is away comes back; the sweeper must still be there then
            log.warning("could not sweep the outbox", exc_info=True)
        stop.wait(SWEEP_SECONDS)
    with contextlib.suppress(Exception):
        leases.release(LEASE, _name("sweeper"))
        health.say_goodbye(_name("sweeper"))
    return 0


def take_mail_in(listen: str) -> None:
    """Let a mail server deliver at that place until told to stop."""
    door = lmtp.open_door(listen, Reception())
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=door.serve_forever, name="door", daemon=True).start()
    log.info("mail is taken in", extra={"at": listen})
    try:
        while not stop.is_set():
            try:
                health.beat(health.MAIL_IN, _name(health.MAIL_IN))
            except Exception as problem:  # a database that is away comes back
                log.warning("could not leave a sign of life: %s", problem)
            stop.wait(health.BEAT_SECONDS)
    finally:
        door.shutdown()
        door.server_close()
        with contextlib.suppress(Exception):
            health.say_goodbye(_name(health.MAIL_IN))


def _sweep_once(timetable: schedule.Timetable) -> None:
    holder = _name("sweeper")
    if not leases.acquire(LEASE, holder, LEASE_SECONDS):
        timetable.rest()
        return
    taken_up = notifications.sweep()
    health.beat(health.SWEEPER, holder, taken_up=taken_up)
    timetable.hand_over_what_is_due()


def _name(kind: str) -> str:
    return f"{kind}:{socket.gethostname()}:{os.getpid()}"
