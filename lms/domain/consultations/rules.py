"""Which times an author's offer makes, what may be booked and when people are reminded; pure decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _

LENGTHS = (15, 20, 30, 45, 60, 90)
MOST_WEEKS = 26
MOST_AT_ONCE = 100
MOST_OPEN = 3  # so many bookings of one learner may lie ahead
BOOKED_BEFORE = timedelta(hours=1)  # so that the author gets to know of it
FURTHEST = timedelta(days=366)
LONGEST_PLACE = 300
LONGEST_SUBJECT = 1000
LONGEST_REASON = 1000
REMINDED_FROM = time(9)  # on the day before
HELD, LEARNER_ABSENT, NOT_HELD = "held", "learner-absent", "not-held"
OUTCOMES = (HELD, LEARNER_ABSENT, NOT_HELD)
MENDED_WITHIN = timedelta(days=7)  # of being recorded
ASKED_FOR_AFTER = timedelta(days=7)  # an outcome that nobody has recorded
LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, in UTC."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether somebody cannot be at both; one may begin when the other ends."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Offer:
    """What an author types: on which day, from when to when on their own clock, how long each, how often."""

    day: date
    from_time: time
    to_time: time
    minutes: int
    weeks: int = 1


def moment_of(day: date, at: time, zone: str) -> datetime:
    """Return the moment at which a clock on the wall shows that time.

    Of an hour that stands twice in autumn the first one counts; an hour that spring leaves out is refused.
    """
    try:
        moment = datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:  # the first and the last day of all that there are
        raise _too_far() from None
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != datetime.combine(day, at):
        raise Invalid(
            _("On that day the clocks are put forward, and this time does not exist. Please choose another."),
            "from_time",
        )
    return moment


def clock_of(span: Span, zone: str) -> tuple[date, time, time]:
    """Return on which day, from when to when it lasts, as a clock on the wall shows it."""
    start, end = (each.astimezone(ZoneInfo(zone)) for each in (span.starts_at, span.ends_at))
    return start.date(), time(start.hour, start.minute), time(end.hour, end.minute)


def changed_span(day: date, from_time: time, to_time: time, zone: str, kept: Span) -> Span:
    """Return when a time is to be, of what its author has typed beside how it was until now.

    What is typed as the clock shows it already, stays: of an hour that stands twice, the clock does
    not say which is meant.
    """
    if (day, from_time, to_time) == clock_of(kept, zone):
        return kept
    if to_time <= from_time:
        raise Invalid(_("The end must be later than the beginning."), "to_time")
    return Span(moment_of(day, from_time, zone), moment_of(day, to_time, zone))


def check_distance(day: date, since: datetime) -> None:
    """Refuse a day that is so far away that it can only be mistyped."""
    if day > (since + FURTHEST).date():
        raise _too_far()


def _too_far() -> Invalid:
    return Invalid(_("Please choose a day within a year."), "day")


def spans_of(offer: Offer, zone: str, now: datetime) -> list[Span]:
    """Return the times that an offer makes, one after another, in each week at the same time of the day."""
    if offer.minutes not in LENGTHS:
        raise Invalid(_("Please choose one of the lengths."), "minutes")
    if not 1 <= offer.weeks <= MOST_WEEKS:
        raise Invalid(_("Please give a number of weeks from 1 to %(most)s.", most=MOST_WEEKS), "weeks")
    if offer.to_time <= offer.from_time:
        raise Invalid(_("The end must be later than the beginning."), "to_time")
    check_distance(offer.day, now)
    length = timedelta(minutes=offer.minutes)
    found = []
    for week in range(offer.weeks):
        day = offer.day + timedelta(weeks=week)
        start, end = (moment_of(day, at, zone) for at in (offer.from_time, offer.to_time))
        while start + length <= end:
            found.append(Span(start, start + length))
            start += length
    _check(found, now)
    return found


def _check(spans: list[Span], now: datetime) -> None:
    if not spans:
        raise Invalid(_("Not even one consultation of this length fits between the two times."), "to_time")
    if len(spans) > MOST_AT_ONCE:
        raise Invalid(
            _("That would be more than %(most)s times at once. Please choose fewer.", most=MOST_AT_ONCE),
            "weeks",
        )
    if spans[0].starts_at <= now:
        raise Invalid(_("This time has already passed. Please choose a later one."), "day")


def has_clash(spans: Iterable[Span], others: Iterable[Span]) -> bool:
    """Whether any of these times falls on one that is taken already."""
    taken = list(others)
    return any(span.overlaps(other) for span in spans for other in taken)


def may_still_book(starts_at: datetime, now: datetime) -> bool:
    """Whether there is time enough for the author to get to know of it."""
    return now <= starts_at - BOOKED_BEFORE


def remind_at(starts_at: datetime, zone: str) -> datetime:
    """Return when people are reminded: on the morning of the day before, as days go in that zone."""
    day = starts_at.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    return datetime.combine(day, REMINDED_FROM, ZoneInfo(zone)).astimezone(UTC)


def is_reminder_due(starts_at: datetime, zone: str, now: datetime) -> bool:
    """Whether the morning of the day before has come, and the consultation has not begun."""
    return remind_at(starts_at, zone) <= now < starts_at


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a consultation, with a note in the words of its author."""

    kind: str
    note: str
    language: str


def may_record(starts_at: datetime, recorded_at: datetime | None, now: datetime) -> bool:
    """Whether the hour has begun, and what was recorded of it, if anything, is not too long ago to mend."""
    return starts_at <= now and (recorded_at is None or now < recorded_at + MENDED_WITHIN)


def is_news(before: Outcome | None, after: Outcome) -> bool:
    """Whether the learner is told: of another outcome and of a first note, not of each mended word."""
    return before is None or before.kind != after.kind or bool(after.note and not before.note)
