"""The timetable: what runs when, handed to the workers by RQ's own cron."""

from collections.abc import Callable
from typing import Any, NamedTuple

from redis import Redis
from rq.cron import CronScheduler

from lms.domain.accounts import jobs as accounts
from lms.domain.assessment import overdue_jobs as assessment
from lms.domain.assessment.jobs import sweep_files
from lms.domain.consultations import jobs as consultations
from lms.domain.coordination import jobs as coordination
from lms.domain.learning import jobs as learning
from lms.domain.messaging import jobs as messaging
from lms.domain.notifications import jobs as notifications
from lms.foundation import broker, sent_once


class Entry(NamedTuple):
    """One line: a job and when it is due, as cron writes it (UTC)."""

    job: Callable[..., Any]
    cron: str


EVERY_MINUTE = "* * * * *"
TIMETABLE = (
    Entry(notifications.drain, EVERY_MINUTE),  # mail whose hour has come
    Entry(assessment.end_overdue_attempts, EVERY_MINUTE),  # quizzes whose time is over
    Entry(learning.remind_of_plans, "7 * * * *"),  # hourly, since mornings come zone by zone
    Entry(consultations.remind_of_consultations, "11 * * * *"),  # so do the mornings before consultations
    Entry(accounts.forget_what_has_served, "40 2 * * *"),
    Entry(sent_once.forget_old, "50 2 * * *"),
    Entry(sweep_files, "20 * * * *"),
    Entry(messaging.sweep_files, "25 * * * *"),
    Entry(messaging.pass_on_questions, "5 4 * * *"),  # in the morning on which a leave begins
    Entry(messaging.tell_of_late_answers, "11 6 * * *"),  # in the morning after the promised day
    Entry(coordination.look_over_courses, "10 3 * * *"),
    Entry(coordination.check_links, "23 * * * *"),  # a few each time, one of each server
)


def name_of(job: Callable[..., Any]) -> str:
    """Return the name by which the queue knows a job."""
    return f"{job.__module__}.{job.__name__}"


# What runs every minute shows by its work; of the rest somebody may ask when it last ran.
RECORDED = frozenset(name_of(entry.job) for entry in TIMETABLE if entry.cron != EVERY_MINUTE)


class Timetable:
    """The entries as RQ's cron keeps them; only whoever holds the lease asks what is due."""

    def __init__(self, connection: Redis) -> None:
        self._connection = connection
        self._cron: CronScheduler | None = None

    def hand_over_what_is_due(self) -> None:
        """Put all jobs that are due into the queue; one missed meanwhile waits for its next turn."""
        if self._cron is None:
            self._cron = CronScheduler(connection=self._connection, logging_level="WARNING")
            for entry in TIMETABLE:
                self._cron.register(
                    entry.job,
                    queue_name=broker.QUEUE,
                    cron=entry.cron,
                    job_timeout=broker.JOB_SECONDS,
                    result_ttl=0,
                    failure_ttl=broker.KEEP_FAILED_SECONDS,
                )
        if broker.is_up(self._connection):
            self._cron.enqueue_jobs()

    def rest(self) -> None:
        """Forget what was due: somebody else keeps the timetable now."""
        self._cron = None
