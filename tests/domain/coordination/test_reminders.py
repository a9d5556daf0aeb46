"""Who has been quiet for a while, and the one kind reminder that they may get."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine

from lms.domain.assessment.models import Answer
from lms.domain.coordination import queries, service
from lms.domain.coordination.events import LearnerReminded
from lms.domain.coordination.models import Reminder
from lms.domain.coordination.scope import QUIET, Scope
from lms.domain.learning import service as learning
from lms.foundation import clock, events
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotAllowed
from lms.foundation.events import Event
from tests.factories.accounts import actor_of, make_institution, make_user
from tests.factories.assessment import make_attempt, make_submission, make_version
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import make_module
from tests.factories.learning import make_achievement, make_completed_enrolment, make_enrolment

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=15)


class Scene:
    """A coordinator of one programme, with people of others about."""

    def __init__(self) -> None:
        self.module, self.second, foreign = make_module(slug="clusters"), make_module(), make_module()
        self.programme = make_programme(self.module, self.second)
        coordinator = make_user(name="Rūta Rūtaitė")
        make_staff(coordinator, "coordinator", programme=self.programme)
        self.coordinator = actor_of(coordinator, coordinated_programmes=frozenset({self.programme.id}))
        self.stranger = make_user()
        make_staff(self.stranger, "coordinator", programme=make_programme(foreign))
        self.outsider = self.who_stopped(foreign)

    def who_stopped(self, module: Any = None, days: int = 15, **values: Any) -> Any:
        """Somebody who was in the module so many days ago."""
        at = NOW - timedelta(days=days)
        person = make_user()
        self.enrolment = make_enrolment(
            person,
            module or self.module,
            **{"enrolled_at": at, "started_at": at, "place_at": at, "place_lesson": "first", **values},
        )
        return person

    def quiet(self) -> set[int]:
        """Those whom the coordinator's list shows when it is asked for."""
        session.flush()
        scope = Scope.of(self.coordinator).narrowed(standing=QUIET)
        listed = {row.user_id for row in queries.list_people(scope)}
        exported = {row.name for row in queries.stream_export(scope)}
        assert len(exported) == len(listed)
        everybody = Scope.of(self.coordinator)
        assert {row.user_id for row in queries.list_people(everybody) if row.is_quiet} == listed
        assert self.outsider.id not in queries.list_person_standings(everybody, [self.outsider.id])
        return listed

    def remind(self, *people: Any) -> service.Picked:
        session.flush()
        return service.remind_people(self.coordinator, [each.id for each in people])


@pytest.fixture
def scene(database: Engine) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield Scene()


@pytest.fixture
def heard(database: Engine) -> list[Event]:
    told: list[Event] = []
    events.connect([(LearnerReminded, told.append)])
    return told


def reasons(picked: service.Picked) -> list[str]:
    return [each.reason for each in picked.refused]


def test_quiet_is_who_has_something_open_and_did_nothing_for_14_days(scene: Scene) -> None:
    stopped = scene.who_stopped()
    never_began = scene.who_stopped(started_at=None, place_at=None, place_lesson=None)
    scene.who_stopped(days=13)
    scene.who_stopped(left_at=LONG_AGO)
    scene.who_stopped().standing = "deactivated"
    make_completed_enrolment(
        make_user(), scene.module, enrolled_at=LONG_AGO, started_at=LONG_AGO, completed_at=LONG_AGO
    )
    assert scene.quiet() == {stopped.id, never_began.id}


def test_whatever_somebody_does_in_any_module_of_the_scope_counts(scene: Scene) -> None:
    stopped = scene.who_stopped()
    scene.who_stopped()
    make_attempt(scene.enrolment, scene.module, started_at=NOW - timedelta(days=2), submitted_at=None)
    scene.who_stopped()
    attempt = make_attempt(scene.enrolment, scene.module, started_at=LONG_AGO, submitted_at=None)
    session.add(Answer(attempt_id=attempt.id, question="one", value=["a"], language="lt", saved_at=NOW))
    scene.who_stopped()
    make_submission(scene.enrolment, scene.module, state="draft", draft_saved_at=NOW, created_at=LONG_AGO)
    scene.who_stopped()
    make_achievement(scene.enrolment, "quiz:final", scene.module, achieved_at=NOW)
    elsewhere = scene.who_stopped()
    make_enrolment(elsewhere, scene.second, enrolled_at=LONG_AGO, place_at=NOW, started_at=NOW)
    assert scene.quiet() == {stopped.id}


def test_who_waits_for_a_grade_has_not_stopped(scene: Scene) -> None:
    person = scene.who_stopped()
    submission = make_submission(scene.enrolment, scene.module, draft_saved_at=LONG_AGO)
    make_version(submission, scene.module, handed_in_at=LONG_AGO)
    submission.handed_in_at = LONG_AGO
    assert scene.quiet() == set()
    assert reasons(scene.remind(person)) == ["studies"]


def test_a_reminder_goes_out_once_and_is_written_down(scene: Scene, heard: list[Event]) -> None:
    stopped, other = scene.who_stopped(), scene.who_stopped()
    picked = scene.remind(stopped, stopped)
    assert [each.user_id for each in picked.ready] == [stopped.id]
    assert picked.ready[0].stop is not None
    assert picked.ready[0].stop["module"] == "clusters"
    assert reasons(scene.remind(stopped)) == ["reminded"]
    session.commit()
    assert [event.learner_id for event in heard] == [stopped.id]  # type: ignore[attr-defined]
    entry = session.query(AuditEntry).filter_by(deed="learner-reminded").one()
    assert (entry.actor, entry.subject) == (scene.coordinator.label, f"user:{stopped.id}")
    flags = queries.list_person_standings(Scope.of(scene.coordinator), [stopped.id, other.id])
    assert (flags[stopped.id].reminded_at, flags[other.id].reminded_at) == (NOW, None)


def test_another_reminder_may_follow_after_14_days_if_nothing_was_done(scene: Scene) -> None:
    idle, back = scene.who_stopped(), scene.who_stopped()
    scene.remind(idle, back)
    with time_machine.travel(NOW + timedelta(days=14, minutes=-1), tick=False):
        assert reasons(scene.remind(idle)) == ["reminded"]
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        scene.enrolment.place_at = clock.now()
        picked = scene.remind(idle, back)
        assert [each.user_id for each in picked.ready] == [idle.id]
        assert reasons(picked) == ["studies"]


def test_who_rests_is_left_in_peace_until_the_rest_is_over(scene: Scene) -> None:
    person = scene.who_stopped()
    learning.save_plan(actor_of(person), minutes_a_week=60)
    learning.pause_plan(actor_of(person), date(2026, 12, 1))
    picked = scene.remind(person)
    assert reasons(picked) == ["rests"]
    assert "plan" not in service.refusal_words(picked.refused[0])
    with time_machine.travel(datetime(2026, 12, 1, 9, 0, tzinfo=UTC), tick=False):
        assert reasons(scene.remind(person)) == []


def test_nobody_outside_the_scope_is_reminded(scene: Scene) -> None:
    stopped = scene.who_stopped()
    picked = scene.remind(scene.outsider)
    assert (picked.ready, picked.refused) == ([], [])
    with pytest.raises(NotAllowed):
        service.remind_people(actor_of(scene.stranger), [stopped.id])
    with pytest.raises(Invalid):
        service.remind_people(scene.coordinator, range(1, 52))
    assert session.query(Reminder).count() == 0


def test_coordinators_of_an_institution_see_their_own_people(scene: Scene) -> None:
    here = make_institution()
    mine = scene.who_stopped()
    mine.institution_id = here.id
    scene.who_stopped()
    session.flush()
    scope = Scope.of(actor_of(make_user(), coordinated_institutions=frozenset({here.id})))
    assert [row.user_id for row in queries.list_people(scope.narrowed(standing=QUIET))] == [mine.id]


def test_the_reminder_speaks_of_where_somebody_was_last(scene: Scene) -> None:
    person = scene.who_stopped(days=40)
    latest = make_enrolment(
        person, scene.second, enrolled_at=LONG_AGO, started_at=LONG_AGO, place_at=LONG_AGO
    )
    make_enrolment(person, make_module(), enrolled_at=LONG_AGO)
    assert scene.remind(person).ready[0].enrolment_id == latest.id
