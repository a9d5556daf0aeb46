"""How many consultations were booked and held, by module and month; groups too small stay unseen."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lms.domain.coordination import consultation_figures, queries
from lms.domain.coordination.answer_times import Month
from lms.domain.coordination.consultation_figures import ConsultationFigures, Figures, Talk
from lms.domain.coordination.queries import Bounds
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_institution, make_user
from tests.factories.catalogue import make_programme
from tests.factories.consultations import make_booking, make_slot
from tests.factories.content import make_module

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BOOKED = datetime(2026, 11, 2, 20, 30, tzinfo=UTC)
OCTOBER = Month(date(2026, 10, 1), datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
NOVEMBER = Month(date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


def talk(learner: int = 1, days: float = 3, **values: Any) -> Talk:
    """A booking of the second of November for so many days later, and nothing recorded of it."""
    at = values.pop("booked_at", BOOKED)
    starts_at = at + timedelta(days=days)
    known = {"module_id": 1, "outcome": None, "is_cancelled": False}
    ends_at = starts_at + timedelta(minutes=30)
    return Talk(learner_id=learner, booked_at=at, starts_at=starts_at, ends_at=ends_at, **{**known, **values})


def reckon(*talks: Talk, smallest: int = 1) -> ConsultationFigures:
    return consultation_figures.reckon(talks, [OCTOBER, NOVEMBER], smallest, NOW)


def test_all_that_was_booked_is_one_of_five_things() -> None:
    found = reckon(
        talk(outcome="held"),
        talk(outcome="held"),
        talk(outcome="learner-absent"),
        talk(outcome="not-held"),
        talk(is_cancelled=True),
        talk(days=30),
        talk(days=4),
    ).overall
    assert found == Figures(booked=7, held=2, not_held=2, cancelled=1, ahead=1, unrecorded=1, half_days=3)
    parts = (found.held, found.not_held, found.cancelled, found.ahead, found.unrecorded)
    assert sum(parts) == found.booked


@pytest.mark.parametrize(
    ("days", "half"), [([0, 1, 9], 1), ([2, 4], 2), ([5], 5), ([0.05], 0), ([0.2], 1), ([1, 2, 3, 30], 2)]
)
def test_half_come_within_days_that_somebody_really_waited(days: list[float], half: int) -> None:
    found = reckon(*(talk(days=each) for each in days), talk(days=0, is_cancelled=True)).overall
    assert found is not None
    assert found.half_days == half  # an hour after midnight is tomorrow, as days go in Lithuania


def test_months_go_by_the_booking_and_the_latest_comes_first() -> None:
    found = reckon(
        talk(booked_at=datetime(2026, 10, 30, 8, tzinfo=UTC), days=7, outcome="held"),
        talk(2),
        talk(3, booked_at=datetime(2026, 9, 1, tzinfo=UTC)),
    )
    assert list(found.months) == [NOVEMBER.first_day, OCTOBER.first_day]
    october = found.months[OCTOBER.first_day]
    assert october is not None
    assert october.held == 1
    assert found.overall is not None
    assert found.overall.booked == 2


def test_small_groups_are_left_out_with_what_would_give_them_away() -> None:
    large, small, middle = (
        [talk(each, module_id=key) for each in range(size)] for key, size in ((1, 9), (2, 2), (3, 6))
    )
    found = reckon(*large, *small, *middle, smallest=5)
    assert {key: each is not None for key, each in found.modules.items()} == {1: True, 2: False, 3: False}
    assert found.overall is not None
    assert reckon(*small, smallest=5).overall is None
    assert reckon(*(talk(1) for _each in range(9)), smallest=5).overall is None
    assert reckon().overall is None


@pytest.mark.usefixtures("database")
class TestBounds:
    """Who sees the figures of which consultations."""

    @pytest.fixture(autouse=True)
    def people(self, database: object) -> None:
        now = clock.now()
        self.here = make_institution()
        self.module, self.other, self.foreign = make_module(slug="clusters"), make_module(), make_module()
        self.programme = make_programme(self.module, self.other)
        make_programme(self.foreign)
        self.author, colleague = make_user(), make_user()
        local = make_user(institution_id=self.here.id)
        for module, author, learner in (
            (self.module, self.author, make_user()),
            (self.other, colleague, make_user()),
            (self.foreign, colleague, local),
        ):
            make_booking(make_slot(author, module, days=-3), learner, booked_at=now - timedelta(days=9))
            old = make_slot(author, module, days=-390)
            make_booking(old, learner, booked_at=now - timedelta(days=400))
        session.flush()

    def seen(self, of_author: int | None = None, **values: Any) -> set[int]:
        since = clock.now() - timedelta(days=300)
        found = queries.list_talks(Bounds(**values), since, of_author=of_author)
        assert len(found) == len({each.module_id for each in found})
        return {each.module_id for each in found}

    def test_each_sees_what_is_theirs(self) -> None:
        own, other, foreign = self.module.module_id, self.other.module_id, self.foreign.module_id
        programmes, here = frozenset({self.programme.id}), frozenset({self.here.id})
        assert self.seen() == set()
        assert self.seen(modules=frozenset({own})) == {own}
        assert self.seen(programmes=programmes) == {own, other}
        assert self.seen(institutions=here) == {foreign}
        assert self.seen(programmes=programmes, institutions=here) == {own, other, foreign}
        assert self.seen(programmes=programmes, of_author=self.author.id) == {own}

    def test_a_part_can_be_chosen_and_nothing_else_comes_with_it(self) -> None:
        programmes = frozenset({self.programme.id})
        assert self.seen(programmes=programmes, module_slug="clusters") == {self.module.module_id}
        assert self.seen(modules=frozenset({self.foreign.module_id}), module_slug="clusters") == set()
