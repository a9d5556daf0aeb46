"""How a person's standing is named, and which months are looked at. Pure functions, no database."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lms.domain.learning import study_plan
from lms.domain.learning.study_plan import Pause

# Who has not studied for so long is listed, and may be reminded once in as long a time.
QUIET_AFTER = timedelta(days=14)
REMINDED_APART = timedelta(days=14)
MOST_REMINDED_AT_ONCE = 50
# Why somebody gets no reminder.
STUDIES, REMINDED, RESTS = "studies", "reminded", "rests"


def standing_of(*, modules: int, started: int, completed: int) -> str:
    """Say how somebody stands who is enrolled in so many modules, for lists and figures alike."""
    if modules and completed >= modules:
        return "completed"
    if started or completed:
        return "started"
    return "not-started"


def month_beginnings(now: datetime, zone: str, months: int = 12) -> list[datetime]:
    """Return when each of the last months began for the reader, the present one and the next included."""
    today = now.astimezone(ZoneInfo(zone))
    numbers = range(today.year * 12 + today.month - months, today.year * 12 + today.month + 1)
    return [datetime(number // 12, number % 12 + 1, 1, tzinfo=ZoneInfo(zone)) for number in numbers]


def why_not_remind(is_quiet: bool, reminded_at: datetime | None, rests: bool, now: datetime) -> str:
    """Say why somebody gets no reminder now; empty where they may get one."""
    if not is_quiet:
        return STUDIES
    if reminded_at is not None and now - reminded_at < REMINDED_APART:
        return REMINDED
    return RESTS if rests else ""


def wants_rest(choices: Pause, studied_at: datetime | None, now: datetime, zone: str) -> bool:
    """Whether somebody has paused their own plan, which promises that nobody reminds them meanwhile."""
    return study_plan.is_paused(choices, now.astimezone(ZoneInfo(zone)).date(), studied_at)
