"""Enrolling in programmes and modules, leaving them and coming back; nothing done is ever lost."""

from datetime import datetime

from lms.domain.accounts.actor import Actor
from lms.domain.catalogue import queries as catalogue
from lms.domain.learning import queries
from lms.domain.learning.events import LearnerEnrolled
from lms.domain.learning.models import Enrolment, ProgrammeEnrolment
from lms.domain.learning.service import completing
from lms.foundation import clock, db, events
from lms.foundation.errors import Conflict, NotFound
from lms.foundation.i18n import gettext as _


def enrol_in_module(actor: Actor, module_id: int) -> Enrolment:
    """Give the learner a place in a single module, or the one that they had left."""
    if not queries.is_open(module_id):
        raise NotFound()
    is_new = _take_place(actor.id, module_id, clock.now())
    if is_new:
        events.publish(LearnerEnrolled(learner_id=actor.id, module_id=module_id))
    return _own_place(actor.id, module_id)


def enrol_in_programme(actor: Actor, programme_id: int) -> ProgrammeEnrolment:
    """Give the learner a place in a programme and in each of its modules, or those that they had left."""
    if not catalogue.is_open(programme_id):
        raise NotFound()
    # Modules before their programme, as every deed does, so that two deeds never wait for each other.
    now, module_ids = clock.now(), queries.list_open_module_ids(programme_id)
    for module_id in module_ids:
        _take_place(actor.id, module_id, now)
    queries.list_enrolments_for_change(actor.id, module_ids)
    is_new = db.insert_once(
        ProgrammeEnrolment, learner_id=actor.id, programme_id=programme_id, enrolled_at=now
    )
    place = queries.find_programme_enrolment(actor.id, programme_id)
    assert place is not None
    place.left_at = None
    if is_new:
        events.publish(LearnerEnrolled(learner_id=actor.id, programme_id=programme_id))
    completing.complete_programme(place)
    return place


def leave_module(actor: Actor, module_id: int) -> None:
    """Let the learner go; their record stays, and they may come back to it."""
    place = queries.find_enrolment(actor.id, module_id)
    if place is None:
        raise NotFound()
    if place.completed_at is not None:
        raise Conflict(_("You have completed this module; it stays in your record."))
    place.left_at = place.left_at or clock.now()


def leave_programme(actor: Actor, programme_id: int) -> None:
    """Let the learner go from the programme and those of its modules that they were in only through it."""
    place = queries.find_programme_enrolment(actor.id, programme_id)
    if place is None:
        raise NotFound()
    if place.completed_at is not None:
        raise Conflict(_("You have completed this programme; it stays in your record."))
    if place.left_at is not None:
        return
    enrolments = queries.list_enrolments_for_change(actor.id, catalogue.modules_of(programme_id))
    place.left_at = clock.now()
    for enrolment in enrolments:
        if _was_there_only_through(place, enrolment):
            enrolment.left_at = enrolment.left_at or place.left_at


def ensure_enrolment(learner_id: int, module_id: int) -> Enrolment:
    """Return the learner's place in the module, made now if their programme has gained the module.

    Who is not in the module at all is refused: enrolling is the learner's own decision.
    """
    place = queries.find_enrolment(learner_id, module_id)
    if place is None and queries.is_open(module_id) and queries.is_in_programme_with(learner_id, module_id):
        _take_place(learner_id, module_id, clock.now())
        place = _own_place(learner_id, module_id)
    if place is None or place.left_at is not None:
        raise Conflict(_("Please enrol in the module first."))
    return place


def enrol_learners_of_programme(programme_id: int) -> None:
    """Give the learners of a programme their places in modules that have joined it."""
    now = clock.now()
    db.insert_absent(
        Enrolment,
        [
            {"learner_id": learner_id, "module_id": module_id, "enrolled_at": now}
            for learner_id, module_id in queries.list_missing_enrolments(programme_id)
        ],
    )


def _take_place(learner_id: int, module_id: int, now: datetime) -> bool:
    """Enrol or take back; tell whether the learner was never in the module before."""
    if db.insert_once(Enrolment, learner_id=learner_id, module_id=module_id, enrolled_at=now):
        return True
    _own_place(learner_id, module_id).left_at = None
    return False


def _own_place(learner_id: int, module_id: int) -> Enrolment:
    place = queries.find_enrolment(learner_id, module_id)
    if place is None:
        raise NotFound()
    return place


def _was_there_only_through(place: ProgrammeEnrolment, enrolment: Enrolment) -> bool:
    if enrolment.completed_at is not None or enrolment.enrolled_at < place.enrolled_at:
        return False
    return not queries.is_in_programme_with(place.learner_id, enrolment.module_id, besides=place.programme_id)
