"""Submissions as the deeds need them: drafts with their files and kept texts, versions, gradings."""

from sqlalchemy import select

from lms.domain.assessment.models import Grading, KeptText, Submission, SubmissionFile, SubmissionVersion
from lms.domain.assessment.queries.groups import WORKED_ON
from lms.foundation.db import session
from lms.foundation.errors import NotFound

# Asked with every saving of a draft, so made once.
_FOR_CHANGE = (
    select(Submission)
    .where(Submission.id == WORKED_ON)
    .with_for_update()
    .execution_options(populate_existing=True)
)


def find_submission_for_change(enrolment_id: int, assignment: str) -> Submission | None:
    """Return what the learner works on, as it is now; other deeds on it wait for this one.

    It is the group's work as long as they are in a group. While this deed waited for another one,
    they may have left it.
    """
    place = {"enrolment_id": enrolment_id, "assignment": assignment}
    submission = session.scalar(_FOR_CHANGE, place)
    if submission is not None and submission.is_shared:
        submission = session.scalar(_FOR_CHANGE, place)
    return submission


def get_submission(submission_id: int) -> Submission:
    """Return the work, or refuse; for rooms above, who link to it."""
    submission = session.get(Submission, submission_id)
    if submission is None:
        raise NotFound()
    return submission


def get_submission_for_change(submission_id: int) -> Submission:
    """Return the work as it is now, or refuse; other deeds on it wait for this one."""
    submission = session.scalar(
        select(Submission)
        .filter_by(id=submission_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if submission is None:
        raise NotFound()
    return submission


def list_draft_files(submission_id: int) -> list[SubmissionFile]:
    """Return the files of the draft in the order in which they were added."""
    return list(
        session.scalars(
            select(SubmissionFile)
            .filter_by(submission_id=submission_id, version_id=None)
            .order_by(SubmissionFile.id)
        )
    )


def list_version_files(version_id: int) -> list[SubmissionFile]:
    """Return the files of one version."""
    return list(
        session.scalars(select(SubmissionFile).filter_by(version_id=version_id).order_by(SubmissionFile.id))
    )


def list_kept_texts(submission_id: int) -> list[KeptText]:
    """Return the texts that were typed elsewhere while the draft went on, oldest first."""
    return list(
        session.scalars(select(KeptText).filter_by(submission_id=submission_id).order_by(KeptText.id))
    )


def find_last_version(submission_id: int) -> SubmissionVersion | None:
    """Return the work as it was handed in last."""
    return session.scalar(
        select(SubmissionVersion)
        .filter_by(submission_id=submission_id)
        .order_by(SubmissionVersion.number.desc())
        .limit(1)
    )


def find_grading(version_id: int) -> Grading | None:
    """Return the judgement of one version that stands, if it has been made."""
    return session.scalar(
        select(Grading)
        .filter_by(version_id=version_id, annulled_at=None)
        .execution_options(populate_existing=True)
    )
