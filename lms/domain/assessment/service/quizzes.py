"""Taking a quiz: starting an attempt, answering question by question, handing it in once."""

import secrets
from collections.abc import Sequence

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import kinds, marking, queries, timing
from lms.domain.assessment.models import Attempt
from lms.domain.assessment.saving import enter_answer, enter_hint
from lms.domain.assessment.service import finishing
from lms.domain.assessment.service.time_limits import TimeIsUp, end_if_over
from lms.domain.content import queries as content
from lms.domain.content.compiled import Module, Quiz
from lms.domain.content.compiled_questions import Question
from lms.domain.learning import service as register
from lms.foundation import clock
from lms.foundation.db import insert_once
from lms.foundation.errors import Conflict, Invalid, NotFound
from lms.foundation.i18n import format_moment, format_number
from lms.foundation.i18n import gettext as _
from lms.foundation.typed import one_line


class QuestionsLeft(Conflict):
    """Some questions have no answer yet; `keys` names them, and the learner may hand in all the same."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__()
        self.keys = keys


def start_attempt(actor: Actor, module: Module, slug: str) -> None:
    """Let the learner begin the quiz, or go on where an attempt is open already."""
    quiz = get_quiz(module, slug)
    enrolment = register.ensure_enrolment(actor.id, module.module_id)
    attempts = queries.list_attempts(actor.id, module.slug, slug)
    if attempts and attempts[-1].is_open and not _has_ended(attempts[-1]):
        return
    if attempts and attempts[-1].is_open:
        attempts = queries.list_attempts(actor.id, module.slug, slug)
    if any(attempt.is_waiting for attempt in attempts):
        raise Conflict(_("Your last attempt is still being marked. You can begin another one after that."))
    if not marking.may_start_again(quiz.attempts, len(attempts)):
        raise Conflict(_("You have used all the attempts that this quiz allows."))
    begins = marking.next_start(quiz, attempts[-1].submitted_at if attempts else None)
    if begins is not None and clock.now() < begins:
        raise Conflict(_("You can begin the next attempt on %(moment)s.", moment=format_moment(begins)))
    now, more = clock.now(), None
    if quiz.time_limit_minutes:
        more = queries.find_more_time(actor.id, module.module_id, slug)
    # Of two tabs that start at once the second finds the first one's attempt.
    insert_once(
        Attempt,
        enrolment_id=enrolment.id,
        learner_id=actor.id,
        module_id=module.module_id,
        revision_id=module.revision_id,
        quiz=slug,
        number=len(attempts) + 1,
        started_at=now,
        ends_at=timing.end_of(now, quiz.time_limit_minutes, more),
        seed=secrets.token_hex(8),
    )


def save_answer(
    actor: Actor,
    module: str,
    slug: str,
    question_key: str,
    given: Sequence[str],
    *,
    language: str,
    number: int | None = None,
) -> None:
    """Save the learner's answer to one question in place of an earlier one; an empty one counts as none."""
    attempt, question = _get_answerable(actor, module, slug, question_key, number)
    enter_answer(attempt.id, question_key, _clean(question, given, attempt.draw), language, clock.now())


def ask_for_hint(
    actor: Actor, module: str, slug: str, question_key: str, *, language: str, number: int | None = None
) -> None:
    """Show the learner the author's hint from now on, and note that it was asked for."""
    attempt, question = _get_answerable(actor, module, slug, question_key, number)
    if not question.hint_html:
        raise NotFound()
    enter_hint(attempt.id, question_key, language, clock.now())


def _get_answerable(
    actor: Actor, module: str, slug: str, question_key: str, number: int | None
) -> tuple[queries.OpenAttempt, Question]:
    """Return the open attempt and the question that it asks, or refuse."""
    attempt = queries.find_answerable(actor.id, module, slug, number)
    if attempt is None:
        raise NotFound()
    if attempt.has_run_out or (attempt.is_open and timing.is_over(attempt.ends_at, clock.now())):
        raise TimeIsUp(_("The time for this quiz was over when this answer came, so it does not count."))
    if not attempt.is_open:
        raise Conflict(_("This attempt was handed in already, so its answers cannot be changed."))
    quiz = get_quiz(content.get_revision(attempt.revision_id), slug)
    question = quiz.question(question_key)
    if question is None or (question.pool and question not in marking.in_order(quiz, attempt.draw)):
        raise NotFound()
    return attempt, question


def submit_attempt(
    actor: Actor, module: str, slug: str, *, language: str, number: int | None = None, anyway: bool = False
) -> Attempt:
    """Take the attempt from its learner; the same one sent twice is one result.

    Its result is entered in the register, or waits for a person who marks open questions.
    """
    attempt = queries.find_attempt_for_change(actor.id, module, slug, number)
    if attempt is None:
        raise NotFound()
    if attempt.submitted_at is not None:
        return attempt
    if end_if_over(attempt):
        return attempt
    asked = marking.in_order(finishing.quiz_of(attempt), attempt.seed or attempt.id)
    left = marking.unanswered(
        asked, {answer.question: answer.value for answer in queries.list_answers(attempt.id)}
    )
    if left and not anyway:
        raise QuestionsLeft(left)
    finishing.hand_in(attempt, at=timing.handed_in_at(attempt.ends_at, clock.now()), language=language)
    return attempt


def _has_ended(line: queries.AttemptLine) -> bool:
    """Hand in an open attempt whose time is over, before another one begins."""
    return timing.is_over(line.ends_at, clock.now()) and end_if_over(queries.get_attempt_for_change(line.id))


def get_quiz(module: Module, slug: str) -> Quiz:
    """Return the quiz of this revision for whoever takes or reads it, or refuse."""
    quiz = module.quiz(slug)
    if quiz is None:
        raise NotFound()
    return quiz


def _clean(question: Question, given: Sequence[str], seed: kinds.Seed) -> list[str]:
    is_text = question.kind == "open"
    try:
        return kinds.clean(question, given if is_text else [one_line(words) for words in given], seed)
    except kinds.UnfitAnswer as problem:
        longest = kinds.LONGEST_TEXT if is_text else kinds.LONGEST_ANSWER
        reasons = {
            "long": _("Please shorten your answer to %(num)s characters.", num=format_number(longest)),
            "number": _("Please write a number in figures, such as 12 or 12,5."),
            "places": _("Two things have the same place. Please give each place once."),
            "other": _("This answer could not be saved. Please choose again."),
        }
        raise Invalid(reasons[problem.reason], "answer") from problem
