"""The figures of `/metrics`: docs/monitoring.md says what each means; all processes give the same ones."""

from collections.abc import Iterator
from datetime import datetime

from flask import current_app

from lms.domain.notifications import job_names, rules
from lms.domain.notifications import queries as notices
from lms.foundation import broker, clock, health, job_runs, queue_watch, storage
from lms.foundation.db import reading

Meaning = tuple[str, dict[str, float]]  # in words, and the values by label
Figures = dict[str, Meaning]


def collect() -> Figures:
    """Return name, meaning and values of what is measured, by label; an empty label stands for none."""
    found = health.look(storage.current(), current_app.extensions["broker"])
    parts = {name: getattr(found, name) for name in ("database", "storage", "broker", "worker")}
    figures: Figures = {
        "up": ("Whether the part answers", {name: float(state == "up") for name, state in parts.items()})
    }
    if found.broker == "up":
        figures.update(_of_queue())
    if found.database == "up":
        now = clock.now()
        with reading():
            figures.update(_of_letters(now))
            figures.update(_of_processes(now))
            figures.update(_of_jobs(now))
    return figures


def _of_queue() -> Iterator[tuple[str, Meaning]]:
    try:
        standing = queue_watch.look(current_app.extensions["broker"])
    except broker.BrokerDown:
        return
    counted = {"waiting": float(standing.waiting), "failed": float(standing.failed)}
    waited = (clock.now() - standing.oldest_at).total_seconds() if standing.oldest_at else 0.0
    yield "jobs", ("Jobs in the queue: waiting, and failed and kept", counted)
    yield "oldest_job_seconds", ("How long the oldest job has waited for a worker", {"": waited})


def _of_letters(now: datetime) -> Iterator[tuple[str, Meaning]]:
    outbox = notices.look_at_outbox(now)
    waited = (now - outbox.oldest_due).total_seconds() if outbox.oldest_due else 0.0
    states = ("waiting", "sending", "failed", "bounced")
    because = {line.reason: float(line.count) for line in notices.list_undelivered(now)}
    yield "mails", ("Mails in each state", {state: float(getattr(outbox, state)) for state in states})
    yield "mails_sent_last_day", ("Mails sent in the last 24 hours", {"": float(outbox.sent_within_a_day)})
    yield "mail_paused", ("Whether an administrator lets mail wait", {"": float(notices.is_paused())})
    yield "oldest_mail_seconds", ("How long the oldest mail that may leave has waited", {"": waited})
    yield (
        "mails_not_delivered",
        (
            "Mails due in the last 7 days that failed or came back, by reason",
            {reason: because.get(reason, 0.0) for reason in rules.UNDELIVERED_BECAUSE},
        ),
    )


def _of_processes(now: datetime) -> Iterator[tuple[str, Meaning]]:
    signs = health.signs_of_life()
    alive = {kind: sum(sign.is_alive for sign in signs if sign.kind == kind) for kind in health.KINDS}
    yield "workers", ("Workers that gave a sign of life", {"": float(alive[health.WORKER])})
    yield "mail_in_doors", ("Doors for mail that gave a sign of life", {"": float(alive[health.MAIL_IN])})
    swept_at = next((sign.at for sign in signs if sign.kind == health.SWEEPER), None)
    if swept_at:
        since = (now - swept_at).total_seconds()
        yield "sweep_age_seconds", ("Time since the outbox was last swept", {"": since})


def _of_jobs(now: datetime) -> Iterator[tuple[str, Meaning]]:
    runs = {name: run for name, run in job_runs.last_runs().items() if name in job_names.REGULAR}
    if runs:
        ages = {_short(name): (now - run.began_at).total_seconds() for name, run in runs.items()}
        failed = {_short(name): float(bool(run.failure)) for name, run in runs.items()}
        yield "regular_job_age_seconds", ("Time since the regular job last began", ages)
        yield "regular_job_failed", ("Whether the last run of the regular job failed", failed)


def _short(name: str) -> str:
    """Return a job's name without what all of them begin with."""
    return name.removeprefix("lms.").removeprefix("domain.")
