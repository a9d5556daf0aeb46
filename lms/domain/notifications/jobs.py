"""What the worker runs for the outbox. A job may run twice, and two may run at once."""

import os
import socket
import time
from datetime import timedelta
from uuid import uuid4

from lms.domain.notifications import carrier, delivery, letters, queries
from lms.foundation import clock, db

LONGEST_RUN_SECONDS = 600
# A worker takes up a mail within a second or two; what waits longer was forgotten.
LEFT_BEHIND_AFTER = timedelta(seconds=20)


def drain() -> int:
    """Send all mail that is due; return how many mails were sent."""
    if not _is_anything_due():
        return 0
    ends_at = time.monotonic() + LONGEST_RUN_SECONDS
    mailer = carrier.new_mailer()
    this_round = delivery.Round(mailer, _holder())
    with mailer.batch():
        try:
            # What is written down meanwhile has a job of its own.
            while time.monotonic() < ends_at and this_round.may_be_more and this_round.take():
                this_round.send()
        except delivery.ServerAway as away:
            delivery.put_off_all(str(away))
    return this_round.sent


def sweep() -> int:
    """Send what a crash, a silent broker or the night has left waiting; return how many mails were sent.

    Run by one process at a time, whoever holds the sweeper's lease; it needs no queue.
    """
    with db.reading():
        if not queries.is_left_behind(clock.now(), LEFT_BEHIND_AFTER, letters.URGENT_KINDS):
            return 0
    return drain()


def _is_anything_due() -> bool:
    with db.reading():
        return queries.has_due(clock.now(), letters.URGENT_KINDS)


def _holder() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
