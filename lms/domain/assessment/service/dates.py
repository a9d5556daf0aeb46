"""Days to hand in by: a learner's own plan, and a day that an author agrees with somebody. None is a wall."""

from datetime import date, timedelta
from typing import Any

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import queries
from lms.domain.assessment.events import DateAgreed
from lms.domain.assessment.models import AgreedDate, PlannedDate
from lms.domain.assessment.queries import GradableWork
from lms.domain.assessment.service.drafts import get_assignment
from lms.domain.content.compiled import Module
from lms.foundation import audit, clock, events
from lms.foundation.db import insert_once, session
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _

FARTHEST = timedelta(days=5 * 366)
LONGEST_NOTE = 1000


def plan_date(actor: Actor, module: Module, slug: str, day: date | None, today: date) -> None:
    """Set or forget the day by which the learner means to hand in; only they see it."""
    get_assignment(module, slug)
    planned = queries.find_planned(actor.id, module.module_id, slug)
    if day is None:
        if planned is not None:
            session.delete(planned)
        return
    _check_day(day, today, "planned_on")
    if planned is None:
        place = {"learner_id": actor.id, "module_id": module.module_id, "assignment": slug}
        insert_once(PlannedDate, **place, planned_on=day, set_at=clock.now())
        planned = queries.find_planned(actor.id, module.module_id, slug)
        assert planned is not None
    planned.planned_on, planned.set_at = day, clock.now()


def agree_date(actor: Actor, work: GradableWork, day: date, note: str, language: str, today: date) -> None:
    """Promise the learners of a work that it is waited for until that day, and tell them."""
    _check_day(day, today, "agreed_on")
    if len(note) > LONGEST_NOTE:
        raise Invalid(_("This text is too long. Please shorten it."), "note")
    for learner_id in sorted(work.member_ids):
        _agree(actor, work, learner_id, day, note.strip(), language)


def _agree(actor: Actor, work: GradableWork, learner_id: int, day: date, note: str, language: str) -> None:
    place: dict[str, Any] = {
        "learner_id": learner_id,
        "module_id": work.module_id,
        "assignment": work.assignment,
    }
    said = {"agreed_on": day, "note": note, "language": language}
    insert_once(AgreedDate, **place, **said, agreed_by_id=actor.id, agreed_at=clock.now())
    agreed = queries.find_agreed_for_change(**place)
    assert agreed is not None
    agreed.agreed_on, agreed.note, agreed.language = day, note, language
    agreed.agreed_by_id, agreed.agreed_at = actor.id, clock.now()
    audit.record(
        actor.label, "date-agreed", f"submission:{work.id}", learner_id=learner_id, day=day.isoformat()
    )
    events.publish(
        DateAgreed(
            agreed_id=agreed.id,
            submission_id=work.id,
            learner_id=learner_id,
            agreed_by_id=actor.id,
            module_id=work.module_id,
        )
    )


def _check_day(day: date, today: date, field: str) -> None:
    if day < today:
        raise Invalid(_("Please choose today or a later day."), field)
    if day > today + FARTHEST:
        raise Invalid(_("Please choose a day within the next five years."), field)
