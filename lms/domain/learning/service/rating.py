"""Saying how well one can do what a module is for."""

from collections.abc import Mapping

from lms.domain.accounts.actor import Actor
from lms.domain.content.compiled import Module
from lms.domain.learning import queries, self_assessment
from lms.domain.learning.models import SelfRating
from lms.foundation import clock, db, i18n
from lms.foundation.errors import Conflict, Invalid
from lms.foundation.i18n import gettext as _


def rate_oneself(actor: Actor, module: Module, moment: str, levels: Mapping[str, int]) -> None:
    """Keep the learner's levels by statement; a moment that is over is refused, and so is an empty rating."""
    standing = queries.find_standing(actor.id, module.slug)
    if standing is None or not standing.is_enrolled:
        raise Conflict(_("Enrol in the module first: then what you rate is kept."))
    known = queries.list_self_ratings(actor.id, module.module_id)
    if moment != self_assessment.moment_to_rate(moment, known, is_completed=standing.is_completed):
        raise Conflict(_refusal(moment))
    asked = {statement.key for statement in module.self_assessment}
    chosen = {key: level for key, level in levels.items() if key in asked}
    if not chosen:
        raise Invalid(_("Choose an answer for at least one statement."))
    if not set(chosen.values()) <= set(self_assessment.LEVELS):
        raise Invalid(_("Choose one of the answers offered."))
    _keep(actor, module, moment, chosen)


def _refusal(moment: str) -> str:
    if moment == self_assessment.BEFORE:
        return _("You have completed the module, so your answers from before it can no longer be changed.")
    return _("Say first how it was before the module.")


def _keep(actor: Actor, module: Module, moment: str, chosen: Mapping[str, int]) -> None:
    """Put in what is new and change what was chosen otherwise; of two tabs the later one counts."""
    said = {
        "revision_id": module.revision_id,
        "language": i18n.current_language(),
        "rated_at": clock.now(),
    }
    place = {"learner_id": actor.id, "module_id": module.module_id, "moment": moment}
    db.insert_absent(
        SelfRating, [{**place, **said, "statement": key, "level": level} for key, level in chosen.items()]
    )
    for key, row in queries.list_ratings_for_change(actor.id, module.module_id, moment).items():
        if chosen.get(key, row.level) != row.level:
            row.level = chosen[key]
            for name, value in said.items():
                setattr(row, name, value)
