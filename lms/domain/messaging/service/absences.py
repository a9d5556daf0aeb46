"""Days on which an author is away, and who answers instead. They end by themselves."""

from datetime import date

from lms.domain.accounts.actor import Actor
from lms.domain.messaging import answering, policy, queries, rules
from lms.domain.messaging.events import QuestionHandedOver
from lms.domain.messaging.models import Absence
from lms.foundation import audit, clock, events, working_days
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotAllowed
from lms.foundation.i18n import gettext as _


def enter_absence(actor: Actor, from_day: date, to_day: date, substitute_id: int | None) -> Absence:
    """Say as an author on which days one is away, and who of the co-authors answers instead, if anyone."""
    if not policy.may_answer_questions(actor):
        raise NotAllowed()
    today = working_days.day_of(clock.now())
    if to_day < from_day:
        raise Invalid(_("The last day cannot be before the first."), "to_day")
    if to_day < today:
        raise Invalid(_("These days are over already."), "to_day")
    if to_day - from_day > rules.LONGEST_LEAVE:
        raise Invalid(_("An absence can last a year at most."), "to_day")
    if queries.find_overlapping_absence(actor.id, from_day, to_day):
        raise Invalid(_("You have entered an absence for some of these days already."), "from_day")
    if substitute_id is not None and substitute_id not in dict(queries.list_co_authors(actor)):
        raise Invalid(_("Please choose one of your co-authors."), "substitute")
    absence = Absence(
        user_id=actor.id,
        from_day=from_day,
        to_day=to_day,
        substitute_id=substitute_id,
        entered_at=clock.now(),
    )
    session.add(absence)
    session.flush()
    audit.record(actor.label, "absence-entered", f"user:{actor.id}", **_details(absence))
    if absence.from_day <= today:
        pass_on_questions(actor.id)
    return absence


def pass_on_questions(owner_id: int | None = None) -> int:
    """Give what waits for somebody who is away to whoever answers instead; return how many there were.

    The substitutes are told as by any handing over. Done each morning, and when a leave that has begun is
    entered; who comes back finds with the substitute what was passed on.
    """
    now = clock.now()
    today, passed = working_days.day_of(now), 0
    left_behind = queries.list_left_behind_for_change(today, owner_id)
    answerers_of = queries.list_answerers_of({each.module_id for each in left_behind}, today)
    for conversation in left_behind:
        away_id = conversation.owner_id
        assert away_id is not None  # whoever is away is somebody
        # Nobody answers their own question.
        answerers = [
            each
            for each in answerers_of.get(conversation.module_id, ())
            if each.user_id != conversation.learner_id
        ]
        substitute_id = answering.substitute_for(answerers, today, away_id)
        if substitute_id is None or substitute_id == away_id:
            continue
        conversation.owner_id = substitute_id
        passed += 1
        events.publish(
            QuestionHandedOver(
                conversation_id=conversation.id, by_id=away_id, to_id=substitute_id, handed_over_at=now
            )
        )
    return passed


def remove_absence(actor: Actor, absence: Absence) -> None:
    """Take an absence of one's own back, also one that has begun."""
    if not policy.may_remove_absence(actor, absence):
        raise NotAllowed()
    audit.record(actor.label, "absence-removed", f"user:{actor.id}", **_details(absence))
    session.delete(absence)


def _details(absence: Absence) -> dict[str, object]:
    return {
        "from_day": absence.from_day.isoformat(),
        "to_day": absence.to_day.isoformat(),
        "substitute_id": absence.substitute_id,
    }
