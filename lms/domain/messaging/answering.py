"""Who answers a question and by which day, also while authors are away; pure decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lms.domain.messaging.rules import ANSWERED_WITHIN
from lms.foundation import working_days


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which somebody answers nothing, both included, and who answers instead."""

    from_day: date
    to_day: date
    substitute_id: int | None = None

    def covers(self, day: date) -> bool:
        """Whether that day belongs to it."""
        return self.from_day <= day <= self.to_day


@dataclass(frozen=True, slots=True)
class Answerer:
    """An author who may answer; `is_own` where the module itself is theirs and not only its programme."""

    user_id: int
    is_own: bool
    leaves: tuple[Leave, ...] = ()

    def leave_on(self, day: date) -> Leave | None:
        """Return the leave that this person has on that day."""
        return next((leave for leave in self.leaves if leave.covers(day)), None)


@dataclass(frozen=True, slots=True)
class Responsible:
    """Whose a question is, if it is one person's, and who is told of it."""

    owner_id: int | None
    told_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """The day by which an answer may be expected; `away_until` where all are away and it takes longer."""

    answer_by: date
    away_until: date | None = None


def responsible_for(answerers: Sequence[Answerer], day: date, owner_id: int | None = None) -> Responsible:
    """Say whose a learner's word of that day is: its owner's, a substitute's, or shared by the authors.

    Those of the module itself share it before those of its programmes. Who is away is passed over.
    """
    people = {each.user_id: each for each in answerers}
    if owner_id in people:
        taken_by = _standing_in(people, owner_id, day)
        if taken_by is not None:
            return Responsible(taken_by, (taken_by,))
    sharing = [each for each in answerers if each.is_own] or list(answerers)
    there = {each.user_id for each in sharing if each.leave_on(day) is None}
    standing_in = {_standing_in(people, each.user_id, day) for each in sharing} - {None}
    found = sorted(there | {each for each in standing_in if each is not None})
    if len(found) == 1 and found[0] not in there:
        return Responsible(found[0], (found[0],))
    anybody = [each.user_id for each in answerers if each.leave_on(day) is None]
    return Responsible(None, tuple(found or anybody or [each.user_id for each in sharing]))


def substitute_for(answerers: Sequence[Answerer], day: date, owner_id: int) -> int | None:
    """Return who answers for the owner on that day, themself while they are there; None if nobody does."""
    return _standing_in({each.user_id: each for each in answerers}, owner_id, day)


def _standing_in(people: dict[int, Answerer], user_id: int, day: date) -> int | None:
    """Return who answers for this person on that day; None where everybody along the line is away."""
    seen: set[int] = set()
    while user_id in people and user_id not in seen:
        leave = people[user_id].leave_on(day)
        if leave is None:
            return user_id
        seen.add(user_id)
        if leave.substitute_id is None:
            return None
        user_id = leave.substitute_id
    return None


def promise_for(answerers: Sequence[Answerer], asked_on: date) -> Promise:
    """Promise an answer within so many working days on which at least one of the authors is there."""
    day, left, away_until = asked_on, ANSWERED_WITHIN, None
    while left:
        day += timedelta(days=1)
        if not working_days.is_working_day(day):
            continue
        if _are_all_away(answerers, day):
            away_until = day
        else:
            left -= 1
    return Promise(day, _end_of_leave(answerers, away_until) if away_until else None)


def _are_all_away(answerers: Sequence[Answerer], day: date) -> bool:
    return bool(answerers) and all(each.leave_on(day) for each in answerers)


def _end_of_leave(answerers: Sequence[Answerer], day: date) -> date:
    """Return the last of the days on end, weekends included, on which nobody is there."""
    while _are_all_away(answerers, day + timedelta(days=1)):
        day += timedelta(days=1)
    return day
