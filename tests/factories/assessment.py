"""Attempts, submissions, versions and gradings."""

import io
from datetime import timedelta
from typing import Any

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.assessment import rules
from lms.domain.assessment.models import (
    Answer,
    Appeal,
    Attempt,
    Grading,
    GroupInvitation,
    GroupMember,
    Opinion,
    SavedComment,
    Submission,
    SubmissionFile,
    SubmissionVersion,
    UnfinishedUpload,
)
from lms.domain.learning.models import Enrolment
from lms.foundation import clock, storage
from lms.foundation.db import session
from lms.foundation.uploads import CheckedUpload, check_upload
from tests.factories.accounts import make_user
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment


def actor_of(user: User, **duties: Any) -> Actor:
    """The person as policies and services see them; duties as in Actor."""
    return Actor(id=user.id, name=user.name, email=user.email, **duties)


def make_attempt(enrolment: Enrolment | None = None, module: Any = None, **values: Any) -> Attempt:
    """An open first attempt at the quiz `final`; `answers` by question may be given."""
    module = module or make_module()
    enrolment = enrolment or make_enrolment(module=module)
    answers = values.pop("answers", {})
    attempt = Attempt(
        **{
            "enrolment_id": enrolment.id,
            "learner_id": enrolment.learner_id,
            "module_id": module.module_id,
            "revision_id": module.revision_id,
            "quiz": "final",
            "number": 1,
            "started_at": clock.now(),
            **values,
        }
    )
    session.add(attempt)
    session.flush()
    for question, value in answers.items():
        session.add(
            Answer(attempt_id=attempt.id, question=question, value=value, language="lt", saved_at=clock.now())
        )
    session.flush()
    return attempt


def make_submission(enrolment: Enrolment | None = None, module: Any = None, **values: Any) -> Submission:
    """A draft of the assignment `actor-map`; other states come with make_version."""
    module = module or make_module()
    enrolment = enrolment or make_enrolment(module=module)
    submission = Submission(
        **{
            "enrolment_id": enrolment.id,
            "learner_id": enrolment.learner_id,
            "module_id": module.module_id,
            "revision_id": module.revision_id,
            "assignment": "actor-map",
            "draft_text": "Juodraštis",
            "draft_language": "lt",
            "draft_serial": 1,
            "created_at": clock.now(),
            **values,
        }
    )
    session.add(submission)
    session.flush()
    return submission


def make_version(
    submission: Submission | None = None, module: Any = None, **values: Any
) -> SubmissionVersion:
    """The work handed in and waiting to be graded."""
    module = module or make_module()
    submission = submission or make_submission(module=module)
    version = SubmissionVersion(
        **{
            "submission_id": submission.id,
            "number": 1,
            "text": submission.draft_text,
            "language": submission.draft_language,
            "revision_id": module.revision_id,
            "handed_in_at": clock.now(),
            "receipt": rules.new_receipt(),
            **values,
        }
    )
    session.add(version)
    submission.state, submission.handed_in_at = rules.HANDED_IN, version.handed_in_at
    session.flush()
    return version


def _seven_points() -> dict[str, Any]:
    """What a grader says of a work that passes with seven points of twelve."""
    return {
        "outcome": rules.GRADED,
        "points": {"problem": 2, "sectors": 2, "ties": 2, "conclusion": 1},
        "comments": {},
        "comment": "Geras darbas.",
        "total": 7,
        "max_total": 12,
        "is_passed": True,
        "language": "lt",
    }


def make_grading(version: SubmissionVersion, **values: Any) -> Grading:
    """A passing judgement of the version by somebody."""
    submission = session.get_one(Submission, version.submission_id)
    grading = Grading(
        **{
            "submission_id": submission.id,
            "version_id": version.id,
            **_seven_points(),
            "graded_at": clock.now(),
            **values,
        }
    )
    if grading.grader_id is None:
        grading.grader_id = make_user().id
    session.add(grading)
    submission.state = grading.outcome
    session.flush()
    return grading


def make_opinion(version: SubmissionVersion, **values: Any) -> Opinion:
    """What one of two graders has judged of the version: that it passes with seven points."""
    opinion = Opinion(
        **{
            "submission_id": version.submission_id,
            "version_id": version.id,
            "is_returned": False,
            **_seven_points(),
            "given_at": clock.now(),
            **values,
        }
    )
    if opinion.grader_id is None:
        opinion.grader_id = make_user().id
    session.add(opinion)
    session.flush()
    return opinion


def make_appeal(grading: Grading, **values: Any) -> Appeal:
    """An appeal of the work's learner against the grading, which nobody has decided yet."""
    appeal = Appeal(
        **{
            "submission_id": grading.submission_id,
            "grading_id": grading.id,
            "learner_id": session.get_one(Submission, grading.submission_id).learner_id,
            "text": "Ryšiai aprašyti trečioje pastraipoje.",
            "language": "lt",
            "made_at": clock.now(),
            **values,
        }
    )
    session.add(appeal)
    session.flush()
    return appeal


def make_group(submission: Submission, *enrolments: Enrolment, left: Enrolment | None = None) -> Submission:
    """The work as that of a group: its learner's and these others'; `left` was in it and is not any more."""
    submission.is_shared = True
    own = session.get_one(Enrolment, submission.enrolment_id)
    for enrolment in (own, *enrolments, *([left] if left else [])):
        session.add(
            GroupMember(
                submission_id=submission.id,
                enrolment_id=enrolment.id,
                learner_id=enrolment.learner_id,
                assignment=submission.assignment,
                joined_at=clock.now() - timedelta(days=2),
                left_at=clock.now() - timedelta(days=1) if enrolment is left else None,
            )
        )
    session.flush()
    return submission


def make_group_invitation(submission: Submission, address: str, **values: Any) -> GroupInvitation:
    """An open invitation to the group, sent by the work's learner."""
    invitation = GroupInvitation(
        **{
            "submission_id": submission.id,
            "address": address,
            "invited_by_id": submission.learner_id,
            "invited_at": clock.now(),
            "state": "open",
            **values,
        }
    )
    session.add(invitation)
    session.flush()
    return invitation


def make_saved_comment(author: User, submission: Submission, **values: Any) -> SavedComment:
    """Words that this author keeps for the criterion `ties` of the submission's assignment."""
    comment = SavedComment(
        **{
            "author_id": author.id,
            "module_id": submission.module_id,
            "assignment": submission.assignment,
            "criterion": "ties",
            "text": "Trūksta ryšių tarp veikėjų.",
            "language": "lt",
            "created_at": clock.now(),
            **values,
        }
    )
    session.add(comment)
    session.flush()
    return comment


def make_file(submission: Submission, **values: Any) -> SubmissionFile:
    """A small text file of the draft, or of a version by `version_id`; its bytes are in the storage."""
    content = values.pop("content", b"Zinoma, tekstas.")
    upload = make_upload(values.pop("name", "planas.txt"), content)
    key = upload.new_storage_name("submissions")
    storage.current().put(key, upload.content)
    file = SubmissionFile(
        **{
            "submission_id": submission.id,
            "name": upload.file_name,
            "media_type": upload.media_type,
            "size": upload.size,
            "sha256": upload.sha256,
            "storage_key": key,
            "uploaded_at": clock.now(),
            **values,
        }
    )
    session.add(file)
    session.flush()
    return file


def make_upload(name: str = "planas.txt", content: bytes = b"Zinoma, tekstas.") -> CheckedUpload:
    """A file that has passed the checks."""
    return check_upload(io.BytesIO(content), name)


def make_unfinished(learner_id: int, module: Any, **values: Any) -> UnfinishedUpload:
    """A file of ten bytes for the assignment `actor-map` that its owner has begun to send."""
    now = clock.now()
    upload = UnfinishedUpload(
        **{
            "learner_id": learner_id,
            "module_id": module.module_id,
            "assignment": "actor-map",
            "name": "planas.txt",
            "size": 10,
            "modified": "1",
            "started_at": now,
            "touched_at": now,
            **values,
        }
    )
    session.add(upload)
    session.flush()
    return upload
