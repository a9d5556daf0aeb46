"""What has to be known of attempts and of more time to tell of them; read in the deed's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.domain.assessment import timing
from lms.domain.assessment.models import Attempt, Remarking, TimeExtension
from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.learning import queries as learning
from lms.foundation.db import session


def describe_attempt(attempt_id: int) -> dict[str, Any]:
    """Return what a notice says of an attempt: at which quiz, never what was answered or how well."""
    attempt = session.get_one(Attempt, attempt_id)
    about = _describe_quiz(content.get_revision(attempt.revision_id), attempt.quiz)
    return {**about, "attempt_id": attempt.id, "number": attempt.number}


def describe_extension(extension_id: int) -> tuple[datetime, dict[str, Any]]:
    """Return when more time was given, and how many minutes that makes in all (0 for no limit); never why."""
    extension = session.get_one(TimeExtension, extension_id)
    revision_id = learning.find_current_revision_id(extension.module_id)
    assert revision_id is not None
    module = content.get_revision(revision_id)
    quiz = module.quiz(extension.quiz)
    more = timing.More(extension.minutes, extension.percent)
    minutes = timing.allowed_minutes(quiz.time_limit_minutes, more) if quiz else None
    return extension.granted_at, {**_describe_quiz(module, extension.quiz), "minutes": minutes or 0}


def describe_remarkings(remarking_ids: Sequence[int]) -> tuple[dict[str, Any], int, dict[int, int]]:
    """Return at which quiz attempts were marked again, by whose decision, and whose: each with its number.

    Of several attempts of one learner the last one is named; never what was answered or how well.
    """
    rows = session.execute(
        select(
            Attempt.learner_id,
            Attempt.number,
            Attempt.quiz,
            Remarking.to_revision_id,
            Remarking.decided_by_id,
        )
        .join(Attempt, Attempt.id == Remarking.attempt_id)
        .where(Remarking.id.in_(remarking_ids))
        .order_by(Attempt.number)
    ).all()
    about = _describe_quiz(content.get_revision(rows[0].to_revision_id), rows[0].quiz)
    return about, rows[0].decided_by_id, {row.learner_id: row.number for row in rows}


def _describe_quiz(module: Module, slug: str) -> dict[str, Any]:
    quiz = module.quiz(slug)
    return {
        "module_id": module.module_id,
        "module": module.slug,
        "module_title": dict(module.title),
        "quiz": slug,
        "quiz_title": dict(quiz.title) if quiz else {},
    }
