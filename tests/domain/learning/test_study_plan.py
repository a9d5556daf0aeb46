"""The plan is reckoned anew each time; reminders come once a week at most, and to nobody who needs none."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.learning import study_plan
from lms.domain.learning.standing import Earned, Standing
from lms.foundation.errors import Invalid
from tests.factories.content import compile_module

MODULE = compile_module(slug="one")
THURSDAY = date(2026, 11, 26)


def pieces(*minutes: int) -> list[study_plan.Piece]:
    return [study_plan.Piece(MODULE, "read", f"l{number}", each) for number, each in enumerate(minutes)]


def choices(**values: Any) -> Any:
    plain = {"minutes_a_week": 90, "days": [], "target_on": None, "is_reminded": True}
    return SimpleNamespace(
        **{**plain, "paused_at": None, "paused_until": None, "reminded_on": None, **values}
    )


@pytest.mark.parametrize(
    ("typed", "minutes"), [("1,5", 90), ("1.5", 90), ("2", 120), (" 0,25 ", 15), ("40", 2400), ("1,333", 80)]
)
def test_hours_are_understood_as_people_write_them(typed: str, minutes: int) -> None:
    assert study_plan.minutes_of(typed) == minutes


@pytest.mark.parametrize("typed", ["", "daug", "0", "-3", "41", "1e999", "NaN", "1,5 val. per savaitę daug"])
def test_what_no_week_can_hold_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        study_plan.minutes_of(typed)
    assert refused.value.field == "hours"


def test_only_what_is_left_is_planned() -> None:
    standing = Standing(1, 1, read=frozenset({"first"}), earned={"quiz:final": Earned("quiz:final", True)})
    left = study_plan.remaining(MODULE, standing)
    assert [(piece.kind, piece.subject, piece.minutes) for piece in left] == [
        ("read", "second", 20),
        ("assignment", "actor-map", 90),
    ]
    waiting = study_plan.remaining(MODULE, standing, {"assignment:actor-map"})
    assert [piece.subject for piece in waiting] == ["second"]


def test_what_does_not_fit_goes_on_in_the_next_week() -> None:
    planned = study_plan.weeks(pieces(60, 60, 30), 90, THURSDAY)
    assert [week.monday for week in planned] == [date(2026, 11, 23), date(2026, 11, 30)]
    shown = [[(p.piece.subject, p.minutes, p.is_begun) for p in week.portions] for week in planned]
    assert shown == [[("l0", 60, False), ("l1", 30, False)], [("l1", 30, True), ("l2", 30, False)]]


@given(
    st.lists(st.integers(1, 500), max_size=60),
    st.integers(15, 2400),
    st.dates(date(2020, 1, 1), date(2060, 1, 1)),
)
def test_nothing_is_lost_and_no_week_is_fuller_than_chosen(
    lengths: list[int], measure: int, today: date
) -> None:
    planned = study_plan.weeks(pieces(*lengths), measure, today)
    if len(planned) < study_plan.MOST_WEEKS:
        assert sum(week.minutes for week in planned) == sum(lengths)
    assert all(0 < week.minutes <= measure for week in planned)
    assert all(week.minutes == measure for week in planned[:-1])
    subjects = [p.piece.subject for week in planned for p in week.portions if not p.is_begun]
    assert subjects == sorted(subjects, key=lambda subject: int(subject[1:]))
    mondays = [week.monday for week in planned]
    assert mondays == [
        today - timedelta(days=today.weekday()) + timedelta(weeks=n) for n in range(len(planned))
    ]


@given(st.lists(st.integers(1, 500), min_size=1, max_size=30), st.integers(0, 400))
def test_the_pace_that_is_named_is_enough(lengths: list[int], days: int) -> None:
    target = THURSDAY + timedelta(days=days)
    pace = study_plan.pace_for(pieces(*lengths), THURSDAY, target)
    assert pace is not None
    planned = study_plan.weeks(pieces(*lengths), pace, THURSDAY)
    assert planned[-1].monday <= target


def test_a_day_that_has_passed_names_no_pace() -> None:
    assert study_plan.pace_for(pieces(10), THURSDAY, THURSDAY - timedelta(days=1)) is None


def at(hour: int, day: date = THURSDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)


LONG_AGO = at(12) - timedelta(days=10)


@pytest.mark.parametrize(
    ("values", "local", "studied_at", "expected"),
    [
        ({}, at(9), LONG_AGO, True),
        ({}, at(9), None, True),
        ({}, at(7), LONG_AGO, False),  # too early
        ({}, at(9, THURSDAY + timedelta(days=1)), LONG_AGO, False),  # another day
        ({"days": [1, 5]}, at(9, THURSDAY + timedelta(days=1)), LONG_AGO, True),
        ({}, at(9), at(9) - timedelta(days=6), False),  # has studied this week
        ({"is_reminded": False}, at(9), LONG_AGO, False),
        ({"reminded_on": THURSDAY - timedelta(days=6)}, at(9), LONG_AGO, False),
        ({"reminded_on": THURSDAY - timedelta(days=7)}, at(9), LONG_AGO, True),
        ({"paused_at": at(9) - timedelta(days=3)}, at(9), LONG_AGO, False),
        ({"paused_at": LONG_AGO - timedelta(days=9)}, at(9), LONG_AGO, True),  # was back since
        ({"paused_at": LONG_AGO, "paused_until": THURSDAY + timedelta(days=1)}, at(9), LONG_AGO, False),
        ({"paused_at": LONG_AGO, "paused_until": THURSDAY}, at(9), LONG_AGO, True),
    ],
)
def test_the_one_moment_of_a_week(
    values: dict[str, Any], local: datetime, studied_at: datetime | None, expected: bool
) -> None:
    assert study_plan.reminds(choices(**values), local, studied_at) is expected


def test_after_a_rest_the_words_welcome() -> None:
    rested = study_plan.has_rested
    assert rested(choices(paused_until=THURSDAY), THURSDAY, LONG_AGO, at(9))
    assert rested(choices(), THURSDAY, at(9) - timedelta(days=21), at(9))
    assert not rested(choices(), THURSDAY, LONG_AGO, at(9))
    assert not rested(choices(), THURSDAY, None, at(9))
