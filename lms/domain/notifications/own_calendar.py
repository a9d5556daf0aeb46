"""Somebody's own dates as a file for their calendar: consultations, their plan, days agreed, promises.

It goes to whatever calendar its owner uses, so it holds nothing that learners wrote, and of names only
that of the other side of a consultation, as on its page.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import left_to_do
from lms.domain.assessment.queries import dates
from lms.domain.consultations import queries as consultations
from lms.domain.consultations.queries import Booking
from lms.domain.content import queries as content
from lms.domain.coordination import queries as coordination
from lms.domain.coordination import waiting_lines
from lms.domain.learning import queries as learning
from lms.domain.learning import study_plan
from lms.domain.learning.queries import OwnPlan
from lms.domain.learning.study_plan import Week
from lms.foundation import calendars, clock, rendering
from lms.foundation.calendars import DayEntry, Entry
from lms.foundation.i18n import current_language, format_minutes, in_language
from lms.foundation.i18n import gettext as _

LOOKED_BACK = timedelta(days=90)
WEEKS_OF_PLAN = 8
MOST_WAITING = 200


def file_for(person: Actor) -> bytes:
    """Return all of this person's dates in the language that is being spoken."""
    now = clock.now()
    entries: list[Entry | DayEntry] = [
        *_consultations(person, now),
        *_plan(person, now),
        *_days_to_hand_in(person, now),
        *_promises(person),
    ]
    return calendars.write_feed(_("Savimoka: my dates"), entries, current_language())


def _consultations(person: Actor, now: datetime) -> Iterator[Entry]:
    for booking in consultations.list_calendar_bookings(person.id, now - LOOKED_BACK, now):
        yield _consultation(person, booking)


def _consultation(person: Actor, booking: Booking) -> Entry:
    other = booking.author if person.id == booking.learner_id else booking.learner
    is_cancelled = booking.cancelled_at is not None
    # Some calendars do not look at the status of what they fetch, so the words say it too.
    words = (
        _("Cancelled consultation: %(name)s", name=other)
        if is_cancelled
        else _("Consultation: %(name)s", name=other)
    )
    return Entry(
        uid=f"{booking.uid}@savimoka",
        sequence=booking.sequence,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        summary=words,
        description=in_language(booking.module_title),
        place=booking.place,
        link=rendering.address_of("consultations.show_booking", booking_id=booking.id),
        written_at=booking.changed_at or booking.cancelled_at or booking.booked_at,
        is_cancelled=is_cancelled,
    )


def _plan(person: Actor, now: datetime) -> Iterator[DayEntry]:
    """The days for studying that have something to do, and the day by which all is meant to be done."""
    own = learning.find_plan(person.id)
    if own is None:
        return
    zone = ZoneInfo(person.time_zone)
    today = now.astimezone(zone).date()
    midnight = datetime.combine(today, time(), zone)
    # The plan is reckoned anew each day, and whenever its owner has studied.
    written_at = max(midnight, own.studied_at or midnight)
    target_on = own.choices.target_on
    if target_on is not None and target_on >= today:
        yield _of_plan(
            person, target_on, "target", _("The day by which I would like to have finished"), "", written_at
        )
    is_paused = study_plan.is_paused(own.choices, today, own.studied_at)
    if own.choices.days and (own.choices.paused_until or not is_paused):
        yield from _study_days(person, own, today, written_at)


def _study_days(person: Actor, own: OwnPlan, today: date, written_at: datetime) -> Iterator[DayEntry]:
    begin = left_to_do.first_day(own, today)
    pieces = left_to_do.list_left(person.id)
    weeks = study_plan.weeks(pieces, own.choices.minutes_a_week, begin)[:WEEKS_OF_PLAN]
    for week in weeks:
        minutes = _a_day(week.minutes, len(own.choices.days))
        for weekday in own.choices.days:
            day = week.monday + timedelta(days=weekday - 1)
            if day >= begin:
                words = _("Time for studying: %(time)s", time=format_minutes(minutes))
                yield _of_plan(person, day, "study", words, _contents(week), written_at)


def _a_day(minutes: int, days: int) -> int:
    """Spread a week over its days in steps of five minutes."""
    return max(5, -(-minutes // days // 5) * 5)


def _contents(week: Week) -> str:
    return "\n".join(
        f"{in_language(portion.piece.title)} ({in_language(portion.piece.module.title)})"
        for portion in week.portions
    )


def _of_plan(
    person: Actor, day: date, kind: str, words: str, contents: str, written_at: datetime
) -> DayEntry:
    return DayEntry(
        uid=f"{kind}-{day.isoformat()}-{person.id}@savimoka",
        day=day,
        summary=words,
        description=contents,
        link=rendering.address_of("learning.my_plan"),
        written_at=written_at,
    )


def _days_to_hand_in(person: Actor, now: datetime) -> Iterator[DayEntry]:
    since = (now - LOOKED_BACK).date()
    found = dates.list_calendar_dates(person.id, since)
    revisions = content.get_revisions({each.revision_id for each in found})
    for each in found:
        module = revisions[each.revision_id]
        assignment = module.assignment(each.assignment)
        if assignment is None:
            continue
        title, kind = in_language(assignment.title), "agreed" if each.is_agreed else "own"
        yield DayEntry(
            uid=f"{kind}-{each.module_id}-{each.assignment}-{person.id}@savimoka",
            day=each.on,
            summary=_("Hand in, as agreed: %(title)s", title=title)
            if each.is_agreed
            else _("Hand in, as I planned: %(title)s", title=title),
            description=in_language(module.title),
            link=rendering.address_of(
                "assessment.show_assignment", module=module.slug, assignment=each.assignment
            ),
            written_at=each.set_at,
        )


def _promises(person: Actor) -> Iterator[DayEntry]:
    """What waits for an author, on the day by which it is promised."""
    if not person.is_staff:
        return
    lines = coordination.list_waiting(person, limit=MOST_WAITING)
    revisions = content.get_revisions({each.revision_id for each in lines if each.revision_id})
    for line in lines:
        title = waiting_lines.title_of(line, revisions)
        module = revisions.get(line.revision_id or 0)
        endpoint, values = waiting_lines.place_of(line)
        yield DayEntry(
            uid=f"{line.kind}-{line.id}-{person.id}@savimoka",
            day=line.promised_on,
            summary=_joined([waiting_lines.kind_words(line.kind), in_language(title) if title else ""]),
            description=in_language(module.title) if module else "",
            link=rendering.address_of(endpoint, **values),
            written_at=line.since,
        )


def _joined(words: Sequence[str]) -> str:
    return ": ".join(each for each in words if each)
