"""Who works for the outbox: workers with what they do, the sweeper, and the door for mail that comes in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from lms.domain.notifications.job_names import job_words
from lms.foundation import health, leases
from lms.foundation.health import SignOfLife

SWEPT_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Process:
    """One process: where it runs, when it was last heard of, and what it was doing then."""

    machine: str
    number: str
    at: datetime
    is_alive: bool
    doing: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class AtWork:
    """Everybody who has given a sign of life lately."""

    workers: list[Process]
    sweeper: Process | None
    sweeper_holds_lease: bool
    is_sweep_late: bool
    doors: list[Process]
    takes_mail_in: bool
    is_broker_down: bool

    @property
    def has_worker(self) -> bool:
        """Whether anybody takes jobs."""
        return any(worker.is_alive for worker in self.workers)


def look(now: datetime) -> AtWork:
    """Read the signs of life, and who holds the sweeper's lease."""
    signs = health.signs_of_life()
    workers = [sign for sign in signs if sign.kind == health.WORKER]
    sweepers = [sign for sign in signs if sign.kind == health.SWEEPER]
    holder = leases.find_holder(health.SWEEPER)
    sweeper = next((sign for sign in sweepers if sign.name == holder), sweepers[0] if sweepers else None)
    return AtWork(
        workers=[_process(sign) for sign in workers],
        sweeper=_process(sweeper) if sweeper else None,
        sweeper_holds_lease=sweeper is not None and sweeper.name == holder,
        is_sweep_late=sweeper is None or now - sweeper.at > SWEPT_WITHIN,
        doors=[_process(sign) for sign in signs if sign.kind == health.MAIL_IN],
        takes_mail_in=bool(current_app.config["SETTINGS"].reply_domain),
        # A worker on another machine may not reach what this server reaches.
        is_broker_down=any(sign.is_alive and sign.details.get("broker") == "down" for sign in workers),
    )


def _process(sign: SignOfLife) -> Process:
    _kind, _colon, place = sign.name.partition(":")
    machine, _colon, number = place.rpartition(":")
    since = sign.details.get("since")
    return Process(
        machine=machine or sign.name,
        number=number,
        at=sign.at,
        is_alive=sign.is_alive,
        doing=job_words(sign.details["job"]) if sign.details.get("job") else "",
        since=datetime.fromisoformat(since) if since else None,
    )
