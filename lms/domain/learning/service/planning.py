"""A learner's own plan: chosen, changed, paused, dropped; and the one kind reminder of a week."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from lms.domain.accounts.actor import Actor
from lms.domain.learning import queries, study_plan
from lms.domain.learning.events import LearnerRemindedOfPlan
from lms.domain.learning.models import StudyPlan
from lms.domain.learning.queries import OwnPlan
from lms.foundation import clock, db, events
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotFound
from lms.foundation.i18n import gettext as _


def save_plan(
    actor: Actor,
    *,
    minutes_a_week: int,
    days: Collection[int] = (),
    target_on: date | None = None,
    is_reminded: bool = True,
) -> StudyPlan:
    """Keep what the learner chooses for themself; a pause goes on."""
    own_days = sorted({day for day in days if 1 <= day <= 7})
    db.insert_once(
        StudyPlan,
        learner_id=actor.id,
        minutes_a_week=minutes_a_week,
        days=own_days,
        is_reminded=is_reminded,
        created_at=clock.now(),
    )
    plan = _own(actor)
    plan.minutes_a_week, plan.days = minutes_a_week, own_days
    plan.target_on, plan.is_reminded = target_on, is_reminded
    return plan


def pause_plan(actor: Actor, until: date | None = None) -> None:
    """Let the plan rest, until a day or until the learner studies again; nobody is reminded meanwhile."""
    plan = _own(actor)
    today = clock.now().astimezone(ZoneInfo(actor.time_zone)).date()
    if until is not None and until <= today:
        raise Invalid(_("Choose a day that is still to come, or none."), field="until")
    plan.paused_at, plan.paused_until = clock.now(), until


def resume_plan(actor: Actor) -> None:
    """Let the plan go on from today."""
    plan = _own(actor)
    plan.paused_at = plan.paused_until = None


def drop_plan(actor: Actor) -> None:
    """Forget the learner's plan; what they have learned stays."""
    plan = queries.find_plan_for_change(actor.id)
    if plan is not None:
        session.delete(plan)


def list_due() -> list[tuple[int, str]]:
    """Return the learners for whom this is the moment of their reminder, with their zones."""
    now = clock.now()
    found = queries.list_remindable(now.date(), study_plan.REMINDERS_APART)
    return [
        (each.plan.choices.learner_id, each.zone) for each in found if _is_the_moment(each.plan, each.zone)
    ]


def remind(learner_id: int, zone: str) -> bool:
    """Have the learner reminded, once, however often and wherever this is tried."""
    own = queries.find_plan(learner_id)
    now = clock.now()
    today = now.astimezone(ZoneInfo(zone)).date()
    if own is None or not _is_the_moment(own, zone):
        return False
    if not queries.claim_reminder(learner_id, today, study_plan.REMINDERS_APART):
        return False
    rested = study_plan.has_rested(own.choices, today, own.studied_at, now)
    events.publish(LearnerRemindedOfPlan(learner_id=learner_id, on=today, has_rested=rested))
    return True


def _is_the_moment(own: OwnPlan, zone: str) -> bool:
    return study_plan.reminds(own.choices, clock.now().astimezone(ZoneInfo(zone)), own.studied_at)


def _own(actor: Actor) -> StudyPlan:
    plan = queries.find_plan_for_change(actor.id)
    if plan is None:
        raise NotFound()
    return plan
