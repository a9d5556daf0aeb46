"""How long an attempt may take: pure functions, reckoned from when it was begun."""

from dataclasses import dataclass
from datetime import datetime, timedelta

GRACE = timedelta(seconds=15)  # what was sent in time may arrive a little later
MOST_MINUTES = 1440
MOST_PERCENT = 900


@dataclass(frozen=True, slots=True)
class More:
    """More time for one person: minutes or per cent more; with neither their time has no limit."""

    minutes: int | None = None
    percent: int | None = None

    @property
    def is_unlimited(self) -> bool:
        """Whether there is no limit at all."""
        return self.minutes is None and self.percent is None


def allowed_minutes(limit: int, more: More | None) -> int | None:
    """Return how many minutes this person has, or None where their time has no limit; a part counts whole."""
    if not limit or (more is not None and more.is_unlimited):
        return None
    if more is None:
        return limit
    if more.percent is not None:
        return -(-limit * (100 + more.percent) // 100)
    return limit + (more.minutes or 0)


def end_of(started_at: datetime, limit: int, more: More | None) -> datetime | None:
    """Return when the attempt ends for this person, or None where it does not."""
    minutes = allowed_minutes(limit, more)
    return None if minutes is None else started_at + timedelta(minutes=minutes)


def later_end(before: datetime | None, now: datetime | None) -> datetime | None:
    """Return the end of a running attempt whose learner is given other time: it is never made earlier."""
    return None if before is None or now is None else max(before, now)


def is_over(ends_at: datetime | None, now: datetime) -> bool:
    """Tell whether answers come too late by now, the time that they may be on their way left aside."""
    return ends_at is not None and now > ends_at + GRACE


def handed_in_at(ends_at: datetime | None, now: datetime) -> datetime:
    """Return when an attempt counts as handed in: never after its end."""
    return now if ends_at is None else min(now, ends_at)
