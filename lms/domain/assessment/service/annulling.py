"""Annulling a grading: it stays in the history, and the work waits to be graded anew."""

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import queries, rules
from lms.domain.assessment.events import GradingAnnulled
from lms.domain.assessment.models import Grading, Submission
from lms.domain.assessment.service import results
from lms.domain.learning import service as register
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotFound
from lms.foundation.i18n import gettext as _


def annul(actor: Actor, submission_id: int, grading_id: int, reason: str, language: str) -> Grading:
    """Annul a grading for a reason that the learner is told; its result is withdrawn from the register."""
    submission = queries.get_submission_for_change(submission_id)
    results.check_is_others_work(actor, submission)
    version = queries.find_last_version(submission.id)
    grading = session.get(Grading, grading_id, populate_existing=True)
    if version is None or grading is None or grading.submission_id != submission.id:
        raise NotFound()
    if grading.annulled_at is not None or grading.version_id != version.id:
        raise Conflict(_("This grading does not stand any more."))
    if queries.find_open_appeal(submission.id) is not None:
        raise Conflict(_("The learner has appealed against this grading. Please decide on the appeal."))
    if not reason.strip():
        raise Invalid(_("Please write why the grading is annulled. The learner reads it."), "reason")
    take_back(actor, submission, grading, reason.strip(), language)
    submission.state = rules.HANDED_IN
    results.keep_newer_words(submission, version)
    events.publish(
        GradingAnnulled(
            submission_id=submission.id,
            grading_id=grading.id,
            learner_ids=tuple(member.learner_id for member in queries.list_members(submission)),
            grader_id=actor.id,
            module_id=submission.module_id,
        )
    )
    return grading


def take_back(actor: Actor, submission: Submission, grading: Grading, reason: str, language: str) -> None:
    """Mark a grading as annulled and withdraw what it has entered in the register."""
    grading.annulled_at, grading.annulled_by_id = clock.now(), actor.id
    grading.annulment_reason, grading.annulment_language = reason, language
    session.flush()
    for member in queries.list_members(submission):
        register.withdraw_achievement(
            member.enrolment_id, f"assignment:{submission.assignment}", source=f"grading:{grading.id}"
        )
    audit.record(
        actor.label,
        "grading-annulled",
        f"submission:{submission.id}",
        grading=grading.id,
        total=grading.total,
        max_total=grading.max_total,
    )
