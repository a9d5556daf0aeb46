"""Grading: one judgement for each version, by somebody else than its learner."""

from contextlib import suppress

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import agreement, queries, rules
from lms.domain.assessment.models import Grading, GradingDraft, Opinion, Submission
from lms.domain.assessment.service import opinions, results
from lms.domain.assessment.service.drafts import get_assignment
from lms.domain.assessment.service.results import AlreadyGraded, Judgement
from lms.domain.content import queries as content
from lms.domain.content.compiled import Assignment
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotFound
from lms.foundation.i18n import gettext as _


def grade(actor: Actor, submission_id: int, judgement: Judgement) -> Grading | Opinion:
    """Judge the work by its points, enter the result in the register, tell the learner.

    Where two grade, this is one opinion, and the result comes when they agree.
    """
    return _judge(actor, submission_id, judgement, is_returned=False)


def return_for_improvement(actor: Actor, submission_id: int, judgement: Judgement) -> Grading | Opinion:
    """Give the work back to its learner with a word on what to improve."""
    if not judgement.comment.strip() and not any(text.strip() for text in judgement.comments.values()):
        raise Invalid(_("Please tell the learner in a comment what to improve."), "comment")
    return _judge(actor, submission_id, judgement, is_returned=True)


def keep_draft(actor: Actor, submission_id: int, judgement: Judgement) -> GradingDraft:
    """Keep what a grader has in mind; the learner learns of it when it is released."""
    submission = queries.get_submission_for_change(submission_id)
    assignment = _assignment_to_judge(actor, submission, judgement)
    check_points(assignment, judgement, is_returned=True)
    draft = queries.find_grading_draft(judgement.version_id, actor.id)
    if draft is None:
        draft = GradingDraft(submission_id=submission.id, version_id=judgement.version_id, grader_id=actor.id)
        session.add(draft)
    draft.points, draft.comments = dict(judgement.points), dict(judgement.comments)
    draft.comment, draft.language, draft.saved_at = judgement.comment, judgement.language, clock.now()
    draft.is_complete = all(judgement.points.get(each.key) is not None for each in assignment.criteria)
    session.flush()
    return draft


def release_drafts(actor: Actor) -> list[Grading | Opinion]:
    """Release all complete judgements of this grader, oldest work first; the learners are told of each."""
    released: list[Grading | Opinion] = []
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
    results.check_is_others_work(actor, submission)
    if queries.find_grading(judgement.version_id) is not None:
        raise AlreadyGraded(_("This work has been graded in the meantime."))
    version = queries.find_last_version(submission.id)
    if version is None or version.id != judgement.version_id:
        raise NotFound()
    if any(each.grader_id == actor.id for each in queries.list_open_opinions(version.id)):
        raise AlreadyGraded(_("You have given your judgement of this work already."))
    return get_assignment(content.get_revision(version.revision_id), submission.assignment)


def _judge(actor: Actor, submission_id: int, judgement: Judgement, *, is_returned: bool) -> Grading | Opinion:
    submission = queries.get_submission_for_change(submission_id)
    results.check_is_others_work(actor, submission)
    version = queries.find_last_version(submission.id)
    if version is None:
        raise NotFound()
    earlier = queries.find_grading(judgement.version_id)
    if earlier is not None:
        return _same_or_refuse(earlier, actor, judgement, is_returned=is_returned)
    if version.id != judgement.version_id:
        raise NotFound()
    assignment = get_assignment(content.get_revision(version.revision_id), submission.assignment)
    verdict = check_points(assignment, judgement, is_returned=is_returned)
    draft = queries.find_grading_draft(version.id, actor.id)
    if assignment.graders == 2:
        judged = opinions.give(actor, submission, version, judgement, verdict, is_returned=is_returned)
    else:
        judged = results.enter(actor, submission, version, judgement, verdict)
        results.conclude(actor, submission, version, judged, is_registered=not is_returned)
    if draft is not None:
        session.delete(draft)
    return judged


def check_points(assignment: Assignment, judgement: Judgement, *, is_returned: bool) -> rules.Verdict:
    """Return what the points come to; refuse those of no level, and missing ones where all are needed."""
    for criterion in assignment.criteria:
        points = judgement.points.get(criterion.key)
        if points is None and not is_returned:
            raise Invalid(_("Please choose the points for every criterion."), f"points-{criterion.key}")
        if points is not None and points not in rules.level_points(criterion):
            raise Invalid(_("Please choose one of the levels."), f"points-{criterion.key}")
    return rules.judge(assignment, judgement.points, is_returned=is_returned)


def _same_or_refuse(
    earlier: Grading, actor: Actor, judgement: Judgement, *, is_returned: bool
) -> Grading | Opinion:
    """The same form sent twice is one judgement; a second judgement is refused and changes nothing."""
    is_alone = earlier.basis == agreement.ONE and earlier.grader_id == actor.id
    own = earlier if is_alone else queries.find_opinion_in(earlier.id, actor.id)
    if opinions.find_same(own, judgement, is_returned=is_returned):
        return earlier
    raise AlreadyGraded(_("This work has been graded in the meantime."))
