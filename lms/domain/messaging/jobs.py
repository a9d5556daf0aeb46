"""What the worker does for conversations. Each job may run twice."""

import logging
from datetime import timedelta
from itertools import islice

from lms.domain.messaging import queries, service
from lms.foundation import clock, storage
from lms.foundation.db import reading, unit_of_work

FORGOTTEN_AFTER = timedelta(days=1)
AT_ONCE = 500

log = logging.getLogger(__name__)


def pass_on_questions() -> None:
    """Give what waits for authors whose leave has begun to those who answer instead."""
    with unit_of_work():
        count = service.pass_on_questions()
    if count:
        log.info("questions went to those who answer instead", extra={"count": count})


def tell_of_late_answers() -> None:
    """Tell the programmes' people of questions whose promised day has passed."""
    with unit_of_work():
        count = service.tell_of_late_answers()
    if count:
        log.info("questions have waited longer than promised", extra={"count": count})


def sweep_files() -> None:
    """Remove stored files that no message has: a commit failed after they had been stored.

    A day is far longer than any request takes, so a message still to come is never robbed of its file.
    """
    kept, names = (
        storage.current(),
        storage.current().names_before(clock.now() - FORGOTTEN_AFTER, "messages/"),
    )
    while some := list(islice(names, AT_ONCE)):
        with reading():
            needed = queries.find_needed_files(some)
        for name in set(some) - needed:
            kept.delete(name)
