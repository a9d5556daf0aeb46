"""The RQ worker as we want it: patient, in one process, and telling what it does and how it went."""

import logging
from traceback import format_exception_only
from typing import Any, ClassVar

from rq import SimpleWorker
from rq.worker.base import BaseWorker

from lms import schedule
from lms.foundation import clock, job_runs, queue_watch

log = logging.getLogger(__name__)


class PatientWorker(SimpleWorker):
    """An RQ worker that never gives up on its broker and knows whether it was told to stop."""

    max_connection_wait_time = 5.0
    was_told_to_stop = False
    _present: ClassVar[dict[str, str]] = {}  # what it is at, for the thread that leaves signs of life
    _failure = ""

    @classmethod
    def at_work(cls) -> dict[str, str]:
        """Return what the worker of this process does now and since when; nothing while it waits."""
        return cls._present

    def request_stop(self, signum: int, frame: Any) -> None:
        """End after the present job."""
        PatientWorker.was_told_to_stop = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def execute_job(self, job: Any, queue: Any) -> None:
        """Do the job in this very process: forking costs more than most of our jobs."""
        BaseWorker.heartbeat(self)
        PatientWorker._present = {"job": queue_watch.name_of(job), "since": clock.now().isoformat()}
        try:
            super().execute_job(job, queue)
        finally:
            PatientWorker._present = {}

    def perform_job(self, job: Any, queue: Any) -> bool:
        """Do the job and, if it stands in the timetable, write down when that was and how it went."""
        name = queue_watch.name_of(job)
        if name not in schedule.RECORDED:
            return super().perform_job(job, queue)
        self._failure = ""
        _write_down(job_runs.begin, name)
        is_done = super().perform_job(job, queue)
        _write_down(job_runs.end, name, "" if is_done else self._failure or "?")
        return is_done

    def handle_exception(self, job: Any, *exc_info: Any) -> None:
        """Remember what went wrong, beside what RQ does about it."""
        self._failure = queue_watch.what_went_wrong("".join(format_exception_only(exc_info[1])))
        super().handle_exception(job, *exc_info)


def _write_down(deed: Any, *words: str) -> None:
    """A database that is away must not keep the worker from its jobs."""
    try:
        deed(*words)
    except Exception as problem:
        log.warning("could not write down how a job went: %s", problem)
