"""Grading: one judgement for each version, by somebody else than its learner."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import queries, rules
from lms.domain.assessment.events import SubmissionGraded
from lms.domain.assessment.models import (
    Grading,
    GradingDraft,
    Submission,
    SubmissionFile,
    SubmissionVersion,
)
from lms.domain.assessment.service.drafts import get_assignment
from lms.domain.content import queries as content
from lms.domain.content.compiled import Assignment
from lms.domain.learning import service as register
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from lms.foundation.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a grader has filled in; `version_id` says which version they had before them."""

    version_id: int
    language: str
    points: Mapping[str, int | None] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


class AlreadyGraded(Conflict):
    """Somebody has judged this version in the meantime; their judgement stands."""


def grade(actor: Actor, submission_id: int, judgement: Judgement) -> Grading:
    """Judge the work by its points, enter the result in the register, tell the learner."""
    return _judge(actor, submission_id, judgement, is_returned=False)


def return_for_improvement(actor: Actor, submission_id: int, judgement: Judgement) -> Grading:
    """Give the work back to its learner with a word on what to improve."""
    if not judgement.comment.strip() and not any(text.strip() for text in judgement.comments.values()):
        raise Invalid(_("Please tell the learner in a comment what to improve."), "comment")
    return _judge(actor, submission_id, judgement, is_returned=True)


def keep_draft(actor: Actor, submission_id: int, judgement: Judgement) -> GradingDraft:
    """Keep what a grader has in mind; the learner learns of it when it is released."""
    submission = queries.get_submission_for_change(submission_id)
    assignment = _assignment_to_judge(actor, submission, judgement)
    _verdict(assignment, judgement, is_returned=True)
    draft = queries.find_grading_draft(judgement.version_id, actor.id)
    if draft is None:
        draft = GradingDraft(submission_id=submission.id, version_id=judgement.version_id, grader_id=actor.id)
        session.add(draft)
    draft.points, draft.comments = dict(judgement.points), dict(judgement.comments)
    draft.comment, draft.language, draft.saved_at = judgement.comment, judgement.language, clock.now()
    draft.is_complete = all(judgement.points.get(each.key) is not None for each in assignment.criteria)
    session.flush()
    return draft


def release_drafts(actor: Actor) -> list[Grading]:
    """Release all complete judgements of this grader, oldest work first; the learners are told of each."""
    released = []
    for submission_id, draft in queries.list_grading_drafts(actor).items():
        if not draft.is_complete:
            continue
        judgement = Judgement(draft.version_id, draft.language, draft.points, draft.comments, draft.comment)
        # Of two graders the first one's judgement stands; the others are released all the same.
        with suppress(AlreadyGraded):
            released.append(grade(actor, submission_id, judgement))
    return released


def _assignment_to_judge(actor: Actor, submission: Submission, judgement: Judgement) -> Assignment:
    """Return what was asked of the version that waits; refuse where it does not wait for this grader."""
    if submission.learner_id == actor.id:
        raise NotAllowed()
    if queries.find_grading(judgement.version_id) is not None:
        raise AlreadyGraded(_("This work has been graded in the meantime."))
    version = queries.find_last_version(submission.id)
    if version is None or version.id != judgement.version_id:
        raise NotFound()
    return get_assignment(content.get_revision(version.revision_id), submission.assignment)


def _judge(actor: Actor, submission_id: int, judgement: Judgement, *, is_returned: bool) -> Grading:
    submission = queries.get_submission_for_change(submission_id)
    if submission.learner_id == actor.id:
        raise NotAllowed()
    version = queries.find_last_version(submission.id)
    if version is None:
        raise NotFound()
    earlier = queries.find_grading(judgement.version_id)
    if earlier is not None:
        return _same_or_refuse(earlier, actor, judgement, is_returned=is_returned)
    if version.id != judgement.version_id:
        raise NotFound()
    assignment = get_assignment(content.get_revision(version.revision_id), submission.assignment)
    verdict = _verdict(assignment, judgement, is_returned=is_returned)
    grading = _enter(actor, submission, version, judgement, verdict)
    draft = queries.find_grading_draft(version.id, actor.id)
    if draft is not None:
        session.delete(draft)
    submission.state = verdict.outcome
    if verdict.outcome == rules.RETURNED:
        _give_files_back(version)
    _tell(actor, submission, grading)
    if not is_returned:
        _register(submission, version, grading)
    return grading


def _verdict(assignment: Assignment, judgement: Judgement, *, is_returned: bool) -> rules.Verdict:
    for criterion in assignment.criteria:
        points = judgement.points.get(criterion.key)
        if points is None and not is_returned:
            raise Invalid(_("Please choose the points for every criterion."), f"points-{criterion.key}")
        if points is not None and points not in rules.level_points(criterion):
            raise Invalid(_("Please choose one of the levels."), f"points-{criterion.key}")
    return rules.judge(assignment, judgement.points, is_returned=is_returned)


def _enter(
    actor: Actor,
    submission: Submission,
    version: SubmissionVersion,
    judgement: Judgement,
    verdict: rules.Verdict,
) -> Grading:
    grading = Grading(
        submission_id=submission.id,
        version_id=version.id,
        grader_id=actor.id,
        outcome=verdict.outcome,
        points=dict(judgement.points),
        comments={key: text for key, text in judgement.comments.items() if text.strip()},
        comment=judgement.comment,
        total=verdict.total,
        max_total=verdict.max_total,
        is_passed=verdict.is_passed,
        language=judgement.language,
        graded_at=clock.now(),
    )
    session.add(grading)
    session.flush()
    return grading


def _same_or_refuse(earlier: Grading, actor: Actor, judgement: Judgement, *, is_returned: bool) -> Grading:
    """The same form sent twice is one judgement; a second judgement is refused and changes nothing."""
    is_same = (
        earlier.grader_id == actor.id
        and earlier.points == dict(judgement.points)
        and earlier.comment == judgement.comment
        and (earlier.outcome == rules.RETURNED or not is_returned)
    )
    if is_same:
        return earlier
    raise AlreadyGraded(_("This work has been graded in the meantime."))


def _give_files_back(version: SubmissionVersion) -> None:
    """Let the learner go on from the files that were handed in; the version keeps its own."""
    for file in queries.list_version_files(version.id):
        session.add(
            SubmissionFile(
                submission_id=file.submission_id,
                name=file.name,
                media_type=file.media_type,
                size=file.size,
                sha256=file.sha256,
                storage_key=file.storage_key,
                uploaded_at=file.uploaded_at,
            )
        )


def _tell(actor: Actor, submission: Submission, grading: Grading) -> None:
    audit.record(
        actor.label,
        f"submission-{grading.outcome}",
        f"submission:{submission.id}",
        grading=grading.id,
        total=grading.total,
        max_total=grading.max_total,
    )
    events.publish(
        SubmissionGraded(
            submission_id=submission.id,
            grading_id=grading.id,
            learner_id=submission.learner_id,
            grader_id=actor.id,
            module_id=submission.module_id,
            outcome=grading.outcome,
        )
    )


def _register(submission: Submission, version: SubmissionVersion, grading: Grading) -> None:
    register.record_achievement(
        submission.enrolment_id,
        f"assignment:{submission.assignment}",
        score=grading.total,
        max_score=grading.max_total,
        is_passed=bool(grading.is_passed),
        language=version.language,
        revision_id=version.revision_id,
        source=f"grading:{grading.id}",
    )
