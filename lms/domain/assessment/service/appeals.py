"""Appeals: a learner asks once for a grading to be looked at again, and gets an answer that is final."""

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import agreement, queries
from lms.domain.assessment.events import AppealDecided, AppealMade
from lms.domain.assessment.models import Appeal, Grading, Submission, SubmissionVersion
from lms.domain.assessment.queries.appeals import GRANTED, OPEN, UPHELD, WITHDRAWN
from lms.domain.assessment.service import annulling, results
from lms.domain.assessment.service.drafts import get_assignment
from lms.domain.assessment.service.grading import check_points
from lms.domain.assessment.service.results import Judgement
from lms.domain.content import queries as content
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotFound
from lms.foundation.i18n import gettext as _

LONGEST_APPEAL = 10_000


def make_appeal(actor: Actor, submission_id: int, grading_id: int, text: str, language: str) -> Appeal:
    """Let a learner appeal against the grading of their work; the same appeal sent twice is one."""
    submission = _own_work(actor, submission_id)
    version = queries.find_last_version(submission.id)
    standing = queries.find_grading(version.id) if version else None
    earlier = queries.find_appeal_about(grading_id)
    if earlier is not None and earlier.submission_id == submission.id:
        if earlier.text == text.strip():
            return earlier
        raise Conflict(_("An appeal against this grading has been made already."))
    if standing is None or standing.id != grading_id:
        raise Conflict(_("This grading does not stand any more."))
    if standing.basis == agreement.APPEAL:
        raise Conflict(_("This grading is the decision on an appeal, and that is final."))
    _check_words(text, _("Please write why you do not agree with the grading."), "appeal")
    appeal = Appeal(
        submission_id=submission.id,
        grading_id=grading_id,
        learner_id=actor.id,
        text=text.strip(),
        language=language,
        made_at=clock.now(),
        state=OPEN,
    )
    session.add(appeal)
    session.flush()
    audit.record(actor.label, "appeal-made", f"submission:{submission.id}", appeal=appeal.id)
    events.publish(
        AppealMade(
            appeal_id=appeal.id,
            submission_id=submission.id,
            learner_id=actor.id,
            module_id=submission.module_id,
            decider_ids=_deciders(submission, grading_id),
        )
    )
    return appeal


def withdraw_appeal(actor: Actor, submission_id: int) -> None:
    """Let the learner take back an appeal that nobody has decided yet."""
    submission = _own_work(actor, submission_id)
    if not withdraw_open_appeal(submission.id):
        raise Conflict(_("The appeal has been decided in the meantime."))
    audit.record(actor.label, "appeal-withdrawn", f"submission:{submission.id}")


def withdraw_open_appeal(submission_id: int) -> bool:
    """Close an open appeal because its learner goes on without it: improved work is graded anew."""
    appeal = queries.find_open_appeal(submission_id)
    if appeal is None:
        return False
    appeal.state, appeal.decided_at = WITHDRAWN, clock.now()
    return True


def uphold(actor: Actor, appeal_id: int, answer: str, language: str) -> Appeal:
    """Let the grading stand, with an answer to its learner."""
    submission, appeal = _open_appeal(actor, appeal_id, answer, UPHELD)
    if appeal.state == OPEN:
        _check_words(answer, _("Please write the answer to the learner."), "answer")
        _decide(actor, submission, appeal, UPHELD, answer, language)
    return appeal


def grant(actor: Actor, appeal_id: int, answer: str, judgement: Judgement) -> Appeal:
    """Give the learner a better grading in the place of the one appealed against, with an answer."""
    submission, appeal = _open_appeal(actor, appeal_id, answer, GRANTED)
    if appeal.state != OPEN:
        return appeal
    _check_words(answer, _("Please write the answer to the learner."), "answer")
    version = queries.find_last_version(submission.id)
    old = session.get_one(Grading, appeal.grading_id)
    if version is None or version.id != old.version_id or judgement.version_id != version.id:
        raise Conflict(_("This grading does not stand any more."))
    new = _grade_anew(actor, submission, version, old, answer, judgement)
    appeal.new_grading_id = new.id
    _decide(actor, submission, appeal, GRANTED, answer, judgement.language)
    return appeal


def _grade_anew(
    actor: Actor,
    submission: Submission,
    version: SubmissionVersion,
    old: Grading,
    answer: str,
    judgement: Judgement,
) -> Grading:
    assignment = get_assignment(content.get_revision(version.revision_id), submission.assignment)
    verdict = check_points(assignment, judgement, is_returned=False)
    if not agreement.is_more(verdict, old):
        raise Invalid(
            _("A granted appeal raises the result. Give more points, or let the grading stand."),
            "answer",
        )
    was_open_to_changes = submission.state != verdict.outcome
    annulling.take_back(actor, submission, old, answer.strip(), judgement.language)
    new = results.enter(actor, submission, version, judgement, verdict, agreement.APPEAL)
    results.conclude(actor, submission, version, new, is_registered=True, is_told=False)
    if was_open_to_changes:
        results.keep_newer_words(submission, version)
    return new


def _decide(
    actor: Actor, submission: Submission, appeal: Appeal, state: str, answer: str, language: str
) -> None:
    appeal.state, appeal.decided_at, appeal.decided_by_id = state, clock.now(), actor.id
    appeal.answer, appeal.answer_language = answer.strip(), language
    audit.record(actor.label, f"appeal-{state}", f"submission:{submission.id}", appeal=appeal.id)
    events.publish(
        AppealDecided(
            appeal_id=appeal.id,
            submission_id=submission.id,
            learner_ids=tuple(member.learner_id for member in queries.list_members(submission)),
            decided_by_id=actor.id,
            module_id=submission.module_id,
            is_granted=state == GRANTED,
        )
    )


def _own_work(actor: Actor, submission_id: int) -> Submission:
    submission = queries.get_submission_for_change(submission_id)
    if actor.id not in {member.learner_id for member in queries.list_members(submission)}:
        raise NotFound()
    return submission


def _open_appeal(actor: Actor, appeal_id: int, answer: str, state: str) -> tuple[Submission, Appeal]:
    """Return an open appeal with its work held; one that was decided just so is given once more."""
    submission = queries.get_submission_for_change(queries.get_appeal_for_change(appeal_id).submission_id)
    results.check_is_others_work(actor, submission)
    appeal = queries.get_appeal_for_change(appeal_id)
    is_same = (appeal.state, appeal.decided_by_id, appeal.answer) == (state, actor.id, answer.strip())
    if appeal.state == WITHDRAWN:
        raise Conflict(_("The learner has withdrawn the appeal, so there is nothing to decide."))
    if appeal.state != OPEN and not is_same:
        raise Conflict(_("The appeal has been decided in the meantime."))
    if appeal.state == OPEN and actor.id not in _deciders(submission, appeal.grading_id):
        raise Conflict(_("Somebody else decides on this appeal, because you had a part in the grading."))
    return submission, appeal


def _deciders(submission: Submission, grading_id: int) -> tuple[int, ...]:
    learners = queries.list_learner_ids(submission)
    deciders = queries.list_deciders(submission.module_id, learners, queries.list_judges(grading_id))
    return tuple(sorted(deciders))


def _check_words(text: str, empty: str, field: str) -> None:
    if not text.strip():
        raise Invalid(empty, field)
    if len(text) > LONGEST_APPEAL:
        raise Invalid(_("Please write it more briefly."), field)
