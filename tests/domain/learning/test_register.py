"""Reading, results and completion in the register; with other people's rows beside."""

from datetime import timedelta

import pytest

from lms.domain.accounts.models import User
from lms.domain.learning import queries, service
from lms.domain.learning.events import ModuleCompleted, ProgrammeCompleted
from lms.domain.learning.models import Enrolment, Reading
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.errors import Conflict, NotFound
from lms.foundation.events import Event
from tests.factories.accounts import actor_of, make_institution, make_user
from tests.factories.catalogue import make_programme
from tests.factories.content import make_lesson, make_module, make_revision
from tests.factories.learning import (
    make_achievement,
    make_completed_enrolment,
    make_enrolment,
    make_programme_enrolment,
    make_reading,
)

pytestmark = pytest.mark.usefixtures("database")


def record(enrolment: Enrolment, key: str, module: object, **values: object) -> None:
    service.record_achievement(
        enrolment.id,
        key,
        **{  # type: ignore[arg-type]
            "score": 8,
            "max_score": 10,
            "is_passed": True,
            "language": "lt",
            "revision_id": module.revision_id,  # type: ignore[attr-defined]
            "source": "test:1",
            **values,
        },
    )


def test_a_lesson_is_read_once_with_its_revision_and_language() -> None:
    learner, module = make_user(), make_module()
    enrolment, neighbour = make_enrolment(learner, module), make_enrolment(make_user(), module)
    service.mark_read(actor_of(learner), module.slug, "first", "lt")
    newer = make_revision(module, title={"lt": "Naujas", "en": "New"})
    _before, standing = service.mark_read(actor_of(learner), module.slug, "first", "en")
    reading = session.query(Reading).one()
    assert (reading.enrolment_id, reading.language) == (enrolment.id, "lt")
    assert reading.revision_id == module.revision_id
    assert standing.read == {"first"}
    assert standing.revision_id == newer.revision_id
    assert queries.get_standing(neighbour.id).read == frozenset()


def test_reading_a_lesson_begins_the_module_and_keeps_the_place() -> None:
    learner, module = make_user(), make_module()
    enrolment = make_enrolment(learner, module)
    service.mark_read(actor_of(learner), module.slug, "first", "en")
    session.refresh(enrolment)
    assert enrolment.started_at is not None
    assert (enrolment.place_lesson, enrolment.place_block, enrolment.place_language) == ("first", None, "en")


def test_nobody_reads_what_is_not_there_or_not_theirs() -> None:
    learner, module = make_user(), make_module()
    enrolment = make_enrolment(learner, module)
    with pytest.raises(NotFound):
        service.mark_read(actor_of(learner), module.slug, "no-such-lesson", "lt")
    with pytest.raises(Conflict):
        service.mark_read(actor_of(make_user()), module.slug, "first", "lt")
    enrolment.left_at = clock.now()
    session.flush()
    with pytest.raises(Conflict):
        service.mark_read(actor_of(learner), module.slug, "first", "lt")


def test_the_last_lesson_meets_the_requirement_to_read() -> None:
    learner, module = make_user(), make_module()
    enrolment = make_enrolment(learner, module)
    service.mark_read(actor_of(learner), module.slug, "first", "lt")
    assert "read" not in queries.get_standing(enrolment.id).passed
    _before, standing = service.mark_read(actor_of(learner), module.slug, "second", "lt")
    assert "read" in standing.passed
    assert standing.earned["read"].score == 2


def test_a_place_is_kept_for_any_device() -> None:
    learner, module = make_user(), make_module()
    make_enrolment(learner, module)
    service.keep_place(actor_of(learner), module.slug, "second", "second-two", "lt")
    standing = queries.find_standing(learner.id, module.slug)
    assert standing is not None
    assert (standing.place_lesson, standing.place_block) == ("second", "second-two")
    with pytest.raises(Conflict):
        service.keep_place(actor_of(make_user()), module.slug, "first", None, "lt")


def test_a_result_raises_the_standing_and_never_lowers_it() -> None:
    module = make_module()
    enrolment = make_enrolment(None, module)
    record(enrolment, "quiz:final", module, score=5, is_passed=False)
    record(enrolment, "quiz:final", module, score=7, source="attempt:2")
    record(enrolment, "quiz:final", module, score=3, is_passed=False, source="attempt:3")
    earned = queries.get_standing(enrolment.id).earned["quiz:final"]
    entry = queries.find_achievement(enrolment.id, "quiz:final")
    assert (earned.score, earned.max_score, earned.is_passed) == (7, 10, True)
    assert entry is not None
    assert entry.source == "attempt:2"


def test_a_module_is_completed_exactly_once_with_its_evidence(told: list[Event]) -> None:
    institution, later = make_institution(), make_institution()
    learner = make_user(institution_id=institution.id)
    module = make_module()
    enrolment, neighbour = make_enrolment(learner, module), make_enrolment(make_user(), module)
    for lesson in ("first", "second"):
        service.mark_read(actor_of(learner), module.slug, lesson, "lt")
    record(enrolment, "quiz:final", module)
    assert enrolment.completed_at is None
    record(enrolment, "assignment:actor-map", module, language="en")
    completed_at = enrolment.completed_at
    learner.institution_id = later.id
    record(enrolment, "assignment:actor-map", module, score=10)
    session.commit()
    assert completed_at is not None
    assert enrolment.completed_at == completed_at
    assert enrolment.completed_revision_id == module.revision_id
    assert enrolment.completed_language == "en"
    assert enrolment.completed_rule == ["read", "quiz:final", "assignment:actor-map"]
    assert enrolment.completed_minutes == 360
    assert enrolment.completed_institution_id == institution.id
    assert neighbour.completed_at is None
    assert told == [
        ModuleCompleted(enrolment_id=enrolment.id, learner_id=learner.id, module_id=module.module_id)
    ]


def test_a_module_may_be_completed_by_the_last_lesson(told: list[Event]) -> None:
    learner, module = make_user(), make_module()
    enrolment = make_enrolment(learner, module)
    record(enrolment, "quiz:final", module)
    record(enrolment, "assignment:actor-map", module)
    service.mark_read(actor_of(learner), module.slug, "second", "lt")
    _before, standing = service.mark_read(actor_of(learner), module.slug, "first", "lt")
    session.commit()
    assert standing.is_completed
    assert len(told) == 1


def test_results_that_come_after_leaving_are_kept_and_count() -> None:
    module = make_module(requirements=("quiz:final",))
    enrolment = make_enrolment(None, module, left_at=clock.now())
    record(enrolment, "quiz:final", module)
    assert enrolment.completed_at is not None


def test_a_new_revision_takes_completion_from_nobody(told: list[Event]) -> None:
    learner, module = make_user(), make_module()
    done = make_completed_enrolment(learner, module)
    half = make_enrolment(make_user(), module)
    newer = make_revision(module, lessons=(*module.lessons, make_lesson("third")))
    service.settle_after_publishing(module.module_id)
    record(done, "quiz:final", newer, score=10)
    session.commit()
    assert done.completed_revision_id == module.revision_id
    assert half.completed_at is None
    assert told == []


def test_a_revision_that_asks_for_less_completes_those_who_have_done_the_rest(told: list[Event]) -> None:
    module = make_module()
    ready, reader, newcomer = (make_enrolment(None, module) for _ in range(3))
    for enrolment in (ready, reader):
        make_reading(enrolment, "first", module)
    make_achievement(ready, "quiz:final", module)
    make_achievement(ready, "assignment:actor-map", module)
    make_revision(module, lessons=module.lessons[:1])
    service.settle_after_publishing(module.module_id)
    session.commit()
    assert [each.completed_at is not None for each in (ready, reader, newcomer)] == [True, False, False]
    assert len(told) == 1


def test_a_retired_assignment_completes_those_who_wait_for_nothing_else() -> None:
    module = make_module(requirements=("quiz:final", "assignment:actor-map"))
    enrolment = make_enrolment(None, module)
    record(enrolment, "quiz:final", module)
    make_revision(module, requirements=(module.requirements[0],))
    service.settle_after_publishing(module.module_id)
    assert enrolment.completed_at is not None


def test_the_last_module_completes_the_programme_once(told: list[Event]) -> None:
    learner = make_user()
    first, second = make_module(requirements=("quiz:final",)), make_module(requirements=("quiz:final",))
    programme, left = make_programme(first, second), make_programme(first, second)
    place = make_programme_enrolment(learner, programme)
    other_place = make_programme_enrolment(make_user(), programme)
    left_place = make_programme_enrolment(learner, left, left_at=clock.now())
    for module in (first, second):
        assert place.completed_at is None
        record(make_enrolment(learner, module), "quiz:final", module)
    session.commit()
    assert place.completed_at is not None
    assert other_place.completed_at is None
    assert left_place.completed_at is None
    assert [event for event in told if isinstance(event, ProgrammeCompleted)] == [
        ProgrammeCompleted(programme_enrolment_id=place.id, learner_id=learner.id, programme_id=programme.id)
    ]


def test_a_withdrawn_module_is_missing_from_nobodys_programme() -> None:
    learner, beginner = make_user(), make_user()
    kept, gone = make_module(), make_module()
    programme = make_programme(kept, gone)
    place, other = make_programme_enrolment(learner, programme), make_programme_enrolment(beginner, programme)
    make_completed_enrolment(learner, kept)
    make_module(slug=gone.slug, withdrawn=True)
    service.settle_after_withdrawal(gone.module_id)
    assert place.completed_at is not None
    assert other.completed_at is None


def test_earned_requirements_are_those_that_somebody_has_met() -> None:
    module, other = make_module(), make_module()
    make_achievement(make_enrolment(None, module), "quiz:final", module)
    make_achievement(make_enrolment(None, module), "assignment:actor-map", module, is_passed=False)
    make_achievement(make_enrolment(None, other), "read", other)
    assert queries.list_earned_keys(module.module_id) == {"quiz:final"}


def test_a_standing_is_there_for_who_never_enrolled_and_for_no_unknown_module() -> None:
    learner, module = make_user(), make_module()
    make_reading(make_enrolment(make_user(), module), "first", module)
    standing = queries.find_standing(learner.id, module.slug)
    assert standing is not None
    assert (standing.enrolment_id, standing.is_enrolled, standing.read) == (None, False, frozenset())
    assert queries.find_standing(learner.id, "no-such-module") is None


def test_records_are_the_learners_own_newest_first() -> None:
    learner, institution = make_user(), make_institution()
    early = make_completed_enrolment(learner, completed_at=clock.now() - timedelta(days=3))
    late = make_completed_enrolment(learner, completed_institution_id=institution.id)
    make_enrolment(learner)
    make_completed_enrolment()
    lines = queries.list_records(learner.id)
    assert [line.enrolment_id for line in lines] == [late.id, early.id]
    assert lines[0].institution == institution.name
    assert (lines[0].revision_number, lines[0].language, lines[0].minutes) == (1, "lt", 360)


def test_evidence_knows_every_revision_it_rests_on() -> None:
    learner, module = make_user(), make_module()
    enrolment = make_enrolment(learner, module)
    make_reading(enrolment, "first", module)
    second = make_revision(module, title={"lt": "Antra", "en": "Second"})
    make_achievement(enrolment, "quiz:final", second)
    third = make_revision(second, title={"lt": "Trečia", "en": "Third"})
    evidence = queries.get_evidence(enrolment.id)
    assert sorted(evidence.revisions) == [1, 2]
    assert evidence.present.id == third.revision_id
    assert evidence.number_of(evidence.read["first"].revision_id) == 1
    assert evidence.completed is None
    with pytest.raises(NotFound):
        queries.get_evidence(999_999)


def test_a_kept_text_is_one_that_the_record_shows_and_first_the_one_that_was_read() -> None:
    learner, other, module = make_user(), make_user(), make_module()
    enrolment, untouched = make_enrolment(learner, module), make_enrolment(other, module)
    make_reading(enrolment, "first", module)
    second = make_revision(module, title={"lt": "Antra", "en": "Second"})
    make_achievement(enrolment, "quiz:final", second)
    make_revision(second, title={"lt": "Trečia", "en": "Third"})

    def kept(person: User, lesson: str) -> list[tuple[int, int]]:
        found = queries.list_kept_texts(person.id, module.module_id, lesson)
        return [(each.enrolment_id, each.number) for each in found]

    assert kept(learner, "first") == [(enrolment.id, 1), (enrolment.id, 2)]
    assert kept(learner, "second") == [(enrolment.id, 2), (enrolment.id, 1)]
    assert kept(other, "first") == [(untouched.id, 3)]
    assert kept(make_user(), "first") == []
    for each in (enrolment, untouched):
        shown = {number for _id, number in kept(learner if each is enrolment else other, "first")}
        assert shown == set(queries.get_evidence(each.id).revisions)


def test_reading_is_reading_in_the_own_enrolment() -> None:
    learner, module = make_user(), make_module()
    enrolment, neighbour = make_enrolment(learner, module), make_enrolment(make_user(), module)
    before, after = service.mark_read(actor_of(learner), module.slug, "first", "en")
    assert (before.read, after.read) == (frozenset(), {"first"})
    service.keep_place(actor_of(learner), module.slug, "second", "second-two", "lt")
    standing = queries.get_standing(enrolment.id)
    assert standing.read == {"first"}
    assert (standing.place_lesson, standing.place_block) == ("second", "second-two")
    assert standing.started_at is not None
    assert queries.get_standing(neighbour.id).started_at is None


def test_nobody_reads_where_they_are_not() -> None:
    learner, module = make_user(), make_module()
    with pytest.raises(Conflict):
        service.mark_read(actor_of(learner), module.slug, "first", "lt")
    with pytest.raises(NotFound):
        service.mark_read(actor_of(learner), "no-such-module", "first", "lt")
    make_enrolment(learner, module, left_at=clock.now())
    with pytest.raises(Conflict):
        service.keep_place(actor_of(learner), module.slug, "first", None, "lt")
