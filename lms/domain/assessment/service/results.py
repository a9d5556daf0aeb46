"""A result: entered once for each version, in the register and in the record, and told to its learner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import agreement, queries, rules
from lms.domain.assessment.events import SubmissionGraded
from lms.domain.assessment.models import Grading, KeptText, Submission, SubmissionVersion
from lms.domain.assessment.service import drafts
from lms.domain.learning import service as register
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, NotAllowed


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a grader has filled in; `version_id` says which version they had before them.

    `is_deciding` where they had two judgements before them that differ, and decide as the third.
    """

    version_id: int
    language: str
    points: Mapping[str, int | None] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    is_deciding: bool = False


class Words(Protocol):
    """The words of a judgement."""

    @property
    def comments(self) -> Mapping[str, str]: ...
    @property
    def comment(self) -> str: ...
    @property
    def language(self) -> str: ...


class Outcome(Protocol):
    """What a judgement comes to."""

    @property
    def outcome(self) -> str: ...
    @property
    def total(self) -> int | None: ...
    @property
    def max_total(self) -> int: ...
    @property
    def is_passed(self) -> bool | None: ...


class AlreadyGraded(Conflict):
    """Somebody has judged this version in the meantime; their judgement stands."""


def check_is_others_work(actor: Actor, submission: Submission) -> None:
    """Refuse whoever would judge what is their own work, whichever door they came through."""
    if actor.id in queries.list_learner_ids(submission):
        raise NotAllowed()


def enter(
    actor: Actor,
    submission: Submission,
    version: SubmissionVersion,
    judgement: Judgement,
    verdict: Outcome,
    basis: str = agreement.ONE,
) -> Grading:
    """Write a grader's own judgement down as the result of this version."""
    return write(
        submission, version, verdict, judgement, points=judgement.points, grader_id=actor.id, basis=basis
    )


def write(
    submission: Submission,
    version: SubmissionVersion,
    verdict: Outcome,
    words: Words,
    *,
    points: Mapping[str, Any],
    grader_id: int,
    basis: str,
) -> Grading:
    """Write the result of this version down, with the words that come with it."""
    grading = Grading(
        submission_id=submission.id,
        version_id=version.id,
        grader_id=grader_id,
        basis=basis,
        outcome=verdict.outcome,
        points=dict(points),
        comments={key: text for key, text in words.comments.items() if text.strip()},
        comment=words.comment,
        total=verdict.total,
        max_total=verdict.max_total,
        is_passed=verdict.is_passed,
        language=words.language,
        graded_at=clock.now(),
    )
    session.add(grading)
    session.flush()
    return grading


def conclude(
    actor: Actor,
    submission: Submission,
    version: SubmissionVersion,
    grading: Grading,
    *,
    is_registered: bool,
    is_told: bool = True,
) -> None:
    """Let the result count: the work is graded or goes back, the register knows, the learner is told."""
    submission.state = grading.outcome
    if grading.outcome == rules.RETURNED:
        _give_files_back(version)
    audit.record(
        actor.label,
        f"submission-{grading.outcome}",
        f"submission:{submission.id}",
        grading=grading.id,
        total=grading.total,
        max_total=grading.max_total,
    )
    members = queries.list_members(submission)
    if is_told:
        events.publish(
            SubmissionGraded(
                submission_id=submission.id,
                grading_id=grading.id,
                learner_ids=tuple(member.learner_id for member in members),
                grader_id=actor.id,
                module_id=submission.module_id,
                outcome=grading.outcome,
            )
        )
    for member in members if is_registered else ():
        _register(member.enrolment_id, submission, version, grading)


def keep_newer_words(submission: Submission, version: SubmissionVersion) -> None:
    """Keep what its learner has written since, where the work can no longer be written on."""
    known = {version.text, *(kept.text for kept in queries.list_kept_texts(submission.id))}
    if submission.draft_text.strip() and submission.draft_text not in known:
        session.add(
            KeptText(
                submission_id=submission.id,
                text=submission.draft_text,
                language=submission.draft_language,
                kept_at=clock.now(),
            )
        )


def _give_files_back(version: SubmissionVersion) -> None:
    """Let the learner go on from the files that were handed in; the version keeps its own."""
    # A work whose grading was annulled may have them back already.
    there = {file.storage_key for file in queries.list_draft_files(version.submission_id)}
    for file in queries.list_version_files(version.id):
        if file.storage_key in there:
            continue
        session.add(drafts.copy_file(file, file.submission_id))


def _register(
    enrolment_id: int, submission: Submission, version: SubmissionVersion, grading: Grading
) -> None:
    register.record_achievement(
        enrolment_id,
        f"assignment:{submission.assignment}",
        score=grading.total,
        max_score=grading.max_total,
        is_passed=bool(grading.is_passed),
        language=version.language,
        revision_id=version.revision_id,
        source=f"grading:{grading.id}",
    )
