"""What counts as studying, and which enrolments have been quiet for a while; for other statements."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from lms.domain.assessment import rules as assessment
from lms.domain.assessment.models import Answer, Attempt, GroupMember, Submission
from lms.domain.content.models import Module
from lms.domain.learning.models import Achievement, Enrolment
from lms.foundation import db

# Its own name stands nine times in statements that the driver keeps only while they are short.
_Work = db.shared_alias(Submission, "work")


def studied_since(moment: Any) -> ColumnElement[bool]:
    """Say whether anything was read, tried, written, handed in or achieved in the enrolment since then.

    Who has only just enrolled has not stopped.
    """
    tried = exists().where(
        Attempt.enrolment_id == Enrolment.id,
        or_(Attempt.started_at > moment, Attempt.submitted_at > moment),
    )
    answered = exists().where(
        Attempt.enrolment_id == Enrolment.id, Answer.attempt_id == Attempt.id, Answer.saved_at > moment
    )
    # What has not happened is not later than anything: without saying so it would be unknown.
    touched = (Enrolment.started_at, Enrolment.place_at, Enrolment.completed_at)
    written = or_(_Work.draft_saved_at > moment, _Work.handed_in_at > moment)
    achieved = exists().where(Achievement.enrolment_id == Enrolment.id, Achievement.achieved_at > moment)
    return or_(
        Enrolment.enrolled_at > moment,
        *(and_(at.is_not(None), at > moment) for at in touched),
        tried,
        answered,
        _has_work(written),
        achieved,
    )


def is_quiet(since: Any) -> ColumnElement[bool]:
    """Say whether an enrolment is open, lies untouched since then and waits for nobody but its learner."""
    return and_(waits_for_learner(), ~studied_since(since))


def waits_for_learner() -> ColumnElement[bool]:
    """Say whether an enrolment is open, its module on offer, and nobody marks or grades anything in it."""
    on_offer = exists().where(Module.id == Enrolment.module_id, Module.withdrawn_at.is_(None))
    is_marked = exists().where(Attempt.enrolment_id == Enrolment.id, Attempt.is_waiting)
    is_graded = _has_work(_Work.state == assessment.HANDED_IN)
    return and_(
        Enrolment.left_at.is_(None),
        Enrolment.completed_at.is_(None),
        on_offer,
        ~is_marked,
        ~is_graded,
    )


def _has_work(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say whether a work of the enrolment is so, its learner's own or that of their group."""
    shared = (
        select(GroupMember.submission_id)
        .where(GroupMember.enrolment_id == Enrolment.id, GroupMember.left_at.is_(None))
        .correlate(Enrolment)
    )
    return or_(
        # By their learner too, which has an index of its own.
        exists().where(
            _Work.learner_id == Enrolment.learner_id, _Work.enrolment_id == Enrolment.id, condition
        ),
        exists().where(_Work.id.in_(shared), condition),
    )
