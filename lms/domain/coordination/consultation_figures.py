"""How many consultations were booked and held, and how long people waited for them: figures of groups.

Pure, no database. What was booked is either cancelled, held, not held, still to come, or over without a
word of what became of it; the five together are all that was booked. Where fewer than `smallest` people
booked, nothing is said (see `small_groups`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.domain.consultations.rules import HELD
from lms.domain.coordination.small_groups import Month, Parts, find_month, parts_of
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


ConsultationFigures = Parts[Figures]


def reckon(
    talks: Sequence[Talk], months: Sequence[Month], smallest: int, now: datetime
) -> ConsultationFigures:
    """Reckon everything of one look, for the page and the file alike."""
    counted = [each for each in talks if find_month(each.booked_at, months)]
    return parts_of(
        counted, lambda each: each.booked_at, lambda group: _figures(group, now), months, smallest
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
