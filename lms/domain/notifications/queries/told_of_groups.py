"""What has to be known of a group to tell of it."""

from typing import Any

from lms.domain.assessment import queries as assessment
from lms.domain.assessment.models import SubmissionVersion
from lms.domain.content import queries as content
from lms.domain.content.models import Module
from lms.domain.notifications.queries import told
from lms.foundation.db import session


def describe_group(submission_id: int) -> dict[str, Any]:
    """Return what a notice says of a group: on which assignment it works."""
    submission = assessment.get_submission(submission_id)
    revision_id = session.get_one(Module, submission.module_id).current_revision_id or submission.revision_id
    assert revision_id is not None
    module = content.get_revision(revision_id)
    assignment = module.assignment(submission.assignment)
    return {
        "submission_id": submission.id,
        "module_id": module.module_id,
        "module": module.slug,
        "module_title": dict(module.title),
        "assignment": submission.assignment,
        "assignment_title": dict(assignment.title) if assignment else {},
    }


def describe_receipt(version_id: int) -> dict[str, Any]:
    """Return what a notice says of a group's work that was handed in, with its receipt."""
    version = session.get_one(SubmissionVersion, version_id)
    return {**told.describe_version(version_id), "receipt": version.receipt}


def list_invited(invitation_id: int, module_id: int) -> list[int]:
    """Return who gets to know of an invitation: one person, or nobody."""
    invitation = assessment.get_invitation(invitation_id)
    learner_id = assessment.find_invited_learner(invitation.address, module_id)
    return [learner_id] if learner_id is not None else []


def list_members(submission_id: int) -> list[int]:
    """Return whose work it is now."""
    members = assessment.list_members(assessment.get_submission(submission_id))
    return [member.learner_id for member in members]
