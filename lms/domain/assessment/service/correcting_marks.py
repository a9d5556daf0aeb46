"""Correcting marks that were given by mistake, once the attempt has its result already."""

from collections.abc import Mapping

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import marking, queries
from lms.domain.assessment.events import ResultsRemarked
from lms.domain.assessment.models import AnswerMark, Attempt, Remarking
from lms.domain.assessment.remarking import LOWERED, RAISED, SAME, Change
from lms.domain.assessment.service import finishing
from lms.domain.assessment.service.open_answers import check_points, questions_to_mark
from lms.domain.assessment.service.remarking import as_result, carry_out, lower_in_register, record_of
from lms.domain.content.compiled_questions import Question
from lms.domain.learning import service as register
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from lms.foundation.i18n import gettext as _


def correct_marks(
    actor: Actor, attempt_id: int, points: Mapping[str, int], *, reason: str, language: str
) -> str | None:
    """Give answers other points than this person gave them; return what became of the result, if anything.

    The result rises or falls with them, is written down with the reason, and its learner is told.
    """
    attempt = queries.get_attempt_for_change(attempt_id)
    if attempt.learner_id == actor.id:
        raise NotAllowed()
    if attempt.submitted_at is None:
        raise NotFound()
    if attempt.is_waiting:
        raise Conflict(_("Not every answer has its mark yet, so the marks can simply be changed."))
    questions = questions_to_mark(attempt)
    marks = _marks_to_change(actor, attempt, questions, points)
    if not marks:
        return None
    if not reason.strip():
        raise Invalid(_("Please say why the marks change. The learner will read it."), "reason")
    change = _change(attempt, questions, marks, points)
    for key, mark in marks.items():
        mark.points, mark.marked_at = points[key], clock.now()
    _enter(actor, attempt, change, reason.strip(), language)
    return change.outcome


def _marks_to_change(
    actor: Actor, attempt: Attempt, questions: Mapping[str, Question], points: Mapping[str, int]
) -> dict[str, AnswerMark]:
    found = {}
    for key, given in points.items():
        mark = queries.find_mark(attempt.id, key)
        if key not in questions or mark is None:
            raise NotFound()
        if mark.marker_id != actor.id:
            raise NotAllowed()
        check_points(questions[key], given)
        if mark.points != given:
            found[key] = mark
    return found


def _change(
    attempt: Attempt,
    questions: Mapping[str, Question],
    marks: Mapping[str, AnswerMark],
    points: Mapping[str, int],
) -> Change:
    (past,) = queries.list_past(attempt.module_id, attempt.quiz, attempt_id=attempt.id)
    made = {
        key: {"old": mark.points, "new": points[key], "of": questions[key].points}
        for key, mark in marks.items()
    }
    score = past.score + sum(each["new"] - each["old"] for each in made.values())
    is_passed = marking.passes(score, past.max_score, finishing.quiz_of(attempt).pass_percent)
    return Change(past, score, past.max_score, is_passed, made)


def _enter(actor: Actor, attempt: Attempt, change: Change, reason: str, language: str) -> None:
    # The keys that were decided on last stay the ones by which the attempt is known to be marked.
    known = change.attempt.decided_on or attempt.revision_id
    row = Remarking(**record_of(actor, change, change.outcome, language, reason, known))
    session.add(row)
    session.flush()
    carry_out([change])
    session.expire_all()
    scores = {"before": change.attempt.score, "after": change.score}
    audit.record(actor.label, "marks-corrected", f"attempt:{attempt.id}", reason=reason, **scores)
    if change.outcome != SAME:
        events.publish(
            ResultsRemarked(
                correction_id=None,
                attempt_id=attempt.id,
                outcome=change.outcome,
                remarking_ids=(row.id,),
            )
        )
    module_id, quiz = attempt.module_id, attempt.quiz
    if change.outcome == RAISED:
        register.raise_results(module_id, f"quiz:{quiz}", [as_result(change)])
    elif change.outcome == LOWERED:
        lower_in_register(module_id, quiz, [change])
