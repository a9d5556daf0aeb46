"""Work that waits: for authors to grade, and, seen from the learner, for the authors."""

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import rules
from lms.domain.assessment.models import (
    Attempt,
    Grading,
    GroupMember,
    Opinion,
    Submission,
)
from lms.domain.assessment.queries.groups import is_by_others
from lms.domain.catalogue.models import ProgrammeModule
from lms.foundation.db import session

_submissions, _members = Submission.__table__.c, GroupMember.__table__.c
_attempts = Attempt.__table__.c
_ASSIGNMENT = (literal("assignment:") + _submissions.assignment).label("requirement")
_IN_GROUPS = select(_members.submission_id).where(
    _members.learner_id == bindparam("learner_id"), _members.left_at.is_(None)
)
_IN_GRADING = union_all(
    select(_submissions.module_id, _ASSIGNMENT).where(
        _submissions.learner_id == bindparam("learner_id"),
        _submissions.state == rules.HANDED_IN,
        _submissions.is_shared.is_(False),
    ),
    select(_submissions.module_id, _ASSIGNMENT).where(
        _submissions.id.in_(_IN_GROUPS), _submissions.state == rules.HANDED_IN
    ),
    select(_attempts.module_id, literal("quiz:") + _attempts.quiz).where(
        _attempts.learner_id == bindparam("learner_id"), _attempts.is_waiting.is_(True)
    ),
)


def list_keys_in_grading(learner_id: int) -> dict[int, set[str]]:
    """Return by module the requirements where the learner has handed in and now waits for somebody else."""
    rows = session.execute(_IN_GRADING, {"learner_id": learner_id})
    found: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        found[row.module_id].add(row.requirement)
    return dict(found)


def is_standing(version_id: Any) -> ColumnElement[bool]:
    """Say for a statement which grading of a version counts: the one that nobody has annulled."""
    return (Grading.version_id == version_id) & Grading.annulled_at.is_(None)


def answered_by(actor: Actor, module_id: Any) -> ColumnElement[bool]:
    """Say for a statement which modules this author answers for, by themselves or through a programme."""
    through_programmes: Any = select(ProgrammeModule.module_id).where(
        ProgrammeModule.programme_id.in_(actor.authored_programmes)
    )
    return or_(module_id.in_(actor.authored_modules), module_id.in_(through_programmes))


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """Say for a statement about submissions which of them wait for this author.

    Where two grade, what one has judged waits for another; where the two differ it waits for
    everybody else, and for each of the two until they have said that their own judgement stands.
    """
    return (
        (Submission.state == rules.HANDED_IN)
        & is_by_others(actor)
        & answered_by(actor, Submission.module_id)
        & ~has_said_all(actor.id)
    )


def has_said_all(grader_id: int) -> ColumnElement[bool]:
    """Say which submissions this grader has judged with nothing left to say, as one of two or three."""
    own, other = aliased(Opinion), aliased(Opinion)
    differs = exists().where(
        other.submission_id == own.submission_id, other.grading_id.is_(None), other.id != own.id
    )
    return exists().where(
        own.submission_id == Submission.id,
        own.grader_id == grader_id,
        own.grading_id.is_(None),
        or_(own.reply != "", ~differs),
    )


# How many have judged the work that waits, where two do: nobody, one, or two who differ.
OPINIONS_IN = (
    select(func.count())
    .select_from(Opinion)
    .where(Opinion.submission_id == Submission.id, Opinion.grading_id.is_(None))
    .correlate(Submission)
    .scalar_subquery()
)
