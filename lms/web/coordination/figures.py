"""The coordinator's first page: figures with their definitions, by module and by institution."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import request, url_for

from lms.domain.accounts import places
from lms.domain.coordination import policy, queries, rules
from lms.domain.coordination.queries import InstitutionRow
from lms.domain.coordination.scope import Scope
from lms.foundation import clock
from lms.foundation.i18n import current_zone
from lms.web.coordination import blueprint
from lms.web.coordination.asked import asked_scope, filters_of, module_titles
from lms.web.shell.access import allow
from lms.web.shell.pages import page
from lms.web.shell.session import member

SORTED_BY = frozenset({"invited", "people", "not_started", "started", "completed"})


@blueprint.get("/coordinate")
@allow(policy.may_coordinate)
def dashboard() -> str:
    """Show how the people of the chosen programme stand."""
    scope = asked_scope(member())
    programmes = queries.list_programmes_of(scope)
    if scope.programme_id is None and programmes:
        scope = scope.narrowed(programme_id=programmes[0].id, institution_id=scope.institution_id)
    now, order = clock.now(), request.args.get("sort", "name")
    return page(
        "coordination/dashboard",
        programmes=programmes,
        scope=scope,
        filters=filters_of(scope),
        figures=queries.count_figures(scope),
        modules=queries.list_module_rows(scope),
        titles=module_titles(),
        institutions=_in_order(queries.list_institution_rows(scope), order),
        sortable=partial(_sortable, scope, order),
        places=places,
        months=_months(scope, now),
        now=now,
    )


def _months(scope: Scope, now: datetime) -> list[dict[str, Any]]:
    """Return the last twelve months as the drawing takes them, without those before the first start."""
    rows = queries.list_month_rows(scope, rules.month_beginnings(now, current_zone()))
    first = next((place for place, row in enumerate(rows) if row.started or row.completed), len(rows))
    # One month alone is no course of things: at least half a year is shown.
    shown = rows[min(first, max(0, len(rows) - 6)) :] if first < len(rows) else []
    return [{"label": f"{row.first_day:%Y-%m}", "values": (row.started, row.completed)} for row in shown]


def _in_order(rows: list[InstitutionRow], order: str) -> list[InstitutionRow]:
    """Return the institutions by name, or those with the highest figure first."""
    return sorted(rows, key=lambda row: -getattr(row, order)) if order in SORTED_BY else rows


def _sortable(scope: Scope, order: str, column: str, words: str, number: bool = False) -> dict[str, Any]:
    """Return the head of a column by which the institutions can be put in order."""
    chosen = order if order in SORTED_BY else "name"
    asked: dict[str, Any] = {**filters_of(scope), "sort": column, "_anchor": "by-institution"}
    direction = "ascending" if column == "name" else "descending"
    return {
        "text": words,
        "number": number,
        "url": url_for(".dashboard", **asked),
        "sorted": direction if column == chosen else "none",
    }
