"""Working days: weekends, moving feasts, the turn of the year, and any other day."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.foundation import working_days

ANY_DAY = st.dates(date(2020, 1, 1), date(2100, 12, 1))


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        # Christmas Eve, both days of Christmas and New Year's Day; 26 December 2026 is a Saturday.
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 12, 23), 5, date(2027, 1, 4)),
        (date(2026, 12, 24), 3, date(2026, 12, 30)),
        (date(2027, 1, 1), 1, date(2027, 1, 4)),
        (date(2029, 12, 21), 3, date(2029, 12, 31)),
        # Good Friday is a working day in Lithuania, Easter Monday is not.
        (date(2026, 4, 2), 2, date(2026, 4, 7)),
        (date(2027, 3, 26), 1, date(2027, 3, 30)),
        (date(2035, 3, 23), 1, date(2035, 3, 27)),
        # 29 February of a leap year, and the year without one.
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2027, 2, 26), 1, date(2027, 3, 1)),
        # All Souls' Day, All Saints' Day on a Sunday.
        (date(2026, 10, 30), 1, date(2026, 11, 3)),
        # 1 May on a Friday, and Mothers' Day, a Sunday that takes no working day.
        (date(2026, 4, 30), 1, date(2026, 5, 4)),
        (date(2026, 11, 20), 3, date(2026, 11, 25)),
        (date(2026, 11, 21), 3, date(2026, 11, 25)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_days_without_work_are_not_counted(start: date, count: int, expected: date) -> None:
    assert working_days.after(start, count) == expected


@pytest.mark.parametrize("year", [2019, 2020, 2026, 2027, 2050, 2100])
def test_holidays_of_any_year_move_as_they_should(year: int) -> None:
    holidays = working_days.public_holidays(year)
    fixed = "01-01 02-16 03-11 05-01 06-24 07-06 08-15 11-01 12-24 12-25 12-26"
    assert {date.fromisoformat(f"{year}-{day}") for day in fixed.split()} <= holidays
    assert (date(year, 11, 2) in holidays) is (year >= 2020)
    feasts = {day for day in holidays if day.month in (3, 4)} - {date(year, 3, 11)}
    first, second = sorted(feasts)
    assert (first.weekday(), second - first) == (6, timedelta(days=1))
    mothers = date(year, 5, 1) + timedelta(days=(6 - date(year, 5, 1).weekday()) % 7)
    fathers = date(year, 6, 1) + timedelta(days=(6 - date(year, 6, 1).weekday()) % 7)
    assert {mothers, fathers} <= holidays


@given(start=ANY_DAY, count=st.integers(1, 60))
def test_the_result_is_a_working_day_and_so_many_later(start: date, count: int) -> None:
    end = working_days.after(start, count)
    assert working_days.is_working_day(end)
    assert end > start
    assert working_days.between(start, end) == count
    assert working_days.after(start, count - 1) < end


@given(start=ANY_DAY, end=ANY_DAY)
def test_counting_there_and_back_is_the_same(start: date, end: date) -> None:
    end = start + (end - start) % timedelta(days=400)
    assert working_days.between(end, start) == -working_days.between(start, end)


def test_a_moment_belongs_to_its_day_in_lithuania() -> None:
    assert working_days.day_of(datetime(2026, 12, 23, 22, 30, tzinfo=UTC)) == date(2026, 12, 24)
    assert working_days.day_of(datetime(2026, 12, 23, 21, 30, tzinfo=UTC)) == date(2026, 12, 23)


def test_the_one_country_comes_without_all_the_others() -> None:
    says = "import sys; from lms.foundation import working_days as days; days.public_holidays(2026)"
    tells = "print([name for name in sys.modules if name.startswith('holidays.countries')])"
    done = subprocess.run(
        [sys.executable, "-c", f"{says}; {tells}"], capture_output=True, text=True, check=True, timeout=180
    )
    assert done.stdout.strip() == "[]"
