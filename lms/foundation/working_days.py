"""Working days in Lithuania: what is promised "within three working days" has a date.

Public holidays come from the library `holidays`, which knows the law of each year, moving
feasts included.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

HOME_ZONE = ZoneInfo("Europe/Vilnius")
_SATURDAY = 5


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of that year, also those that fall on a weekend."""
    return frozenset(_lithuania()(years=year))


@cache
def _lithuania() -> Any:
    """Return the one country that we need: where its package is imported, it brings all others, 7 MiB."""
    import holidays  # noqa: PLC0415 (a process that promises nothing can spare it)

    path = Path(holidays.__file__).parent / "countries" / "lithuania.py"
    country = spec_from_file_location("lithuanian_holidays", path)
    assert country is not None and country.loader is not None
    module = module_from_spec(country)
    country.loader.exec_module(module)
    return module.Lithuania


def is_working_day(day: date) -> bool:
    """Whether people are at work on that day: no weekend, no public holiday."""
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year)


def day_of(moment: datetime) -> date:
    """Return the day that a moment belongs to in Lithuania."""
    return moment.astimezone(HOME_ZONE).date()


def after(start: date, count: int) -> date:
    """Return the day so many working days after another; the first one counted is the day that follows."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def between(start: date, end: date) -> int:
    """Count the working days after the one day up to the other; before it, they count below zero."""
    if end < start:
        return -between(end, start)
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(map(is_working_day, days))


def _midnight(day: date) -> datetime:
    # In UTC: between two moments of one zone Python reckons by its clock, also where that was changed.
    return datetime.combine(day, time(), HOME_ZONE).astimezone(UTC)


def time_between(start: datetime, end: datetime) -> timedelta:
    """Return how much time of working days lies between two moments, their nights included.

    A question of Friday evening that is answered on Monday morning has waited for a few hours.
    """
    passed, day = timedelta(), day_of(start)
    while day <= day_of(end):
        if is_working_day(day):
            begins, ends = _midnight(day), _midnight(day + timedelta(days=1))
            passed += max(timedelta(), min(end, ends) - max(start, begins))
        day += timedelta(days=1)
    return passed
