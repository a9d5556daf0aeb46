"""The blueprint on which the files of this folder hang their doors, and words that several of them say."""

from flask import Blueprint

from lms.domain.accounts import places
from lms.domain.consultations import rules
from lms.foundation.i18n import current_zone
from lms.foundation.i18n import gettext as _

blueprint = Blueprint("consultations", __name__)


def zone_name(zone: str = "") -> str:
    """Return what a time zone is called, the reader's own unless another is named."""
    zone = zone or current_zone()
    return places.zone_names(zone)[zone]


def outcome_words(outcome: str, *, for_learner: bool = False) -> str:
    """Say what became of a consultation, to its learner or to its author."""
    if outcome == rules.LEARNER_ABSENT:
        return _("You did not come") if for_learner else _("The learner did not come")
    return _("It took place") if outcome == rules.HELD else _("It could not take place")
