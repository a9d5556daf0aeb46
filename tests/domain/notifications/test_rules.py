"""When a mail may leave: within the hours of its recipient, also when the clocks are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.notifications import rules
from lms.domain.notifications.rules import MailHours, mail_due_at, next_try_at

VILNIUS = ZoneInfo("Europe/Vilnius")
DAYTIME = MailHours("Europe/Vilnius", 8, 20)


def at(year: int, month: int, day: int, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    """A moment by the clock on a wall in Vilnius."""
    return datetime(year, month, day, hour, minute, tzinfo=VILNIUS, fold=fold).astimezone(UTC)


def test_by_day_mail_leaves_at_once() -> None:
    assert mail_due_at(at(2026, 11, 20, 14), DAYTIME) == at(2026, 11, 20, 14)


def test_what_happens_at_night_is_mailed_in_the_morning() -> None:
    assert mail_due_at(at(2026, 11, 20, 23, 40), DAYTIME) == at(2026, 11, 21, 8)
    assert mail_due_at(at(2026, 11, 21, 3), DAYTIME) == at(2026, 11, 21, 8)


def test_the_hours_begin_on_the_stroke_and_end_on_it() -> None:
    assert mail_due_at(at(2026, 11, 20, 8), DAYTIME) == at(2026, 11, 20, 8)
    assert mail_due_at(at(2026, 11, 20, 7, 59), DAYTIME) == at(2026, 11, 20, 8)
    assert mail_due_at(at(2026, 11, 20, 20), DAYTIME) == at(2026, 11, 21, 8)


def test_a_letter_that_somebody_waits_for_leaves_at_night() -> None:
    assert mail_due_at(at(2026, 11, 20, 23, 40), DAYTIME, is_urgent=True) == at(2026, 11, 20, 23, 40)


def test_the_hours_are_those_of_the_persons_own_zone() -> None:
    oslo = MailHours("Europe/Oslo", 8, 20)
    assert mail_due_at(at(2026, 11, 20, 20, 30), oslo) == at(2026, 11, 20, 20, 30)
    assert mail_due_at(at(2026, 11, 20, 23, 40), oslo) == at(2026, 11, 21, 9)


def test_the_night_on_which_the_clocks_go_back_is_an_hour_longer() -> None:
    evening = at(2026, 10, 24, 23, 40)
    assert mail_due_at(evening, DAYTIME) == at(2026, 10, 25, 8)
    assert mail_due_at(evening, DAYTIME) - evening == timedelta(hours=9, minutes=20)


def test_the_night_on_which_the_clocks_go_forward_is_an_hour_shorter() -> None:
    evening = at(2027, 3, 27, 23, 40)
    assert mail_due_at(evening, DAYTIME) == at(2027, 3, 28, 8)
    assert mail_due_at(evening, DAYTIME) - evening == timedelta(hours=7, minutes=20)


def test_hours_that_begin_in_the_hour_that_is_left_out_begin_after_it() -> None:
    early = MailHours("Europe/Vilnius", 3, 20)
    assert mail_due_at(at(2027, 3, 28, 1), early) == at(2027, 3, 28, 4)


def test_of_the_hour_that_stands_twice_both_count() -> None:
    early = MailHours("Europe/Vilnius", 3, 4)
    assert mail_due_at(at(2026, 10, 25, 2), early) == at(2026, 10, 25, 3, fold=0)
    second = at(2026, 10, 25, 3, 30, fold=1)
    assert mail_due_at(second, early) == second


def test_hours_over_midnight() -> None:
    night = MailHours("Europe/Vilnius", 20, 6)
    assert mail_due_at(at(2026, 11, 20, 23), night) == at(2026, 11, 20, 23)
    assert mail_due_at(at(2026, 11, 20, 12), night) == at(2026, 11, 20, 20)


def test_all_day_is_always() -> None:
    assert mail_due_at(at(2026, 11, 20, 3), MailHours("Europe/Vilnius", 0, 24)) == at(2026, 11, 20, 3)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Vilnius", "Europe/Oslo", "UTC", "Pacific/Auckland", "America/St_Johns"]),
    st.integers(0, 23),
    st.integers(0, 24),
)
def test_mail_is_never_due_before_the_deed_and_never_later_than_two_days(
    now: datetime, zone: str, from_hour: int, to_hour: int
) -> None:
    due = mail_due_at(now, MailHours(zone, from_hour, to_hour))
    assert now <= due <= now + timedelta(hours=49)


def test_pauses_double_up_to_six_hours_and_are_spread() -> None:
    now = at(2026, 11, 20, 12)
    waits = [next_try_at(now, tries, 0.5) - now for tries in range(1, 12)]
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == timedelta(hours=6)
    assert next_try_at(now, 1, 0.0) < next_try_at(now, 1, 0.5) < next_try_at(now, 1, 1.0)


@pytest.mark.parametrize("tries", [1, 5, 19])
def test_a_mail_is_not_given_up_soon(tries: int) -> None:
    assert not rules.gives_up_after(tries)


def test_a_mail_is_given_up_after_some_three_days() -> None:
    assert rules.gives_up_after(rules.MOST_TRIES)
    now = at(2026, 11, 20, 12)
    waited = sum((next_try_at(now, tries, 0.5) - now for tries in range(1, rules.MOST_TRIES)), timedelta())
    assert timedelta(days=2.5) < waited < timedelta(days=4)
