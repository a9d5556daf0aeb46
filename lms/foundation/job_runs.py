"""When the jobs of the timetable last ran and how that ended, for whoever looks after the installation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation import clock
from lms.foundation.db import Base, session, unit_of_work

LONGEST_FAILURE = 300


class JobRun(Base):
    """The last run of one job; one that is at work, or was killed, has no end."""

    __tablename__ = "job_runs"

    name: Mapped[str] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(default="")  # the line that names the error


@dataclass(frozen=True, slots=True)
class Run:
    """How the last run of one job went."""

    name: str
    began_at: datetime
    ended_at: datetime | None
    failure: str

    @property
    def is_well(self) -> bool:
        """Whether it came to its end as it should."""
        return self.ended_at is not None and not self.failure


def begin(name: str) -> None:
    """Note that this job begins; a deed of its own."""
    _write(name, began_at=clock.now(), ended_at=None, failure="")


def end(name: str, failure: str = "") -> None:
    """Note how this job has ended; a deed of its own."""
    with unit_of_work():
        values = {"ended_at": clock.now(), "failure": failure[:LONGEST_FAILURE]}
        session.execute(update(JobRun).where(JobRun.name == name).values(values))


def last_runs() -> dict[str, Run]:
    """Return the last run of each job that has ever run, by its name."""
    rows = session.execute(select(JobRun.name, JobRun.began_at, JobRun.ended_at, JobRun.failure))
    return {row.name: Run(*row) for row in rows}


def _write(name: str, **values: Any) -> None:
    with unit_of_work():
        changed = session.execute(update(JobRun).where(JobRun.name == name).values(values))
        if not cast("CursorResult[Any]", changed).rowcount:
            session.execute(insert(JobRun).values(name=name, **values))
