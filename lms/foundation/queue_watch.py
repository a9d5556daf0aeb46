"""What stands in the queue: how much waits, and which jobs have failed, to be tried again or forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from redis import Redis
from redis.exceptions import RedisError

from lms.foundation.broker import QUEUE, BrokerDown

if TYPE_CHECKING:
    from rq import Queue
    from rq.job import Job
    from rq.registry import FailedJobRegistry

LONGEST_FAILURE = 300


@dataclass(frozen=True, slots=True)
class QueueStanding:
    """How many jobs wait for a worker, since when the oldest does, and how many have failed and are kept."""

    waiting: int
    failed: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that failed: what it runs, when that was, and the line that names the error."""

    id: str
    name: str
    failed_at: datetime | None
    failure: str


def look(connection: Redis) -> QueueStanding:
    """Count what stands in the queue, or raise BrokerDown."""
    with _answered_or_down():
        queue = _queue(connection)
        first = queue.job_class.fetch_many(queue.get_job_ids(0, 1), connection=connection)
        oldest_at = _in_utc(first[0].enqueued_at) if first and first[0] else None
        return QueueStanding(queue.count, queue.failed_job_registry.count, oldest_at)


def list_failed(connection: Redis, most: int) -> list[FailedJob]:
    """Return the jobs that failed last, the newest first; or raise BrokerDown."""
    with _answered_or_down():
        queue = _queue(connection)
        # What is kept for equally long is kept until later the later it failed.
        ids = queue.failed_job_registry.get_job_ids(0, most - 1, desc=True)
        found = queue.job_class.fetch_many(ids, connection=connection)
        jobs = [_describe(job) for job in found if job is not None]
    return sorted(jobs, key=lambda job: job.failed_at or datetime.min.replace(tzinfo=UTC), reverse=True)


def try_again(connection: Redis, job_id: str) -> str | None:
    """Put a failed job into the queue once more; return its name, or None if it is not there any more."""
    with _answered_or_down():
        registry = _queue(connection).failed_job_registry
        job = _find_failed(registry, job_id)
        if job is None:
            return None
        return name_of(job) if _is_put_back(registry, job) else None


def forget(connection: Redis, job_id: str) -> str | None:
    """Delete a failed job; return its name, or None if it is not there any more."""
    with _answered_or_down():
        registry = _queue(connection).failed_job_registry
        job = _find_failed(registry, job_id)
        if job is None or not registry.remove(job):
            return None
        job.delete()
        return name_of(job)


def name_of(job: "Job") -> str:
    """Return the name of what a job runs, without unpacking what it was given."""
    return str(job.description or "").partition("(")[0]


def what_went_wrong(traceback: str) -> str:
    """Return the line of a traceback that names the error, without what databases write below it."""
    # The values of a row stand there, and what people have typed.
    below_the_last_place = traceback[traceback.rfind('\n  File "') + 1 :].splitlines()
    lines = [line for line in below_the_last_place if line and not line[0].isspace()]
    return lines[0][:LONGEST_FAILURE] if lines else ""


def _find_failed(registry: "FailedJobRegistry", job_id: str) -> "Job | None":
    if job_id not in registry:
        return None
    return registry.job_class.fetch_many([job_id], connection=registry.connection)[0]


def _is_put_back(registry: "FailedJobRegistry", job: "Job") -> bool:
    from rq.exceptions import InvalidJobOperation  # noqa: PLC0415 (as below)

    try:
        registry.requeue(job)
    except InvalidJobOperation:  # of two who press at once, the second finds it gone
        return False
    return True


def _describe(job: "Job") -> FailedJob:
    result = job.latest_result()
    said = (result.exc_string if result else None) or ""
    return FailedJob(job.id, name_of(job), _in_utc(job.ended_at), what_went_wrong(said))


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


@contextmanager
def _answered_or_down() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as problem:
        raise BrokerDown(str(problem)) from problem


def _queue(connection: Redis) -> "Queue":
    # RQ takes a third of a second to import, and only the administrator's page and the figures need it here.
    from rq import Queue  # noqa: PLC0415

    queue: Any = Queue(QUEUE, connection=connection)
    return queue
