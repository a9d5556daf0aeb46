"""What the worker does for this room. A job may run twice, and two may run at once."""

from datetime import timedelta

from lms.domain.consultations import queries, rules, service
from lms.foundation import clock
from lms.foundation.db import reading, unit_of_work

LOOKED_AHEAD = timedelta(days=3)


def remind_of_consultations() -> int:
    """Remind both sides of each consultation of tomorrow; return how many there were."""
    now = clock.now()
    with reading():
        ahead = queries.list_remindable(now, now + LOOKED_AHEAD)
    reminded = 0
    for booking in ahead:
        if rules.is_reminder_due(booking.starts_at, booking.learner_zone, now):
            with unit_of_work():
                reminded += service.remind(booking)
    return reminded
