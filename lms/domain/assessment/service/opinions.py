"""Two graders, who do not see each other's judgement: they agree, one joins the other, or a third decides."""

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import agreement, queries
from lms.domain.assessment.events import GraderMissing
from lms.domain.assessment.models import Grading, Opinion, Submission, SubmissionVersion
from lms.domain.assessment.service import results
from lms.domain.assessment.service.results import AlreadyGraded, Judgement
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, NotFound
from lms.foundation.i18n import gettext as _


def give(
    actor: Actor,
    submission: Submission,
    version: SubmissionVersion,
    judgement: Judgement,
    verdict: results.Outcome,
    *,
    is_returned: bool,
) -> Grading | Opinion:
    """Take in one grader's judgement; give the result where it is settled by this, else the judgement."""
    given = queries.list_open_opinions(version.id)
    own = next((each for each in given if each.grader_id == actor.id), None)
    if own is not None:
        if find_same(own, judgement, is_returned=is_returned):
            return own
        raise AlreadyGraded(_("You have given your judgement of this work already."))
    if len(given) == 2 and not judgement.is_deciding:
        # Whoever decides as the third does so with the two judgements before them.
        raise AlreadyGraded(_("Meanwhile two others have judged this work, and they differ."))
    opinion = _write(actor, submission, judgement, verdict, is_returned=is_returned)
    if not given:
        _ask_for_graders(submission, [actor.id])
        return opinion
    if len(given) == 2:
        return _settle(actor, submission, version, [*given, opinion], opinion, agreement.THIRD)
    if agreement.agree(given[0], opinion):
        return _agree(actor, submission, version, given[0], opinion)
    return opinion


def join_other(actor: Actor, submission_id: int, version_id: int) -> Grading:
    """Let one of two who differ take up the other's judgement, which becomes the result."""
    submission, version, own, other = _two_who_differ(actor, submission_id, version_id)
    return _settle(actor, submission, version, [own, other], other, agreement.JOINED)


def stand_by_own(actor: Actor, submission_id: int, version_id: int) -> None:
    """Let one of two who differ leave it to a third; they may still join the other until then."""
    submission, _version, own, other = _two_who_differ(actor, submission_id, version_id)
    if own.reply == agreement.STANDS:
        return
    own.reply = agreement.STANDS
    audit.record(actor.label, "opinion-stands", f"submission:{submission.id}", opinion=own.id)
    if other.reply == agreement.STANDS:
        _ask_for_graders(submission, [own.grader_id, other.grader_id])


def find_same(own: Grading | Opinion | None, judgement: Judgement, *, is_returned: bool) -> bool:
    """Tell whether this judgement has been written down as it stands: the same form came twice."""
    return (
        own is not None
        and own.points == dict(judgement.points)
        and own.comment == judgement.comment
        and (own.outcome == "returned" or not is_returned)
    )


def _write(
    actor: Actor,
    submission: Submission,
    judgement: Judgement,
    verdict: results.Outcome,
    *,
    is_returned: bool,
) -> Opinion:
    opinion = Opinion(
        submission_id=submission.id,
        version_id=judgement.version_id,
        grader_id=actor.id,
        is_returned=is_returned,
        outcome=verdict.outcome,
        points=dict(judgement.points),
        comments={key: text for key, text in judgement.comments.items() if text.strip()},
        comment=judgement.comment,
        total=verdict.total,
        max_total=verdict.max_total,
        is_passed=verdict.is_passed,
        language=judgement.language,
        given_at=clock.now(),
    )
    session.add(opinion)
    session.flush()
    audit.record(
        actor.label, "opinion-given", f"submission:{submission.id}", opinion=opinion.id, total=opinion.total
    )
    return opinion


def _agree(
    actor: Actor, submission: Submission, version: SubmissionVersion, first: Opinion, second: Opinion
) -> Grading:
    """Make the result of two who agree; what each of them has said stays with their opinions."""
    mean = agreement.mean(first, second)
    words = Judgement(version.id, second.language)
    grading = results.write(
        submission, version, mean, words, points=mean.points, grader_id=actor.id, basis=agreement.AGREED
    )
    return _conclude(actor, submission, version, grading, [first, second], counted=[first, second])


def _settle(
    actor: Actor,
    submission: Submission,
    version: SubmissionVersion,
    all_given: list[Opinion],
    counted: Opinion,
    basis: str,
) -> Grading:
    grading = results.write(
        submission,
        version,
        counted,
        counted,
        points=counted.points,
        grader_id=counted.grader_id,
        basis=basis,
    )
    return _conclude(actor, submission, version, grading, all_given, counted=[counted])


def _conclude(
    actor: Actor,
    submission: Submission,
    version: SubmissionVersion,
    grading: Grading,
    all_given: list[Opinion],
    *,
    counted: list[Opinion],
) -> Grading:
    for opinion in all_given:
        opinion.grading_id = grading.id
    is_registered = grading.total is not None and not any(each.is_returned for each in counted)
    results.conclude(actor, submission, version, grading, is_registered=is_registered)
    return grading


def _two_who_differ(
    actor: Actor, submission_id: int, version_id: int
) -> tuple[Submission, SubmissionVersion, Opinion, Opinion]:
    """Return what this grader and another have judged differently; refuse where that is not so any more."""
    submission = queries.get_submission_for_change(submission_id)
    results.check_is_others_work(actor, submission)
    version = queries.find_last_version(submission.id)
    if version is None:
        raise NotFound()
    given = {each.grader_id: each for each in queries.list_open_opinions(version.id)}
    own = given.pop(actor.id, None)
    if version.id != version_id or own is None or len(given) != 1:
        raise Conflict(_("This work has been graded in the meantime."))
    return submission, version, own, given.popitem()[1]


def _ask_for_graders(submission: Submission, judged_by: list[int]) -> None:
    """Tell who can appoint another grader where nobody is left who could judge the work."""
    if set(queries.list_grader_ids(submission)) - set(judged_by):
        return
    events.publish(
        GraderMissing(
            submission_id=submission.id, module_id=submission.module_id, judged_by=tuple(sorted(judged_by))
        )
    )
