"""Choosing, pausing, reminding: one reminder in a week, whoever tries and however often."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine

from lms.domain.learning import jobs, queries, service
from lms.domain.learning.events import LearnerRemindedOfPlan
from lms.domain.learning.models import StudyPlan
from lms.domain.learning.service import planning
from lms.foundation import events
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotFound
from lms.foundation.events import Event
from tests.factories.accounts import actor_of, make_user
from tests.factories.learning import make_enrolment

THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def heard(database: Engine) -> list[Event]:
    """The reminders that are told; nobody else listens."""
    told: list[Event] = []
    events.connect([(LearnerRemindedOfPlan, told.append)])
    return told


def make_plan(user: Any, **values: Any) -> None:
    service.save_plan(actor_of(user), **{"minutes_a_week": 90, **values})


def remind_all() -> int:
    session.commit()
    return jobs.remind_of_plans()


def test_choices_are_kept_for_their_owner_alone(database: Engine) -> None:
    learner, other = make_user(), make_user()
    make_plan(other, minutes_a_week=600)
    make_plan(learner, days=[5, 1, 1, 9], target_on=date(2027, 1, 31))
    make_plan(learner, minutes_a_week=120, days=[3])
    own = queries.find_plan(learner.id)
    assert own is not None
    assert (own.choices.minutes_a_week, own.choices.days, own.choices.target_on) == (120, [3], None)
    assert session.query(StudyPlan).count() == 2
    service.drop_plan(actor_of(learner))
    session.flush()
    assert queries.find_plan(learner.id) is None
    assert queries.find_plan(other.id) is not None


def test_a_pause_ends_in_the_future(database: Engine) -> None:
    learner = make_user()
    with pytest.raises(NotFound):
        service.pause_plan(actor_of(learner))
    make_plan(learner)
    with time_machine.travel(THURSDAY, tick=False):
        with pytest.raises(Invalid):
            service.pause_plan(actor_of(learner), THURSDAY.date())
        service.pause_plan(actor_of(learner), date(2026, 12, 24))
    own = queries.find_plan(learner.id)
    assert own is not None
    assert own.choices.paused_until == date(2026, 12, 24)
    service.resume_plan(actor_of(learner))
    assert own.choices.paused_at is None


def test_one_reminder_in_a_week_however_often_the_job_runs(heard: list[Event]) -> None:
    learner, quiet, resting = make_user(), make_user(), make_user()
    make_plan(learner)
    make_plan(quiet, is_reminded=False)
    make_plan(resting)
    with time_machine.travel(THURSDAY - timedelta(days=20), tick=False):
        service.pause_plan(actor_of(resting))
    for days, expected in ((0, 1), (0, 0), (1, 0), (6, 0), (7, 1), (14, 1)):
        with time_machine.travel(THURSDAY + timedelta(days=days), tick=False):
            assert (remind_all(), remind_all()) == (expected, 0), days
    assert {event.learner_id for event in heard} == {learner.id}  # type: ignore[attr-defined]


def test_of_two_workers_that_found_the_same_learner_one_reminds(heard: list[Event]) -> None:
    learner = make_user()
    make_plan(learner)
    with time_machine.travel(THURSDAY, tick=False):
        due = [planning.list_due(), planning.list_due()]
        assert [len(found) for found in due] == [1, 1]
        assert [planning.remind(*found[0]) for found in due] == [True, False]


def test_who_has_studied_this_week_is_left_in_peace(heard: list[Event]) -> None:
    busy, idle = make_user(), make_user()
    for user, days in ((busy, 2), (idle, 30)):
        make_plan(user)
        make_enrolment(user, place_at=THURSDAY - timedelta(days=days))
    with time_machine.travel(THURSDAY, tick=False):
        remind_all()
    assert [(event.learner_id, event.has_rested) for event in heard] == [(idle.id, True)]  # type: ignore[attr-defined]


def test_mornings_come_zone_by_zone(heard: list[Event]) -> None:
    vilnius, oslo = make_user(), make_user(time_zone="Europe/Oslo")
    for user in (vilnius, oslo):
        make_plan(user)
    with time_machine.travel(datetime(2026, 11, 26, 6, 30, tzinfo=UTC), tick=False):
        remind_all()
    assert [event.learner_id for event in heard] == [vilnius.id]  # type: ignore[attr-defined]
    with time_machine.travel(datetime(2026, 11, 26, 7, 30, tzinfo=UTC), tick=False):
        remind_all()
    assert [event.learner_id for event in heard] == [vilnius.id, oslo.id]  # type: ignore[attr-defined]


def test_closed_accounts_are_not_reminded(heard: list[Event]) -> None:
    gone = make_user(standing="deactivated")
    make_plan(gone)
    with time_machine.travel(THURSDAY, tick=False):
        assert remind_all() == 0
