"""The blueprint on which the files of this folder hang their doors, and who stands at them."""

from flask import Blueprint

from lms.domain.accounts import places
from lms.domain.accounts.actor import Actor
from lms.foundation.i18n import current_zone
from lms.web.shell.session import viewer

blueprint = Blueprint("consultations", __name__)


def current_actor() -> Actor:
    """Return the viewer of a page that only members see."""
    actor = viewer()
    assert actor is not None
    return actor


def zone_name(zone: str = "") -> str:
    """Return what a time zone is called, the reader's own unless another is named."""
    zone = zone or current_zone()
    return places.zone_names(zone)[zone]
