"""What has to be known of a deed to tell of it; read from the rooms below, in the deed's transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from lms.domain.assessment import queries as assessment
from lms.domain.assessment.models import Grading, Submission, SubmissionVersion
from lms.domain.catalogue.models import PageRemark, Programme
from lms.domain.content import queries as content
from lms.domain.coordination.models import Invitation
from lms.domain.learning import overview
from lms.domain.learning import queries as learning
from lms.domain.learning.models import Enrolment
from lms.domain.messaging import queries as messaging
from lms.domain.messaging.models import Conversation
from lms.foundation.db import session

_versions, _works = SubmissionVersion.__table__.c, Submission.__table__.c
_VERSION = (
    select(_versions.submission_id, _versions.number, _versions.revision_id, _works.assignment)
    .join_from(SubmissionVersion.__table__, Submission.__table__, _works.id == _versions.submission_id)
    .where(_versions.id == bindparam("version_id"))
)


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is invited, and to what."""

    address: str
    language: str
    invited_by_id: int
    about: dict[str, Any]


def describe_message(message_id: int, conversation_id: int) -> dict[str, Any]:
    """Return what a notice says of a message: where it was written, never what."""
    conversation = session.get_one(Conversation, conversation_id)
    return {
        "conversation_id": conversation_id,
        "message_id": message_id,
        "is_first": messaging.is_first_message(message_id, conversation_id),
        "module_title": conversation.module_title,
        "lesson_title": conversation.lesson_title,
    }


def describe_version(version_id: int) -> dict[str, Any]:
    """Return what a notice says of work that was handed in."""
    row = session.execute(_VERSION, {"version_id": version_id}).one()
    return describe_handed_in(row.submission_id, row.number, row.revision_id, row.assignment)


def describe_handed_in(submission_id: int, number: int, revision_id: int, assignment: str) -> dict[str, Any]:
    """Return what a notice says of handed-in work of which all is known, without a statement more."""
    module = content.get_revision(revision_id)
    asked = module.assignment(assignment)
    return {
        "submission_id": submission_id,
        "number": number,
        "module_id": module.module_id,
        "module": module.slug,
        "module_title": dict(module.title),
        "assignment": assignment,
        "assignment_title": dict(asked.title) if asked else {},
    }


def describe_grading(grading_id: int) -> dict[str, Any]:
    """Return what a notice says of a judgement: on what, never which."""
    return describe_version(session.get_one(Grading, grading_id).version_id)


def describe_completion(enrolment_id: int) -> tuple[dict[str, Any], datetime | None]:
    """Return what a notice says of a completed module, and when it was completed."""
    enrolment = session.get_one(Enrolment, enrolment_id)
    assert enrolment.completed_revision_id is not None
    module = content.get_revision(enrolment.completed_revision_id)
    about = {"module_id": enrolment.module_id, "module": module.slug, "module_title": dict(module.title)}
    return about, enrolment.completed_at


def describe_next_step(learner_id: int) -> dict[str, Any] | None:
    """Return what a reminder names: the very thing that My learning shows first; None if nothing is left."""
    standings = learning.list_standings(learner_id)
    revisions = content.get_revisions([standing.revision_id for standing in standings])
    found = overview.courses(standings, revisions, assessment.list_keys_in_grading(learner_id))
    course = overview.next_course(
        overview.in_order(found, learning.list_programme_places(learner_id)).values()
    )
    if course is None or course.step is None:
        return None
    lesson = course.module.lesson(course.step.subject) if course.step.kind == "read" else None
    return {
        "module": course.module.slug,
        "module_title": dict(course.module.title),
        "kind": course.step.kind,
        "subject": course.step.subject,
        "lesson_title": dict(lesson.title) if lesson else {},
        "minutes": lesson.minutes if lesson else 0,
    }


def describe_invitation(invitation_id: int) -> Invited:
    """Return who is invited and what the letter says."""
    invitation = session.get_one(Invitation, invitation_id)
    programme = session.get_one(Programme, invitation.programme_id)
    about = {"invitation_id": invitation.id, "name": invitation.name, "programme_title": programme.title}
    return Invited(invitation.email, invitation.language, invitation.invited_by_id, about)


def describe_remark(remark_id: int) -> tuple[int | None, dict[str, Any]]:
    """Return who made a remark about a page, if they have an account, and what a notice says of it."""
    remark = session.get_one(PageRemark, remark_id)
    return remark.author_id, {"remark_id": remark.id, "page": remark.page}


def is_invitation_open(invitation_id: int) -> bool:
    """Whether the invitation still stands, for a letter that has waited."""
    invitation = session.get(Invitation, invitation_id)
    return invitation is not None and invitation.withdrawn_at is None
