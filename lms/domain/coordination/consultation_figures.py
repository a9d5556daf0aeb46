"""How many consultations were booked and held, and how long people waited for them: figures of groups.

Pure, no database. What was booked is either cancelled, held, not held, still to come, or over without a
word of what became of it; the five together are all that was booked. Where fewer than `smallest` people
booked, nothing is said (see `small_groups`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.consultations.rules import HELD
from lms.domain.coordination import small_groups
from lms.domain.coordination.answer_times import Month
from lms.foundation import working_days


@dataclass(frozen=True, slots=True)
class Talk:
    """One booking as the figures see it: who booked is only counted, about what is not here."""

    module_id: int
    learner_id: int
    booked_at: datetime
    starts_at: datetime
    ends_at: datetime
    outcome: str | None
    is_cancelled: bool

    @property
    def days(self) -> int:
        """How many days lie between the day of booking and the day of the talk."""
        return max(0, (working_days.day_of(self.starts_at) - working_days.day_of(self.booked_at)).days)


@dataclass(frozen=True, slots=True)
class Figures:
    """What can be said of a group of bookings; half of those not cancelled came within `half_days`."""

    booked: int
    held: int
    not_held: int
    cancelled: int
    ahead: int
    unrecorded: int
    half_days: int | None


@dataclass(frozen=True, slots=True)
class ConsultationFigures:
    """The figures of all, by module and by month of booking; None stands for a group that is too small."""

    overall: Figures | None
    modules: dict[int, Figures | None]
    months: dict[date, Figures | None]


def reckon(
    talks: Sequence[Talk], months: Sequence[Month], smallest: int, now: datetime
) -> ConsultationFigures:
    """Reckon everything of one look, for the page and the file alike."""

    def month_of(talk: Talk) -> date | None:
        found = (each.first_day for each in months if each.begins_at <= talk.booked_at < each.ends_at)
        return next(found, None)

    def of(group: Sequence[Talk]) -> Figures:
        return _figures(group, now)

    counted = [each for each in talks if month_of(each) is not None]
    by_month = small_groups.figures_of(counted, month_of, of, smallest)
    return ConsultationFigures(
        of(counted) if small_groups.people_among(counted) >= max(1, smallest) else None,
        small_groups.figures_of(counted, lambda each: each.module_id, of, smallest),
        {each.first_day: by_month[each.first_day] for each in reversed(months) if each.first_day in by_month},
    )


def _figures(group: Sequence[Talk], now: datetime) -> Figures:
    standing = [each for each in group if not each.is_cancelled]
    silent = [each for each in standing if each.outcome is None]
    ahead = sum(each.ends_at > now for each in silent)
    held = sum(each.outcome == HELD for each in standing)
    days = sorted(each.days for each in standing)
    return Figures(
        booked=len(group),
        held=held,
        not_held=len(standing) - len(silent) - held,
        cancelled=len(group) - len(standing),
        ahead=ahead,
        unrecorded=len(silent) - ahead,
        half_days=days[(len(days) - 1) // 2] if days else None,
    )
