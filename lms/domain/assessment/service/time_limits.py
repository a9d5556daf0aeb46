"""Time that is limited: attempts that end by themselves, and more time for one person."""

from dataclasses import dataclass

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import queries, timing
from lms.domain.assessment.events import TimeExtended
from lms.domain.assessment.models import Attempt, TimeExtension
from lms.domain.assessment.service import finishing
from lms.domain.content.compiled import Module
from lms.domain.learning import queries as learning
from lms.foundation import audit, clock, events
from lms.foundation.db import insert_once, session
from lms.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from lms.foundation.i18n import format_number
from lms.foundation.i18n import gettext as _

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Grant:
    """How much more time somebody gives, and why."""

    more: timing.More
    reason: str = ""


class TimeIsUp(Conflict):
    """The answer came after the attempt's end; the attempt is handed in as it was saved by then."""


def end_if_over(attempt: Attempt) -> bool:
    """Hand in an attempt whose time is over, as it was saved by then; tell whether it has ended now.

    Its language is the one that was answered in last.
    """
    if attempt.submitted_at is not None or not timing.is_over(attempt.ends_at, clock.now()):
        return False
    assert attempt.ends_at is not None
    answers = queries.list_answers(attempt.id)
    last = max(answers, key=lambda answer: answer.saved_at, default=None)
    language = last.language if last else queries.get_language_of(attempt.learner_id)
    finishing.hand_in(attempt, at=attempt.ends_at, language=language)
    return True


def end_overdue(attempt_id: int) -> bool:
    """Hand in the attempt of that number if its time is over, for the worker and for whoever looks at it."""
    return end_if_over(queries.get_attempt_for_change(attempt_id))


def extend_time(actor: Actor, module: Module, quiz: str, learner_id: int, grant: Grant) -> TimeExtension:
    """Give one learner other time than everybody else, before or during an attempt; they are told."""
    _check(actor, module, quiz, learner_id, grant)
    values = {
        "minutes": grant.more.minutes,
        "percent": grant.more.percent,
        "reason": grant.reason,
        "granted_by_id": actor.id,
        "granted_at": clock.now(),
    }
    insert_once(TimeExtension, learner_id=learner_id, module_id=module.module_id, quiz=quiz, **values)
    extension = queries.get_extension_for_change(learner_id, module.module_id, quiz)
    for name, value in values.items():
        setattr(extension, name, value)
    attempt = queries.find_attempt_for_change(learner_id, module.slug, quiz, None)
    if attempt is not None and attempt.submitted_at is None and not end_if_over(attempt):
        limit = finishing.quiz_of(attempt).time_limit_minutes
        end = timing.end_of(attempt.started_at, limit, grant.more)
        attempt.ends_at = timing.later_end(attempt.ends_at, end)
    session.flush()
    _note(actor, "time-extended", extension)
    events.publish(
        TimeExtended(
            extension_id=extension.id,
            learner_id=learner_id,
            module_id=module.module_id,
            granted_by_id=actor.id,
        )
    )
    return extension


def take_extension_back(actor: Actor, extension: TimeExtension) -> None:
    """Let the learner have as much time as everybody else, from their next attempt on."""
    if extension.learner_id == actor.id:
        raise NotAllowed()
    _note(actor, "time-extension-taken-back", extension)
    session.delete(extension)
    session.flush()


def _check(actor: Actor, module: Module, quiz: str, learner_id: int, grant: Grant) -> None:
    found = module.quiz(quiz)
    if found is None:
        raise NotFound()
    if not found.time_limit_minutes:
        raise Conflict(_("The time of this quiz is not limited."))
    if learner_id == actor.id:
        raise NotAllowed()
    enrolment = learning.find_enrolment(learner_id, module.module_id)
    if enrolment is None or enrolment.left_at is not None:
        raise Invalid(_("Please choose a learner of this module."), "learner")
    amount, most = grant.more.minutes, timing.MOST_MINUTES
    if grant.more.percent is not None:
        amount, most = grant.more.percent, timing.MOST_PERCENT
    if not grant.more.is_unlimited and not 1 <= (amount or 0) <= most:
        raise Invalid(_("Please write a whole number from 1 to %(most)s.", most=most), "amount")
    if len(grant.reason) > LONGEST_REASON:
        raise Invalid(
            _("Please shorten the reason to %(num)s characters.", num=format_number(LONGEST_REASON)), "reason"
        )


def _note(actor: Actor, deed: str, extension: TimeExtension) -> None:
    """Write down who gave whom how much; the reason stays with those who answer for the module."""
    audit.record(
        actor.label,
        deed,
        f"user:{extension.learner_id}",
        module_id=extension.module_id,
        quiz=extension.quiz,
        minutes=extension.minutes,
        percent=extension.percent,
    )
