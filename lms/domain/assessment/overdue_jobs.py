"""What the worker does about attempts whose time is over; apart from `jobs`, which deeds themselves use."""

import logging

from lms.domain.assessment import queries
from lms.domain.assessment.service import time_limits
from lms.foundation import clock
from lms.foundation.db import reading, unit_of_work

MOST_AT_ONCE = 500
log = logging.getLogger(__name__)


def end_overdue_attempts() -> int:
    """Hand in attempts whose time is over, each in a deed of its own; return how many there were.

    One that cannot be ended does not keep the others from it.
    """
    with reading():
        overdue = queries.list_overdue(clock.now(), MOST_AT_ONCE)
    ended = 0
    for attempt_id in overdue:
        try:
            with unit_of_work():
                ended += time_limits.end_overdue(attempt_id)
        except Exception:
            log.error("an attempt could not be ended", exc_info=True, extra={"attempt": attempt_id})
    return ended
