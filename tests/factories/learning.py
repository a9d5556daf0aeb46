"""Enrolments, readings and achievements."""

from typing import Any

from lms.domain.learning.models import Achievement, Enrolment, ProgrammeEnrolment, Reading
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.content import make_module


def make_enrolment(learner: Any = None, module: Any = None, **values: Any) -> Enrolment:
    """A learner's place in a compiled module."""
    learner, module = learner or make_user(), module or make_module()
    enrolment = Enrolment(
        **{
            "learner_id": learner.id,
            "module_id": module.module_id,
            "enrolled_at": clock.now(),
            **values,
        }
    )
    session.add(enrolment)
    session.flush()
    return enrolment


def make_completed_enrolment(learner: Any = None, module: Any = None, **values: Any) -> Enrolment:
    """A learner who has completed a compiled module just now, in Lithuanian."""
    module = module or make_module()
    return make_enrolment(
        learner,
        module,
        **{
            "started_at": clock.now(),
            "completed_at": clock.now(),
            "completed_revision_id": module.revision_id,
            "completed_language": "lt",
            "completed_rule": [requirement.key for requirement in module.requirements],
            "completed_minutes": module.minutes,
            **values,
        },
    )


def make_programme_enrolment(learner: Any, programme: Any, **values: Any) -> ProgrammeEnrolment:
    """A learner's place in a programme, without places in its modules."""
    place = ProgrammeEnrolment(
        **{
            "learner_id": learner.id,
            "programme_id": programme.id,
            "enrolled_at": clock.now(),
            **values,
        }
    )
    session.add(place)
    session.flush()
    return place


def make_reading(enrolment: Enrolment, lesson: str, module: Any, **values: Any) -> Reading:
    """A lesson of the compiled module marked as read."""
    reading = Reading(
        **{
            "enrolment_id": enrolment.id,
            "lesson": lesson,
            "read_at": clock.now(),
            "revision_id": module.revision_id,
            "language": "lt",
            **values,
        }
    )
    session.add(reading)
    session.flush()
    return reading


def make_achievement(enrolment: Enrolment, key: str, module: Any, **values: Any) -> Achievement:
    """A requirement of the compiled module that the learner has met."""
    achievement = Achievement(
        **{
            "enrolment_id": enrolment.id,
            "requirement_key": key,
            "score": 8,
            "max_score": 10,
            "is_passed": True,
            "achieved_at": clock.now(),
            "revision_id": module.revision_id,
            "language": "lt",
            "source": "test",
            **values,
        }
    )
    session.add(achievement)
    session.flush()
    return achievement
