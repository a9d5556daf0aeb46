"""How a person's standing is named, and which months are looked at. Pure functions, no database."""

from datetime import datetime
from zoneinfo import ZoneInfo


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
