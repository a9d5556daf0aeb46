"""Hand work to the worker once the transaction has been committed.

The queue is plugged in by the application; without one (commands, tests of a
single room) the sweeper finds what is waiting, since the row is the truth.
"""

import logging
from collections.abc import Callable
from typing import Any, Protocol

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from lms.foundation.db import session

log = logging.getLogger(__name__)


class QueueAway(Exception):
    """The queue cannot be reached just now; the rows wait for the sweeper."""


class Queue(Protocol):
    """What we ask of a queue."""

    def enqueue(self, job: Callable[..., Any], *args: Any) -> Any: ...


_queue: Queue | None = None


def use(queue: Queue | None) -> None:
    """Send all jobs to that queue."""
    global _queue
    _queue = queue


def enqueue_after_commit(job: Callable[..., Any], *args: Any) -> None:
    """Remember the job until the current transaction has succeeded; the same one only once."""
    waiting = session().info.setdefault("jobs", [])
    if (job, args) not in waiting:
        waiting.append((job, args))


@event.listens_for(Session, "after_commit")
def _hand_over(committed: Session) -> None:
    if committed.in_nested_transaction():
        return
    for job, args in committed.info.pop("jobs", []):
        if _queue is None:
            continue
        try:
            _queue.enqueue(job, *args)
        except QueueAway as problem:
            log.warning("could not hand over a job: %s", problem, extra={"job": job.__name__})
        except Exception:  # The deed is done; the sweeper takes up what stayed behind.
            log.warning("could not hand over a job", exc_info=True, extra={"job": job.__name__})


@event.listens_for(Session, "after_soft_rollback")
def _forget(rolled_back: Session, ended: SessionTransaction) -> None:
    if not ended.nested:
        rolled_back.info.pop("jobs", None)
