"""Enrolling, leaving, coming back; with other people's places beside."""

import pytest

from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.learning import queries, service
from lms.domain.learning.events import LearnerEnrolled, ProgrammeCompleted
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.errors import Conflict, NotFound
from lms.foundation.events import Event
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module
from tests.factories.learning import (
    make_completed_enrolment,
    make_enrolment,
    make_programme_enrolment,
    make_reading,
)

pytestmark = pytest.mark.usefixtures("database")


def is_in(learner: object, module: object) -> bool:
    place = queries.find_enrolment(learner.id, module.module_id)  # type: ignore[attr-defined]
    return place is not None and place.left_at is None


def test_a_learner_enrols_in_a_single_module(told: list[Event]) -> None:
    learner, module, other = make_user(), make_module(), make_module()
    make_enrolment(make_user(), other)
    service.enrol_in_module(actor_of(learner), module.module_id)
    session.commit()
    assert is_in(learner, module)
    assert not is_in(learner, other)
    assert told == [LearnerEnrolled(learner_id=learner.id, module_id=module.module_id)]


def test_enrolling_twice_is_enrolling_once(told: list[Event]) -> None:
    learner, module = make_user(), make_module()
    first = service.enrol_in_module(actor_of(learner), module.module_id)
    second = service.enrol_in_module(actor_of(learner), module.module_id)
    session.commit()
    assert first.id == second.id
    assert len(told) == 1


def test_nobody_enrols_in_what_is_not_on_offer() -> None:
    learner, gone = make_user(), make_module(withdrawn=True)
    for module_id in (gone.module_id, 999_999):
        with pytest.raises(NotFound):
            service.enrol_in_module(actor_of(learner), module_id)
    with pytest.raises(NotFound):
        service.enrol_in_programme(actor_of(learner), 999_999)


def test_a_programme_brings_its_modules_and_no_others(told: list[Event]) -> None:
    learner, module, gone, other = make_user(), make_module(), make_module(withdrawn=True), make_module()
    programme = make_programme(module, gone)
    make_programme(other)
    service.enrol_in_programme(actor_of(learner), programme.id)
    service.enrol_in_programme(actor_of(learner), programme.id)
    session.commit()
    assert is_in(learner, module)
    assert not is_in(learner, gone)
    assert not is_in(learner, other)
    assert told == [LearnerEnrolled(learner_id=learner.id, programme_id=programme.id)]


def test_leaving_and_coming_back_loses_nothing() -> None:
    learner, module = make_user(), make_module()
    enrolment = service.enrol_in_module(actor_of(learner), module.module_id)
    make_reading(enrolment, "first", module)
    service.leave_module(actor_of(learner), module.module_id)
    assert not is_in(learner, module)
    service.enrol_in_module(actor_of(learner), module.module_id)
    standing = queries.find_standing(learner.id, module.slug)
    assert standing is not None
    assert standing.is_enrolled
    assert standing.read == {"first"}


def test_nobody_leaves_what_they_were_never_in() -> None:
    make_enrolment(make_user(), module := make_module())
    with pytest.raises(NotFound):
        service.leave_module(actor_of(make_user()), module.module_id)
    with pytest.raises(NotFound):
        service.leave_programme(actor_of(make_user()), make_programme(module).id)


def test_what_is_completed_is_not_left() -> None:
    learner, module = make_user(), make_module()
    programme = make_programme(module)
    enrolment = make_completed_enrolment(learner, module)
    make_programme_enrolment(learner, programme, completed_at=enrolment.completed_at)
    with pytest.raises(Conflict):
        service.leave_module(actor_of(learner), module.module_id)
    with pytest.raises(Conflict):
        service.leave_programme(actor_of(learner), programme.id)


def test_leaving_a_programme_keeps_what_is_there_for_another_reason() -> None:
    learner, shared, only_here, before, done = (
        make_user(), make_module(), make_module(), make_module(), make_module(),
    )  # fmt: skip
    programme, other = make_programme(shared, only_here, before, done), make_programme(shared)
    neighbour = make_enrolment(make_user(), only_here)
    service.enrol_in_module(actor_of(learner), before.module_id)
    service.enrol_in_programme(actor_of(learner), other.id)
    service.enrol_in_programme(actor_of(learner), programme.id)
    make_completed_place(learner, done)
    service.leave_programme(actor_of(learner), programme.id)
    assert [is_in(learner, module) for module in (shared, only_here, before, done)] == [
        True,
        False,
        True,
        True,
    ]
    assert neighbour.left_at is None
    service.enrol_in_programme(actor_of(learner), programme.id)
    assert is_in(learner, only_here)


def make_completed_place(learner: object, module: object) -> None:
    place = queries.find_enrolment(learner.id, module.module_id)  # type: ignore[attr-defined]
    assert place is not None
    place.completed_at = place.enrolled_at
    session.flush()


def test_a_place_is_ensured_only_where_the_learner_is() -> None:
    learner, module, joined = make_user(), make_module(), make_module()
    programme = make_programme(module)
    service.enrol_in_programme(actor_of(learner), programme.id)
    session.add(ProgrammeModule(programme_id=programme.id, module_id=joined.module_id, place=9))
    session.flush()
    assert service.ensure_enrolment(learner.id, joined.module_id).learner_id == learner.id
    with pytest.raises(Conflict):
        service.ensure_enrolment(make_user().id, module.module_id)
    service.leave_module(actor_of(learner), module.module_id)
    with pytest.raises(Conflict):
        service.ensure_enrolment(learner.id, module.module_id)


def test_modules_that_join_a_programme_are_there_for_its_learners() -> None:
    learner, gone_learner, module, joined = make_user(), make_user(), make_module(), make_module()
    programme = make_programme(module)
    service.enrol_in_programme(actor_of(learner), programme.id)
    make_programme_enrolment(gone_learner, programme, left_at=clock.now())
    session.add(ProgrammeModule(programme_id=programme.id, module_id=joined.module_id, place=9))
    session.flush()
    service.enrol_learners_of_programme(programme.id)
    service.enrol_learners_of_programme(programme.id)
    assert is_in(learner, joined)
    assert not is_in(gone_learner, joined)


def test_who_has_completed_all_modules_completes_the_programme_by_enrolling(told: list[Event]) -> None:
    learner, module = make_user(), make_module()
    programme = make_programme(module)
    make_completed_enrolment(learner, module)
    place = service.enrol_in_programme(actor_of(learner), programme.id)
    session.commit()
    assert place.completed_at is not None
    assert [type(event) for event in told] == [LearnerEnrolled, ProgrammeCompleted]
