"""Two tabs, two processes: completion is reached exactly once, and nothing is lost."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from lms.domain.accounts.actor import Actor
from lms.domain.content.compiled import Module
from lms.domain.learning import queries, service
from lms.domain.learning.events import LearnerRemindedOfPlan, ModuleCompleted, ProgrammeCompleted
from lms.domain.learning.models import Enrolment, ProgrammeEnrolment, Reading
from lms.domain.learning.service import planning
from lms.foundation import db, events
from lms.foundation.events import Event
from tests.at_once import at_once, shared_database
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_programme
from tests.factories.content import make_lesson, make_module
from tests.factories.learning import make_enrolment, make_programme_enrolment

__all__ = ["shared_database"]
pytestmark = pytest.mark.usefixtures("shared_database")


@pytest.fixture(autouse=True)
def told(shared_database: None) -> list[Event]:
    heard: list[Event] = []
    events.connect([(ModuleCompleted, heard.append), (ProgrammeCompleted, heard.append)])
    return heard


def read(actor: Actor, module: Module, lesson: str) -> None:
    service.mark_read(actor, module.slug, lesson, "lt")


def pass_quiz(enrolment_id: int, module: Module, key: str = "quiz:final") -> None:
    service.record_achievement(
        enrolment_id,
        key,
        score=1,
        max_score=1,
        is_passed=True,
        language="lt",
        revision_id=module.revision_id,
        source="test",
    )


def test_the_last_lessons_read_in_many_tabs_complete_the_module_once(told: list[Event]) -> None:
    slugs = ["a", "b", "c", "d"]
    with db.unit_of_work():
        module = make_module(requirements=("read",), lessons=tuple(map(make_lesson, slugs)))
        learner = make_user()
        enrolment_id, actor = make_enrolment(learner, module).id, actor_of(learner)
    outcomes = at_once(*[lambda slug=slug: read(actor, module, slug) for slug in [*slugs, *slugs]])
    assert outcomes == [None] * 8
    with db.reading():
        assert queries.get_standing(enrolment_id).is_completed
        assert len(list(db.session.scalars(select(Reading)))) == 4
    assert [type(event) for event in told] == [ModuleCompleted]


def test_results_and_reading_that_come_together_complete_the_module_once(told: list[Event]) -> None:
    with db.unit_of_work():
        module, learner = make_module(lessons=(make_lesson("only"),)), make_user()
        enrolment_id, actor = make_enrolment(learner, module).id, actor_of(learner)
    outcomes = at_once(
        lambda: read(actor, module, "only"),
        lambda: pass_quiz(enrolment_id, module),
        lambda: pass_quiz(enrolment_id, module),
        lambda: pass_quiz(enrolment_id, module, "assignment:actor-map"),
    )
    assert outcomes == [None] * 4
    assert [type(event) for event in told] == [ModuleCompleted]


def test_two_modules_completed_together_complete_their_programme_once(told: list[Event]) -> None:
    with db.unit_of_work():
        modules = [make_module(requirements=("quiz:final",)) for _ in range(3)]
        learner, programme = make_user(), make_programme(*modules)
        make_programme_enrolment(learner, programme)
        places = [make_enrolment(learner, module).id for module in modules]
    outcomes = at_once(*[
        lambda place=place, module=module: pass_quiz(place, module)
        for place, module in zip(places, modules, strict=True)
    ])  # fmt: skip
    assert outcomes == [None] * 3
    assert sorted(type(event).__name__ for event in told) == ["ModuleCompleted"] * 3 + ["ProgrammeCompleted"]


def test_enrolling_while_the_last_result_comes_in_misses_nothing(told: list[Event]) -> None:
    with db.unit_of_work():
        module, learner = make_module(requirements=("quiz:final",)), make_user()
        programme_id, actor = make_programme(module).id, actor_of(learner)
        place = make_enrolment(learner, module).id
    at_once(lambda: pass_quiz(place, module), lambda: service.enrol_in_programme(actor, programme_id))
    assert sorted(type(event).__name__ for event in told) == ["ModuleCompleted", "ProgrammeCompleted"]


def test_a_form_sent_many_times_enrols_once() -> None:
    with db.unit_of_work():
        module, learner = make_module(), make_user()
        programme_id, actor = make_programme(module).id, actor_of(learner)
    at_once(*[lambda: service.enrol_in_programme(actor, programme_id)] * 4)
    at_once(*[lambda: service.enrol_in_module(actor, module.module_id)] * 4)
    with db.reading():
        assert len(list(db.session.scalars(select(Enrolment)))) == 1
        assert len(list(db.session.scalars(select(ProgrammeEnrolment)))) == 1


def test_a_learner_is_reminded_once_however_many_workers_try(told: list[Event]) -> None:
    heard: list[Event] = []
    events.connect([(LearnerRemindedOfPlan, heard.append)])
    with db.unit_of_work():
        learner, other = make_user(), make_user()
        for user in (learner, other):
            service.save_plan(actor_of(user), minutes_a_week=90)
    with time_machine.travel(datetime(2026, 11, 26, 9, 0, tzinfo=UTC), tick=False):
        tries = [
            lambda user=user: planning.remind(user.id, "Europe/Vilnius") for user in [learner, other] * 3
        ]
        outcomes = at_once(*tries)
    assert sorted(map(bool, outcomes)) == [False] * 4 + [True] * 2
    assert {event.learner_id for event in heard} == {learner.id, other.id}  # type: ignore[attr-defined]
