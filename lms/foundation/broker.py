"""The broker between web and worker: short patience for pages, a long one for the worker."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

if TYPE_CHECKING:
    from rq import Queue

QUEUE = "default"
ANSWER_SECONDS = 1.0
REST_SECONDS = 5.0
JOB_SECONDS = 900
KEEP_FAILED_SECONDS = 14 * 24 * 3600


class BrokerDown(Exception):
    """The broker did not answer a moment ago; nobody waits for it again so soon."""


def connect(url: str) -> Redis:
    """Return a connection for pages: a silent broker must not make anybody wait."""
    return Redis.from_url(
        url,
        socket_timeout=ANSWER_SECONDS,
        socket_connect_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 1),
    )


def connect_worker(url: str) -> Redis:
    """Return a connection for the worker, which has nothing else to do than to wait."""
    return Redis.from_url(url, socket_connect_timeout=5.0, health_check_interval=30)


def is_up(connection: Redis) -> bool:
    """Tell whether the broker answers now."""
    try:
        return bool(connection.ping())
    except (RedisError, OSError):
        return False


class BrokerQueue:
    """Hands jobs to the broker; after a failure it does not knock again for some seconds."""

    def __init__(self, connection: Redis) -> None:
        self._connection = connection
        self._rests_until = 0.0
        self._queue: Queue | None = None

    def enqueue(self, job: Callable[..., Any], *args: Any) -> None:
        """Hand the job over, or raise BrokerDown; results are not kept, failures for two weeks."""
        if time.monotonic() < self._rests_until:
            raise BrokerDown("the broker did not answer a moment ago")
        try:
            self._opened().enqueue(
                job, *args, job_timeout=JOB_SECONDS, result_ttl=0, failure_ttl=KEEP_FAILED_SECONDS
            )
        except (RedisError, OSError) as problem:
            self._rests_until = time.monotonic() + REST_SECONDS
            raise BrokerDown(str(problem)) from problem

    def _opened(self) -> "Queue":
        if self._queue is None:
            # RQ takes a third of a second to import: the first page should not wait for it.
            from rq import Queue  # noqa: PLC0415

            self._queue = Queue(QUEUE, connection=self._connection)
        return self._queue
