"""The broker between web and worker: short patience for pages, a long one for the worker."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as LineBroken
from redis.exceptions import RedisError
from redis.retry import Retry

from lms.foundation.jobs import QueueAway

if TYPE_CHECKING:
    from rq import Queue

QUEUE = "default"
ANSWER_SECONDS = 0.4
REST_SECONDS = 5.0
JOB_SECONDS = 900
KEEP_FAILED_SECONDS = 14 * 24 * 3600


class BrokerDown(QueueAway):
    """The broker did not answer a moment ago; nobody waits for it again so soon."""


class Rest:
    """After a failure the broker is left alone for some seconds, by all who share this."""

    def __init__(self) -> None:
        self._until = 0.0

    @property
    def is_on(self) -> bool:
        """Whether nobody should knock at the broker now."""
        return time.monotonic() < self._until

    def begin(self) -> None:
        """Leave the broker alone for a while."""
        self._until = time.monotonic() + REST_SECONDS


def connect(url: str) -> Redis:
    """Return a connection for pages: a silent broker must not make anybody wait.

    A line that broke is tried once more, for the broker may have been replaced; silence is not.
    """
    return Redis.from_url(
        url,
        socket_timeout=ANSWER_SECONDS,
        socket_connect_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 1, supported_errors=(LineBroken,)),
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

    def __init__(self, connection: Redis, rest: Rest | None = None) -> None:
        self._connection = connection
        self._rest = rest or Rest()
        self._queue: Queue | None = None

    def enqueue(self, job: Callable[..., Any], *args: Any) -> None:
        """Hand the job over, or raise BrokerDown; results are not kept, failures for two weeks."""
        if self._rest.is_on:
            raise BrokerDown("the broker did not answer a moment ago")
        try:
            self._opened().enqueue(
                job, *args, job_timeout=JOB_SECONDS, result_ttl=0, failure_ttl=KEEP_FAILED_SECONDS
            )
        except (RedisError, OSError) as problem:
            self._rest.begin()
            raise BrokerDown(str(problem)) from problem

    def _opened(self) -> "Queue":
        if self._queue is None:
            # RQ takes a third of a second to import: the first page should not wait for it.
            from rq import Queue  # noqa: PLC0415

            self._queue = Queue(QUEUE, connection=self._connection)
        return self._queue
