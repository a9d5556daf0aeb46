"""Completion, reached exactly once: of a module, and of the programmes that hold it.

Whoever calls holds the enrolment's row (it has been locked or changed in this deed),
so two tabs or two processes never judge the same enrolment at the same moment.
"""

from lms.domain.accounts import queries as accounts
from lms.domain.content import queries as content
from lms.domain.learning import queries, rules
from lms.domain.learning.events import ModuleCompleted, ProgrammeCompleted
from lms.domain.learning.models import Achievement, Enrolment, ProgrammeEnrolment
from lms.domain.learning.standing import Standing
from lms.foundation import clock, events
from lms.foundation.db import session


def settle(enrolment: Enrolment, language: str) -> None:
    """Judge the enrolment by the register as it stands now, and complete it if nothing is missing."""
    session.flush()
    standing = queries.get_standing(enrolment.id)
    module = content.get_revision(standing.revision_id)
    keys = [requirement.key for requirement in module.requirements]
    if rules.READ in keys and rules.has_read_all(module, standing.read):
        _enter_reading(enrolment, standing, len(module.lessons), language)
    if not standing.is_completed and rules.is_complete(module, standing):
        _complete(enrolment, standing.revision_id, language, keys, module.minutes)
    session.flush()


def settle_after_publishing(module_id: int) -> None:
    """Complete those for whom a new revision leaves nothing to do, because it asks for less."""
    revision_id = queries.find_current_revision_id(module_id)
    if revision_id is None:
        return
    module = content.get_revision(revision_id)
    keys = [requirement.key for requirement in module.requirements]
    lessons = [lesson.slug for lesson in module.lessons] if rules.READ in keys else []
    tasks = [key for key in keys if key != rules.READ]
    for enrolment_id in queries.list_ready(module_id, tasks, lessons):
        enrolment = queries.get_enrolment_for_change(enrolment_id)
        settle(enrolment, enrolment.place_language or "lt")


def settle_after_withdrawal(module_id: int) -> None:
    """Complete programmes for learners to whom only the module that is gone was missing."""
    for place in queries.list_unfinished_programme_places(module_id):
        complete_programme(place)


def complete_programme(place: ProgrammeEnrolment) -> None:
    """Complete the programme if the learner has completed every module of it."""
    session.flush()
    has_modules = bool(queries.list_open_module_ids(place.programme_id))
    if place.completed_at or not has_modules:
        return
    if queries.count_missing_modules(place.learner_id, place.programme_id):
        return
    place.completed_at = clock.now()
    events.publish(
        ProgrammeCompleted(
            programme_enrolment_id=place.id, learner_id=place.learner_id, programme_id=place.programme_id
        )
    )


def _complete(enrolment: Enrolment, revision_id: int, language: str, rule: list[str], minutes: int) -> None:
    # The institution is that of today, so that reports stay true when the person moves on.
    enrolment.completed_institution_id = accounts.get_user(enrolment.learner_id).institution_id
    enrolment.completed_at = clock.now()
    enrolment.completed_revision_id = revision_id
    enrolment.completed_language = language
    enrolment.completed_rule = rule
    enrolment.completed_minutes = minutes
    events.publish(
        ModuleCompleted(
            enrolment_id=enrolment.id, learner_id=enrolment.learner_id, module_id=enrolment.module_id
        )
    )
    for place in queries.list_open_programmes_for_change(enrolment.learner_id, enrolment.module_id):
        if place.left_at is None:
            complete_programme(place)


def _enter_reading(enrolment: Enrolment, standing: Standing, lessons: int, language: str) -> None:
    """Enter that everything was read; a lesson added later takes nothing away."""
    if rules.READ in standing.passed:
        return
    session.add(
        Achievement(
            enrolment_id=enrolment.id,
            requirement_key=rules.READ,
            score=lessons,
            max_score=lessons,
            is_passed=True,
            achieved_at=clock.now(),
            revision_id=standing.revision_id,
            language=language,
            source=f"readings:{enrolment.id}",
        )
    )
