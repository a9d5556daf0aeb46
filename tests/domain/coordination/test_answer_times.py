"""How long questions wait: in working time, by module and month, and nothing of groups that are too small."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine

from lms.domain.catalogue.models import Programme
from lms.domain.coordination import answer_times, queries
from lms.domain.coordination.answer_times import AnswerTimes, Month, Question, Wait
from lms.domain.coordination.queries import Bounds
from lms.domain.messaging import queries as messaging
from lms.domain.messaging import service as messages
from lms.foundation import working_days
from lms.foundation.db import session
from tests.factories.accounts import actor_of, make_institution, make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import make_module
from tests.factories.messaging import make_conversation

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
OCTOBER = Month(date(2026, 10, 1), datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
NOVEMBER = Month(date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


def asked(learner: int = 1, hours: float | None = 5, **values: Any) -> Question:
    """A question of Monday morning, answered so many hours later."""
    at = values.pop("asked_at", MONDAY)
    answered = at + timedelta(hours=hours) if hours is not None else None
    known = {"module_id": 1, "promised_on": working_days.after(working_days.day_of(at), 3)}
    waits = {"waiting_since": None if answered else at}
    return Question(learner_id=learner, asked_at=at, answered_at=answered, **{**known, **waits, **values})


def reckon(*questions: Question, smallest: int = 1) -> AnswerTimes:
    return answer_times.reckon(questions, [OCTOBER, NOVEMBER], smallest, TODAY)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-20T16:00+02:00", "2026-11-23T09:00+02:00", 17),  # Friday afternoon to Monday morning
        ("2026-11-21T10:00+02:00", "2026-11-22T10:00+02:00", 0),
        (
            "2026-12-23T12:00+02:00",
            "2026-12-28T12:00+02:00",
            24,
        ),  # Christmas from the 24th to the 26th, a Saturday
        ("2026-12-31T12:00+02:00", "2027-01-04T01:00+02:00", 13),
        ("2027-03-26T12:00+02:00", "2027-03-30T12:00+03:00", 24),  # Easter Monday, and clocks put forward
        ("2026-10-23T12:00+03:00", "2026-10-26T12:00+02:00", 24),  # and back
        ("2026-11-23T10:00+02:00", "2026-11-23T09:00+01:00", 0),
    ],
)
def test_only_working_days_pass(start: str, end: str, hours: int) -> None:
    passed = working_days.time_between(datetime.fromisoformat(start), datetime.fromisoformat(end))
    assert passed == timedelta(hours=hours)


def test_half_and_nine_in_ten_are_times_that_some_question_waited() -> None:
    overall = reckon(*(asked(number, hours=number) for number in range(1, 11))).overall
    assert overall is not None
    assert (overall.asked, overall.answered) == (10, 10)
    assert (overall.half, overall.nine_in_ten) == (Wait(5, 0), Wait(9, 0))
    one = reckon(asked(hours=30.5)).overall
    assert one is not None
    assert (one.half, one.nine_in_ten) == (Wait(31, 1), Wait(31, 1))
    assert reckon().overall is None


def test_promises_are_kept_broken_or_not_due_yet() -> None:
    overall = reckon(
        asked(1, hours=72),  # Thursday: the promised day
        asked(2, hours=96),  # a day late
        asked(3, hours=None),  # waits, and its day has passed
        asked(4, hours=None, asked_at=datetime(2026, 11, 20, 8, 0, tzinfo=UTC)),  # its day is still to come
        asked(5, hours=None, waiting_since=None),  # closed without an answer
    ).overall
    assert overall is not None
    assert (overall.kept, overall.due) == (1, 3)
    assert (overall.waiting, overall.oldest_since) == (2, MONDAY)


def test_what_was_asked_earlier_counts_only_while_it_waits() -> None:
    long_ago = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
    found = reckon(asked(1), asked(2, hours=None, asked_at=long_ago))
    assert found.overall is not None
    assert (found.overall.asked, found.overall.waiting, found.overall.oldest_since) == (1, 1, long_ago)
    assert list(found.months) == [NOVEMBER.first_day]


def test_small_groups_are_left_out_with_what_would_give_them_away() -> None:
    large, small, middle = (
        [asked(each, module_id=key) for each in range(size)] for key, size in ((1, 9), (2, 2), (3, 6))
    )
    shown = reckon(*large, *small, *middle, smallest=5).modules
    # Two people alone could be subtracted from the total, so the next smallest row goes too.
    assert {key: found is not None for key, found in shown.items()} == {1: True, 2: False, 3: False}
    others = [asked(20 + each, module_id=4) for each in range(3)]
    shown = reckon(*large, *small, *middle, *others, smallest=5).modules
    assert {key for key, found in shown.items() if found} == {1, 3}
    assert reckon(*small, smallest=5).overall is None
    assert reckon(*(asked(1) for _each in range(9)), smallest=5).overall is None
    assert reckon(*large, *small, smallest=1).modules[2] is not None


@pytest.mark.usefixtures("database")
def test_the_deeds_write_down_what_the_figures_need() -> None:
    module, author, learner = make_module(), make_user(), make_user()
    make_staff(author, "author", module=module)
    with time_machine.travel(MONDAY, tick=False):
        talk_id = make_conversation(learner, module).id
    teacher = actor_of(author, authored_modules=frozenset({module.module_id}))
    for day in (1, 2):
        with time_machine.travel(MONDAY + timedelta(days=day), tick=False):
            messages.reply(teacher, messaging.get_conversation(talk_id), "Taip.")
            messages.reply(actor_of(learner), messaging.get_conversation(talk_id), "O dar?")
    session.flush()
    (question,) = queries.list_questions(Bounds.of_author(teacher), MONDAY)
    assert question.answered_at == MONDAY + timedelta(days=1)
    assert question.promised_on == date(2026, 11, 19)
    assert question.waiting_since == MONDAY + timedelta(days=2)


class TestBounds:
    """Who sees the figures of which questions."""

    @pytest.fixture(autouse=True)
    def people(self, database: Engine) -> None:
        self.here = make_institution()
        self.module, self.other, self.foreign = make_module(slug="clusters"), make_module(), make_module()
        self.programme: Programme = make_programme(self.module, self.other)
        make_programme(self.foreign)
        local = make_user(institution_id=self.here.id)
        for module, learner in ((self.module, make_user()), (self.other, make_user()), (self.foreign, local)):
            make_conversation(learner, module, started_at=MONDAY, waiting_since=MONDAY)
            old = {"started_at": MONDAY - timedelta(days=400), "state": "answered", "waiting_since": None}
            make_conversation(learner, module, **old)

    def seen(self, **values: Any) -> set[int]:
        found = queries.list_questions(Bounds(**values), MONDAY - timedelta(days=300))
        assert len(found) == len({each.module_id for each in found})
        return {each.module_id for each in found}

    def test_each_sees_what_is_theirs(self) -> None:
        own, other, foreign = self.module.module_id, self.other.module_id, self.foreign.module_id
        programmes = frozenset({self.programme.id})
        assert self.seen() == set()
        assert self.seen(modules=frozenset({own})) == {own}
        assert self.seen(programmes=programmes) == {own, other}
        assert self.seen(institutions=frozenset({self.here.id})) == {foreign}
        assert self.seen(programmes=programmes, institutions=frozenset({self.here.id})) == {
            own,
            other,
            foreign,
        }

    def test_a_part_can_be_chosen_and_nothing_else_comes_with_it(self) -> None:
        programmes = frozenset({self.programme.id})
        assert self.seen(programmes=programmes, module_slug="clusters") == {self.module.module_id}
        assert self.seen(modules=frozenset({self.foreign.module_id}), module_slug="clusters") == set()
