"""A plan of one's own: what comes in which week, and when a kind reminder may come. Pure, no database.

Only the learner's choices are kept. The plan is reckoned from what is left each time it is looked at,
so nothing in it can ever be overdue.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from lms.domain.content.compiled import Module
from lms.domain.learning import rules
from lms.domain.learning.standing import Standing
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import parse_number

QUIZ_MINUTES = 20
FEWEST_MINUTES, MOST_MINUTES = 15, 40 * 60
# Who has named no days is reminded late enough in the week to have begun without it.
USUAL_DAY = 4
FROM_HOUR = 8
REMINDERS_APART = timedelta(days=7)
STUDIED_LATELY = timedelta(days=7)
# So long after a pause, or after the last lesson, the words are a welcome.
RESTED = timedelta(days=21)
MOST_WEEKS = 520


class Pause(Protocol):
    """Whether and until when the plan rests."""

    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def paused_until(self) -> date | None: ...


class Choices(Pause, Protocol):
    """What the learner has chosen."""

    @property
    def days(self) -> list[int]: ...
    @property
    def is_reminded(self) -> bool: ...
    @property
    def reminded_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Something still to be done: a lesson to read, a quiz, an assignment; `subject` is its slug."""

    module: Module
    kind: str
    subject: str
    minutes: int

    @property
    def title(self) -> Mapping[str, str]:
        """What it is called; what has no name of its own goes by its module's."""
        find = {rules.READ: self.module.lesson, "quiz": self.module.quiz}.get(
            self.kind, self.module.assignment
        )
        found: Any = find(self.subject)
        return found.title if found else self.module.title


@dataclass(frozen=True, slots=True)
class Portion:
    """What of a piece falls into one week."""

    piece: Piece
    minutes: int
    is_begun: bool  # a part of it came the week before


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the plan, by its Monday."""

    monday: date
    portions: tuple[Portion, ...]

    @property
    def minutes(self) -> int:
        """How much is planned for it."""
        return sum(portion.minutes for portion in self.portions)


def minutes_of(typed: str) -> int:
    """Read the hours a week that somebody typed, with a comma or a point; refuse what no week can hold."""
    try:
        minutes = int((parse_number(typed) * 60).to_integral_value())
    except (ValueError, ArithmeticError):
        raise Invalid(_("Please write a number of hours, such as 1.5."), field="hours") from None
    if not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        raise Invalid(_("Choose between a quarter of an hour and 40 hours a week."), field="hours")
    return minutes


def hours_of(minutes: int) -> Decimal:
    """Return minutes as hours, for a sentence or a field."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01")).normalize()


def remaining(module: Module, standing: Standing, waiting: Collection[str] = ()) -> list[Piece]:
    """Return what the learner has yet to do in a module, in its order; what waits for others is left out."""
    pieces = []
    for requirement in rules.missing_requirements(module, standing):
        if requirement.kind == rules.READ:
            unread = [lesson for lesson in module.lessons if lesson.slug not in standing.read]
            pieces += [Piece(module, rules.READ, lesson.slug, max(1, lesson.minutes)) for lesson in unread]
        elif requirement.key not in waiting:
            assignment = module.assignment(requirement.subject) if requirement.kind == "assignment" else None
            minutes = assignment.minutes if assignment else QUIZ_MINUTES
            pieces.append(Piece(module, requirement.kind, requirement.subject, max(1, minutes)))
    return pieces


def weeks(pieces: Iterable[Piece], minutes_a_week: int, today: date) -> list[Week]:
    """Spread what is left over the weeks from this one on, no week fuller than was chosen."""
    planned: list[list[Portion]] = [[]]
    room = minutes_a_week
    for piece in pieces:
        left = piece.minutes
        while left > 0:
            if room == 0:
                if len(planned) == MOST_WEEKS:
                    return _dated(planned, today)
                planned.append([])
                room = minutes_a_week
            taken = min(left, room)
            planned[-1].append(Portion(piece, taken, left < piece.minutes))
            left, room = left - taken, room - taken
    return _dated(planned, today)


def _dated(planned: Sequence[Sequence[Portion]], today: date) -> list[Week]:
    monday = today - timedelta(days=today.weekday())
    dated = [Week(monday + timedelta(weeks=number), tuple(each)) for number, each in enumerate(planned)]
    return [week for week in dated if week.portions]


def last_week(minutes: int, minutes_a_week: int, today: date) -> date:
    """Return the Monday of the week in which so much will be done."""
    whole_weeks = min(max(0, minutes - 1) // minutes_a_week, MOST_WEEKS - 1)
    return today - timedelta(days=today.weekday()) + timedelta(weeks=whole_weeks)


def pace_for(pieces: Iterable[Piece], today: date, target_on: date) -> int | None:
    """Return the minutes a week, in whole quarters of an hour, by which all is done on the target day.

    None for a day that has passed.
    """
    monday = today - timedelta(days=today.weekday())
    count = (target_on - monday).days // 7 + 1
    if target_on < today:
        return None
    total = sum(piece.minutes for piece in pieces)
    quarters = -(-total // max(1, count) // 15)
    return quarters * 15


def is_paused(choices: Pause, today: date, studied_at: datetime | None) -> bool:
    """Tell whether the plan rests: until the chosen day, or until the learner has studied again."""
    if choices.paused_at is None:
        return False
    if choices.paused_until is not None:
        return today < choices.paused_until
    return studied_at is None or studied_at <= choices.paused_at


def has_rested(choices: Pause, today: date, studied_at: datetime | None, now: datetime) -> bool:
    """Tell whether the learner was away for long, so that a reminder should rather welcome them."""
    if choices.paused_until is not None and today - choices.paused_until < RESTED:
        return True
    return studied_at is not None and now - studied_at >= RESTED


def reminds(choices: Choices, local: datetime, studied_at: datetime | None) -> bool:
    """Tell whether this is the moment (in the learner's own zone) for the one reminder of a week.

    Nobody is reminded who has studied in the last seven days, rests, or has switched reminders off.
    """
    today = local.date()
    if not choices.is_reminded or is_paused(choices, today, studied_at):
        return False
    if studied_at is not None and local - studied_at < STUDIED_LATELY:
        return False
    if choices.reminded_on is not None and today - choices.reminded_on < REMINDERS_APART:
        return False
    return local.isoweekday() == reminder_day(choices.days) and local.hour >= FROM_HOUR


def reminder_day(days: Collection[int]) -> int:
    """Return the weekday of reminders: the last of the days for studying, before the week is over."""
    return max(days, default=USUAL_DAY)
