"""How long an attempt may take."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment import timing
from lms.domain.assessment.timing import More

BEGUN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LIMITS = st.integers(1, timing.MOST_MINUTES)
MORE = st.one_of(
    st.builds(More, minutes=st.integers(1, timing.MOST_MINUTES)),
    st.builds(More, percent=st.integers(1, timing.MOST_PERCENT)),
)


@pytest.mark.parametrize(
    ("limit", "more", "minutes"),
    [
        (0, None, None),
        (0, More(minutes=5), None),
        (40, None, 40),
        (40, More(minutes=20), 60),
        (40, More(percent=25), 50),
        (40, More(percent=33), 54),
        (1, More(percent=1), 2),
        (40, More(), None),
    ],
)
def test_how_many_minutes_a_person_has(limit: int, more: More | None, minutes: int | None) -> None:
    assert timing.allowed_minutes(limit, more) == minutes
    end = timing.end_of(BEGUN, limit, more)
    assert end == (None if minutes is None else BEGUN + timedelta(minutes=minutes))


@given(LIMITS, MORE)
def test_more_time_is_always_more(limit: int, more: More) -> None:
    minutes = timing.allowed_minutes(limit, more)
    assert minutes is not None
    assert minutes > limit


@given(LIMITS, st.one_of(st.none(), st.just(More()), MORE), st.one_of(st.none(), st.just(More()), MORE))
def test_a_running_attempt_never_ends_earlier(limit: int, before: More | None, now: More | None) -> None:
    first, second = timing.end_of(BEGUN, limit, before), timing.end_of(BEGUN, limit, now)
    end = timing.later_end(first, second)
    assert end is None or (first is not None and end >= first)


def test_what_is_on_its_way_at_the_end_still_counts() -> None:
    assert not timing.is_over(None, BEGUN)
    assert not timing.is_over(BEGUN, BEGUN)
    assert not timing.is_over(BEGUN, BEGUN + timing.GRACE)
    assert timing.is_over(BEGUN, BEGUN + timing.GRACE + timedelta(microseconds=1))


def test_nothing_is_handed_in_after_its_end() -> None:
    later = BEGUN + timedelta(seconds=5)
    assert timing.handed_in_at(None, later) == later
    assert timing.handed_in_at(BEGUN, later) == BEGUN
    assert timing.handed_in_at(later, BEGUN) == BEGUN
