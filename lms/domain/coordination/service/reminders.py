"""A kind reminder by a coordinator: once in a while, and only to who has stopped and wants to be reminded."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from lms.domain.accounts.actor import Actor
from lms.domain.coordination import policy, queries, rules
from lms.domain.coordination.events import LearnerReminded
from lms.domain.coordination.models import Reminder
from lms.domain.coordination.queries import Candidate
from lms.domain.coordination.scope import Scope
from lms.domain.learning import queries as learning
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotAllowed
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody who gets no reminder now, and why: studies, reminded or rests."""

    candidate: Candidate
    reason: str


@dataclass(slots=True)
class Picked:
    """Who can be reminded now, and who cannot."""

    ready: list[Candidate] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def sort_candidates(actor: Actor, user_ids: Iterable[int]) -> Picked:
    """Say of the people that a coordinator has picked who can be reminded now, for the preview and the deed.

    Who is outside the coordinator's scope is left out, as though there were no such person.
    """
    if not policy.may_coordinate(actor):
        raise NotAllowed()
    ids = sorted(set(user_ids))
    if len(ids) > rules.MOST_REMINDED_AT_ONCE:
        raise Invalid(
            ngettext(
                "Please choose at most %(num)s person at once.",
                "Please choose at most %(num)s people at once.",
                rules.MOST_REMINDED_AT_ONCE,
            )
        )
    candidates = queries.list_candidates(Scope.of(actor), ids)
    plans = learning.list_plans([each.user_id for each in candidates])
    found, now = Picked(), clock.now()
    for each in candidates:
        plan = plans.get(each.user_id)
        rests = plan is not None and rules.wants_rest(plan.choices, plan.studied_at, now, each.time_zone)
        reason = rules.why_not_remind(each.stop is not None, each.reminded_at, rests, now)
        if reason:
            found.refused.append(Refused(each, reason))
        else:
            found.ready.append(each)
    return found


def remind_people(actor: Actor, user_ids: Iterable[int]) -> Picked:
    """Have those reminded who can be; return who was and who was not.

    Two coordinators, or one who clicked twice, remind once: each waits for the other and looks again.
    """
    ids = sorted(set(user_ids))
    queries.hold_learners(ids[: rules.MOST_REMINDED_AT_ONCE])
    found = sort_candidates(actor, ids)
    for each in found.ready:
        _remind(actor, each, clock.now())
    return found


def _remind(actor: Actor, candidate: Candidate, now: datetime) -> None:
    assert candidate.enrolment_id is not None
    reminder = Reminder(
        learner_id=candidate.user_id,
        enrolment_id=candidate.enrolment_id,
        sent_by_id=actor.id,
        sent_at=now,
    )
    session.add(reminder)
    session.flush()
    audit.record(actor.label, "learner-reminded", f"user:{candidate.user_id}", number=reminder.id)
    events.publish(
        LearnerReminded(
            reminder_id=reminder.id,
            learner_id=candidate.user_id,
            enrolment_id=candidate.enrolment_id,
            sent_by_id=actor.id,
        )
    )


def refusal_words(refused: Refused) -> str:
    """Say plainly why somebody gets no reminder; what they plan for themselves is told to nobody."""
    name = refused.candidate.name
    if refused.reason == rules.REMINDED:
        return _("%(name)s has been reminded in the last two weeks.", name=name)
    if refused.reason == rules.RESTS:
        return _("%(name)s does not want to be reminded at present.", name=name)
    return _("%(name)s has studied lately, waits for a grade or has nothing left to do.", name=name)
