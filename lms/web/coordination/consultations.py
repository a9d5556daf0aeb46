"""How many consultations are booked and held, and how long people wait for them: as a page and a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, request

from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.coordination import consultation_figures as figures
from lms.domain.coordination import policy, queries
from lms.domain.coordination.consultation_figures import ConsultationFigures, Figures
from lms.domain.coordination.queries import Bounds
from lms.foundation import clock
from lms.foundation.i18n import gettext as _
from lms.web.coordination import blueprint
from lms.web.coordination.asked import (
    AUTHOR,
    COORDINATOR,
    asked_bounds,
    last_months,
    named_parts,
    smallest_shown,
)
from lms.web.shell.access import allow
from lms.web.shell.csv_export import csv_response, harmless
from lms.web.shell.pages import page
from lms.web.shell.session import member


@dataclass(frozen=True)
class Look:
    """One look at the consultations: whose, of which part, when, and what was reckoned."""

    view: str
    bounds: Bounds
    now: datetime
    found: ConsultationFigures
    modules: dict[int, Module]

    @property
    def smallest(self) -> int:
        """Authors have spoken with each of these people; for coordinators nobody may be told apart."""
        return smallest_shown(self.view)


@blueprint.get("/coordinate/consultations")
@allow(policy.may_coordinate)
def consultations() -> str:
    """Show a coordinator how many consultations were booked and held, in all, by module and by month."""
    return _page(COORDINATOR)


@blueprint.get("/teach/consultations/figures")
@allow(policy.may_see_own_consultations)
def own_consultations() -> str:
    """Show an author the same of the hours that they have offered themself."""
    return _page(AUTHOR)


@blueprint.get("/coordinate/consultations.csv")
@allow(policy.may_coordinate)
def download_consultations() -> Response:
    """Give a coordinator the very figures of the page as a file; they name nobody."""
    return _file(COORDINATOR)


@blueprint.get("/teach/consultations/figures.csv")
@allow(policy.may_see_own_consultations)
def download_own_consultations() -> Response:
    """Give an author the same of their own hours."""
    return _file(AUTHOR)


def _page(view: str) -> str:
    look = _look(view)
    return page("coordination/consultations", shown=look, asked=look.bounds.module_slug)


def _file(view: str) -> Response:
    look = _look(view)
    name = f"savimoka-consultations-{look.now:%Y-%m-%d}.csv"
    return csv_response(name, _rows(look), plain=request.args.get("form") == "plain")


def _look(view: str) -> Look:
    actor, now = member(), clock.now()
    is_author = view == AUTHOR
    bounds, months = asked_bounds(actor, view), last_months(now)
    talks = queries.list_talks(bounds, months[0].begins_at, of_author=actor.id if is_author else None)
    found = figures.reckon(talks, months, smallest_shown(view), now)
    return Look(view, bounds, now, found, {each.module_id: each for each in content.list_current_modules()})


def _rows(look: Look) -> Iterator[list[Any]]:
    yield [
        _("Module or month"),
        _("Booked"),
        _("Held"),
        _("Not held"),
        _("Cancelled"),
        _("Still to come"),
        _("Not recorded"),
        _("Median wait (days)"),
    ]
    for name, found in named_parts(look.found.overall, look.found.modules, look.found.months):
        yield _row(name, found)


def _row(name: str, found: Figures | None) -> list[Any]:
    if found is None:
        return [harmless(name), _("too few people to show"), *[""] * 6]
    days = "" if found.half_days is None else found.half_days
    counts = (found.booked, found.held, found.not_held, found.cancelled, found.ahead, found.unrecorded)
    return [harmless(name), *counts, days]
