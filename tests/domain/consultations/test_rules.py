"""Which times an offer makes, also on the days on which clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.consultations import rules
from lms.domain.consultations.rules import Offer, Span
from lms.foundation import i18n
from lms.foundation.errors import Invalid

VILNIUS, OSLO = "Europe/Vilnius", "Europe/Oslo"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
zones = st.sampled_from([VILNIUS, OSLO, "UTC", "Atlantic/Azores", "Asia/Kolkata"])
days = st.dates(date(2026, 1, 3), date(2026, 12, 20))
quarters = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


def clock_of(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%d %H:%M}"


@given(days, quarters, quarters, st.sampled_from(rules.LENGTHS), st.integers(1, 8), zones)
def test_times_never_overlap_and_keep_to_the_clock(
    day: date, start: time, end: time, minutes: int, weeks: int, zone: str
) -> None:
    try:
        spans = rules.spans_of(Offer(day, start, end, minutes, weeks), zone, NOW)
    except Invalid:
        return
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(spans))
    assert all(span.ends_at - span.starts_at == timedelta(minutes=minutes) for span in spans)
    for span in spans:
        begins, ends = (each.astimezone(ZoneInfo(zone)) for each in (span.starts_at, span.ends_at))
        assert (begins.date() - day).days % 7 == 0
        assert start <= begins.time()
        assert ends.time() <= end
    first_of_week = {}
    for span in spans:
        begins = span.starts_at.astimezone(ZoneInfo(zone))
        first_of_week.setdefault(begins.date(), begins.time())
    assert set(first_of_week.values()) == {start}


@pytest.mark.parametrize(
    ("zone", "day", "before", "after"),
    [
        (VILNIUS, date(2026, 3, 23), 8, 7),
        (OSLO, date(2026, 3, 23), 9, 8),
        (VILNIUS, date(2026, 10, 19), 7, 8),
    ],
)
def test_a_weekly_hour_stays_at_its_hour_over_the_change_of_clocks(
    zone: str, day: date, before: int, after: int
) -> None:
    spans = rules.spans_of(Offer(day, time(10), time(10, 30), 30, weeks=2), zone, NOW)
    assert [span.starts_at.hour for span in spans] == [before, after]
    assert [clock_of(span.starts_at, zone)[3:] for span in spans] == ["10:00", "10:00"]


def test_an_hour_that_spring_leaves_out_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        rules.spans_of(Offer(date(2026, 3, 29), time(3, 30), time(5), 30), VILNIUS, NOW)
    assert refusal.value.field == "from_time"


def test_of_an_hour_that_stands_twice_the_first_counts() -> None:
    moment = rules.moment_of(date(2026, 10, 25), time(3, 30), VILNIUS)
    assert moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("offer", "field"),
    [
        (Offer(date(2026, 5, 4), time(10), time(10), 30), "to_time"),
        (Offer(date(2026, 5, 4), time(10), time(10, 20), 30), "to_time"),
        (Offer(date(2026, 5, 4), time(10), time(11), 25), "minutes"),
        (Offer(date(2026, 5, 4), time(10), time(11), 30, weeks=0), "weeks"),
        (Offer(date(2026, 5, 4), time(10), time(11), 30, weeks=27), "weeks"),
        (Offer(date(2026, 5, 4), time(8), time(18), 15, weeks=4), "weeks"),
        (Offer(date(2027, 5, 4), time(10), time(11), 30), "day"),
        (Offer(date(2025, 12, 31), time(10), time(11), 30), "day"),
    ],
)
def test_what_cannot_be_offered_is_said_beside_its_field(offer: Offer, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.spans_of(offer, VILNIUS, NOW)
    assert refusal.value.field == field


def test_one_may_begin_when_the_other_ends() -> None:
    at = [NOW + timedelta(minutes=30 * number) for number in range(4)]
    assert not rules.has_clash([Span(at[0], at[1])], [Span(at[1], at[2])])
    assert rules.has_clash([Span(at[0], at[2])], [Span(at[1], at[3])])


@given(st.datetimes(datetime(2026, 1, 3), datetime(2026, 12, 30), timezones=st.just(UTC)), zones)
def test_reminders_come_on_the_morning_of_the_day_before(starts_at: datetime, zone: str) -> None:
    at = rules.remind_at(starts_at, zone)
    local = at.astimezone(ZoneInfo(zone))
    assert local.date() == starts_at.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    assert local.time() == time(9)
    assert rules.is_reminder_due(starts_at, zone, at)
    assert not rules.is_reminder_due(starts_at, zone, at - timedelta(seconds=1))
    assert not rules.is_reminder_due(starts_at, zone, starts_at)


def test_booking_ends_an_hour_before() -> None:
    assert rules.may_still_book(NOW + timedelta(hours=1), NOW)
    assert not rules.may_still_book(NOW + timedelta(minutes=59), NOW)


@pytest.mark.parametrize(("zone", "hour"), [(VILNIUS, 3), (OSLO, 2)])
def test_in_the_hour_that_stands_twice_each_time_is_its_own(zone: str, hour: int) -> None:
    offer = Offer(date(2026, 10, 25), time(hour), time(hour + 1), 30)
    spans = rules.spans_of(offer, zone, NOW)
    assert [span.starts_at for span in spans] == [
        datetime(2026, 10, 25, 0, 0, tzinfo=UTC) + timedelta(minutes=30 * number) for number in range(4)
    ]
    with i18n.speaking("lt", zone):
        assert [i18n.format_times(span.starts_at, span.ends_at) for span in spans] == [
            f"0{hour}.00–0{hour}.30\N{NO-BREAK SPACE}val. (vasaros laiku)",
            f"0{hour}.30 (vasaros laiku)–0{hour}.00\N{NO-BREAK SPACE}val. (žiemos laiku)",
            f"0{hour}.00–0{hour}.30\N{NO-BREAK SPACE}val. (žiemos laiku)",
            f"0{hour}.30 (žiemos laiku)–0{hour + 1}.00\N{NO-BREAK SPACE}val.",
        ]
    with i18n.speaking("en", zone):
        assert i18n.format_moment(spans[2].starts_at) == f"25 October 2026, 0{hour}:00 (winter time)"
        assert (
            i18n.format_moment(spans[2].starts_at + timedelta(hours=1)) == f"25 October 2026, 0{hour + 1}:00"
        )


@pytest.mark.parametrize(("zone", "hour"), [(VILNIUS, 3), (OSLO, 2)])
def test_a_time_that_is_left_as_it_is_stays_in_the_hour_that_stands_twice(zone: str, hour: int) -> None:
    offer = Offer(date(2026, 10, 25), time(hour), time(hour + 1), 30)
    for span in rules.spans_of(offer, zone, NOW):
        assert rules.changed_span(*rules.clock_of(span, zone), zone, span) == span
    first, *_others, last = rules.spans_of(offer, zone, NOW)
    moved = rules.changed_span(date(2026, 10, 25), time(hour, 15), time(hour, 45), zone, last)
    assert moved.starts_at == first.starts_at + timedelta(minutes=15)


@pytest.mark.parametrize(("zone", "hour"), [(VILNIUS, 3), (OSLO, 2)])
def test_in_spring_times_go_on_where_the_clock_jumps(zone: str, hour: int) -> None:
    day = date(2026, 3, 29)
    spans = rules.spans_of(Offer(day, time(hour - 1), time(hour + 2), 30), zone, NOW)
    assert [clock_of(span.starts_at, zone) for span in spans] == [
        f"29 {begins}"
        for begins in (f"0{hour - 1}:00", f"0{hour - 1}:30", f"0{hour + 1}:00", f"0{hour + 1}:30")
    ]
    with pytest.raises(Invalid) as refusal:
        rules.changed_span(day, time(hour, 30), time(hour + 1), zone, spans[0])
    assert refusal.value.field == "from_time"
