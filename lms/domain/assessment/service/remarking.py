"""Marking past attempts again after a key was corrected: what rises by itself, and what a person decides."""

from collections.abc import Collection, Iterable, Sequence

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import queries, remarking
from lms.domain.assessment.events import ResultsRemarked
from lms.domain.assessment.models import Answer, Attempt, Correction, Remarking
from lms.domain.assessment.remarking import LEFT, LOWERED, RAISED, SAME, Change
from lms.domain.content import queries as content
from lms.domain.learning import queries as learning
from lms.domain.learning import service as register
from lms.foundation import audit, clock, events
from lms.foundation.db import insert_once, session
from lms.foundation.errors import Conflict, Invalid
from lms.foundation.i18n import gettext as _


def look_for_corrections(module_id: int, revision_id: int) -> None:
    """Note for the authors where the keys of a new revision concern results of past attempts."""
    module = content.get_revision(revision_id)
    for slug in queries.list_quizzes_taken(module_id):
        if module.quiz(slug) is None:
            continue
        changes = queries.list_changes(module_id, slug, revision_id)
        correction = queries.find_open_correction_for_change(module_id, slug)
        if correction is not None:
            correction.to_revision_id = revision_id
            _settle(correction, changes)
        elif _touched(changes):
            before = queries.find_revision_before(revision_id) or revision_id
            _open_correction(module_id, slug, before, revision_id)
    session.flush()


def look_at_attempt(attempt: Attempt) -> None:
    """Note for the authors what today's key makes of an attempt that comes after a newer revision."""
    revision_id = learning.find_current_revision_id(attempt.module_id)
    if revision_id is None or revision_id == attempt.revision_id or attempt.is_waiting:
        return
    session.flush()
    if _touched(queries.list_changes(attempt.module_id, attempt.quiz, revision_id, attempt_id=attempt.id)):
        _open_correction(attempt.module_id, attempt.quiz, attempt.revision_id, revision_id)


def mark_again(actor: Actor, correction_id: int, language: str) -> int:
    """Raise every result that the corrected keys make better; return how many there were.

    Nobody's result falls by this, and doing it twice does nothing more.
    """
    correction = queries.get_correction_for_change(correction_id)
    if correction.state != "open":
        return 0
    changes = _changes(correction)
    raised = [change for change in changes if change.outcome == RAISED]
    _enter(actor, correction, raised, RAISED, language)
    slug = f"quiz:{correction.quiz}"
    register.raise_results(correction.module_id, slug, [as_result(change) for change in raised])
    _settle(correction, [change for change in changes if change.outcome != RAISED], actor)
    return len(raised)


def lower_results(
    actor: Actor, correction_id: int, attempt_ids: Collection[int] | None, *, reason: str, language: str
) -> int:
    """Let the chosen results fall, or all of them, by this person's decision; return how many did.

    One's own result can only fall with all the others: choosing is judging, and nobody judges themselves.
    """
    if not reason.strip():
        raise Invalid(_("Please say why these results fall. The learners will read it."), "reason")
    correction = queries.get_correction_for_change(correction_id)
    if correction.state != "open":
        return 0
    changes = _changes(correction)
    lowered = [change for change in changes if change.outcome == LOWERED]
    if attempt_ids is not None:
        lowered = [change for change in lowered if change.attempt.id in attempt_ids]
        if any(change.attempt.learner_id == actor.id for change in lowered):
            raise Conflict(_("Nobody decides on their own attempt alone. Somebody else has to choose it."))
    _enter(actor, correction, lowered, LOWERED, language, reason.strip())
    lower_in_register(correction.module_id, correction.quiz, lowered)
    chosen = {change.attempt.id for change in lowered}
    _settle(correction, [change for change in changes if change.attempt.id not in chosen], actor)
    return len(lowered)


def leave_results(actor: Actor, correction_id: int, *, reason: str, language: str) -> int:
    """Leave all results that would fall as they are, by this person's decision; return how many."""
    correction = queries.get_correction_for_change(correction_id)
    if correction.state != "open":
        return 0
    changes = _changes(correction)
    left = [change for change in changes if change.outcome == LOWERED]
    _enter(actor, correction, left, LEFT, language, reason.strip())
    _settle(correction, [change for change in changes if change.outcome != LOWERED], actor)
    return len(left)


def _changes(correction: Correction) -> list[Change]:
    return queries.list_changes(
        correction.module_id, correction.quiz, correction.to_revision_id, for_update=True
    )


def _touched(changes: Iterable[Change]) -> bool:
    return any(change.outcome != SAME for change in changes)


def _open_correction(module_id: int, quiz: str, from_revision_id: int, to_revision_id: int) -> None:
    insert_once(
        Correction,
        module_id=module_id,
        quiz=quiz,
        from_revision_id=from_revision_id,
        to_revision_id=to_revision_id,
        found_at=clock.now(),
        state="open",
    )


def _settle(correction: Correction, left_over: Iterable[Change], actor: Actor | None = None) -> None:
    """Close the correction where nothing is left to decide; nobody did it where a later key took it back."""
    if _touched(left_over):
        return
    correction.state, correction.done_at = "done", clock.now()
    correction.done_by_id = actor.id if actor else None


def _enter(
    actor: Actor,
    correction: Correction,
    changes: Sequence[Change],
    outcome: str,
    language: str,
    reason: str = "",
) -> None:
    """Write down what becomes of each attempt, change it unless it is left, and tell those concerned."""
    if not changes:
        return
    session.flush()
    last = queries.find_last_remarking_id()
    number, revision_id = correction.id, correction.to_revision_id
    rows = [record_of(actor, each, outcome, language, reason, revision_id, number) for each in changes]
    session.bulk_insert_mappings(Remarking, rows)
    if outcome != LEFT:
        carry_out(changes)
        events.publish(
            ResultsRemarked(
                correction_id=correction.id,
                outcome=outcome,
                remarking_ids=tuple(queries.list_remarking_ids(correction.id, after=last)),
            )
        )
    audit.record(
        actor.label, f"results-{outcome}", f"correction:{correction.id}", attempts=len(rows), reason=reason
    )


def record_of(
    actor: Actor,
    change: Change,
    outcome: str,
    language: str,
    reason: str,
    to_revision_id: int,
    correction_id: int | None = None,
) -> dict[str, object]:
    """Return what is written down for ever about a change of one attempt, or about leaving it."""
    before = change.attempt
    after = (before.is_passed, before.score, before.max_score) if outcome == LEFT else change.result
    return {
        "correction_id": correction_id,
        "attempt_id": before.id,
        "to_revision_id": to_revision_id,
        "outcome": outcome,
        "old_score": before.score,
        "old_max_score": before.max_score,
        "was_passed": before.is_passed,
        "is_passed": after[0],
        "new_score": after[1],
        "new_max_score": after[2],
        "points": {} if outcome == LEFT else {key: dict(each) for key, each in change.points.items()},
        "decided_by_id": actor.id,
        "decided_at": clock.now(),
        "reason": reason,
        "language": language,
    }


def carry_out(changes: Sequence[Change]) -> None:
    """Let attempts and their answers stand as the changes say; what has no answer has no row."""
    standings = [
        {
            "id": change.attempt.id,
            "score": change.score,
            "max_score": change.max_score,
            "is_passed": change.is_passed,
        }
        for change in changes
    ]
    answers = [
        {"attempt_id": change.attempt.id, "question": key, "points": each["new"]}
        for change in changes
        for key, each in change.points.items()
        if each["new"] != each["old"]
    ]
    session.bulk_update_mappings(Attempt, standings)
    session.bulk_update_mappings(Answer, answers)


def as_result(change: Change) -> register.Result:
    """Return what the register is told of an attempt, as it stands after the change."""
    return register.Result(
        enrolment_id=change.attempt.enrolment_id,
        score=change.score,
        max_score=change.max_score,
        is_passed=change.is_passed,
        language=change.attempt.language,
        revision_id=change.attempt.revision_id,
        source=f"attempt:{change.attempt.id}",
    )


def lower_in_register(module_id: int, quiz: str, lowered: Sequence[Change]) -> None:
    """Where the register shows a result that has fallen, let it show the learner's best one as it is now."""
    concerned = {change.attempt.enrolment_id for change in lowered}
    if not concerned:
        return
    of_enrolment: dict[int, list[remarking.Past]] = {each: [] for each in concerned}
    for past in queries.list_past(module_id, quiz):
        if past.enrolment_id in of_enrolment:
            of_enrolment[past.enrolment_id].append(past)
    results = []
    for attempts in of_enrolment.values():
        best = remarking.best(attempts)
        results.append(
            register.Result(
                enrolment_id=best.enrolment_id,
                score=best.score,
                max_score=best.max_score,
                is_passed=best.is_passed,
                language=best.language,
                revision_id=best.revision_id,
                source=f"attempt:{best.id}",
            )
        )
    fallen = {f"attempt:{change.attempt.id}" for change in lowered}
    register.lower_results(f"quiz:{quiz}", results, fallen)
