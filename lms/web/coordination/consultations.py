"""How many consultations are booked and held, and how long people wait for them: as a page and a file."""

from typing import Any

from flask import Response

from lms.domain.coordination import consultation_figures as figures
from lms.domain.coordination import policy, queries
from lms.domain.coordination.consultation_figures import ConsultationFigures, Figures
from lms.foundation.i18n import gettext as _
from lms.web.coordination import blueprint
from lms.web.coordination.by_part import AUTHOR, COORDINATOR, Look, Report
from lms.web.shell.access import allow


@blueprint.get("/coordinate/consultations")
@allow(policy.may_coordinate)
def consultations() -> str:
    """Show a coordinator how many consultations were booked and held, in all, by module and by month."""
    return _REPORT.page(COORDINATOR)


@blueprint.get("/teach/consultations/figures")
@allow(policy.may_see_own_consultations)
def own_consultations() -> str:
    """Show an author the same of the hours that they have offered themself."""
    return _REPORT.page(AUTHOR)


@blueprint.get("/coordinate/consultations.csv")
@allow(policy.may_coordinate)
def download_consultations() -> Response:
    """Give a coordinator the very figures of the page as a file; they name nobody."""
    return _REPORT.file(COORDINATOR)


@blueprint.get("/teach/consultations/figures.csv")
@allow(policy.may_see_own_consultations)
def download_own_consultations() -> Response:
    """Give an author the same of their own hours."""
    return _REPORT.file(AUTHOR)


def _reckon(look: Look) -> ConsultationFigures:
    author_id = look.actor.id if look.view == AUTHOR else None
    talks = queries.list_talks(look.bounds, look.months[0].begins_at, of_author=author_id)
    return figures.reckon(talks, look.months, look.smallest, look.now)


def _heads() -> list[str]:
    return [
        _("Booked"),
        _("Held"),
        _("Not held"),
        _("Cancelled"),
        _("Still to come"),
        _("Not recorded"),
        _("Median wait (days)"),
    ]


def _cells(found: Figures) -> list[Any]:
    days = "" if found.half_days is None else found.half_days
    counts = (found.booked, found.held, found.not_held, found.cancelled, found.ahead, found.unrecorded)
    return [*counts, days]


_REPORT = Report("coordination/consultations", "consultations", _reckon, _heads, _cells)
