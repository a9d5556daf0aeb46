"""When a mail may leave: within the hours of its recipient, also when the clocks are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.notifications import rules
from lms.domain.notifications.rules import (
    MailHours,
    Waiting,
    first_due_at,
    leaves_together,
    mail_due_at,
    next_try_at,
)

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


ZONES = ["Europe/Vilnius", "Europe/Oslo", "UTC", "Pacific/Auckland", "America/St_Johns"]
DAYS = st.sets(st.integers(1, 7), min_size=1).map(lambda days: "".join(map(str, sorted(days))))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.integers(0, 24),
    DAYS,
    st.integers(1, 7),
    st.sampled_from(["at-once", "daily", "weekly"]),
)
def test_mail_never_leaves_outside_the_hours_and_days(
    now: datetime, zone: str, from_hour: int, to_hour: int, days: str, digest_day: int, way: str
) -> None:
    hours = MailHours(zone, from_hour, to_hour, days, digest_day)
    due = first_due_at(now, hours, way)
    assert hours.include(due)
    assert now <= due <= now + timedelta(days=15)
    assert mail_due_at(due, hours) == due
    if from_hour < to_hour:
        local = due.astimezone(ZoneInfo(zone))
        assert str(local.isoweekday()) in days
        assert from_hour <= local.hour < to_hour
        if way == "weekly" and str(digest_day) in days:
            assert local.isoweekday() == digest_day


@pytest.mark.parametrize("zone", ["Europe/Vilnius", "Europe/Oslo"])
@pytest.mark.parametrize("change", [datetime(2026, 3, 29), datetime(2026, 10, 25)])
def test_the_summary_leaves_at_eight_by_the_wall_also_when_the_clocks_change(
    zone: str, change: datetime
) -> None:
    local = change.replace(tzinfo=ZoneInfo(zone))
    evening = (local - timedelta(minutes=20)).astimezone(UTC)
    morning = local.replace(hour=8).astimezone(UTC)
    for way in ("daily", "at-once"):
        assert first_due_at(evening, MailHours(zone), way) == morning
    assert first_due_at(evening, MailHours(zone, digest_day=7), "weekly") == morning


def test_what_happens_by_day_waits_for_the_next_summary() -> None:
    noon = at(2026, 11, 20, 12)  # a Friday
    assert first_due_at(noon, DAYTIME, "daily") == at(2026, 11, 21, 8)
    assert first_due_at(noon, MailHours(days="12345"), "daily") == at(2026, 11, 23, 8)
    assert first_due_at(noon, MailHours(digest_day=4), "weekly") == at(2026, 11, 26, 8)
    assert first_due_at(at(2026, 11, 20, 7), MailHours(digest_day=5), "weekly") == at(2026, 11, 20, 8)


def test_on_a_day_without_letters_mail_waits_and_who_wants_it_at_night_has_it() -> None:
    saturday = at(2026, 11, 21, 12)
    workdays = MailHours(days="12345")
    assert mail_due_at(saturday, workdays) == at(2026, 11, 23, 8)
    assert first_due_at(saturday, workdays, "any-hour") == saturday


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    friday_night = MailHours(from_hour=20, to_hour=6, days="5")
    assert friday_night.include(at(2026, 11, 21, 3))
    assert not friday_night.include(at(2026, 11, 20, 3))


def waiting(minutes: int, way: str = "at-once") -> Waiting:
    return Waiting(minutes, way, at(2026, 11, 20, 8) - timedelta(minutes=minutes))


def test_a_summary_is_one_mail_and_so_is_a_pile_but_not_a_busy_minute() -> None:
    eight = at(2026, 11, 20, 8)
    assert leaves_together(eight, [waiting(1, "daily")])
    assert leaves_together(eight, [waiting(1), waiting(400, "weekly")])
    assert leaves_together(eight, [waiting(500), waiting(300), waiting(1)])
    assert leaves_together(eight, [waiting(500), waiting(300)])
    assert not leaves_together(eight, [waiting(500)])
    assert not leaves_together(eight, [waiting(0), waiting(1), waiting(1), waiting(2)])
    assert not leaves_together(eight, [])


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
