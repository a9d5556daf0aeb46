"""What part of their scope a coordinator or an author asks for, from the address."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import TypeVar

from flask import request

from lms.domain.accounts.actor import Actor
from lms.domain.content import queries as content
from lms.domain.coordination import queries, rules
from lms.domain.coordination.answer_times import Month
from lms.domain.coordination.queries import Bounds
from lms.domain.coordination.scope import Scope
from lms.foundation.i18n import current_zone, in_language
from lms.foundation.i18n import gettext as _
from lms.web.shell.incoming import whole_number

AUTHOR, COORDINATOR = "author", "coordinator"
Figures = TypeVar("Figures")


def asked_scope(actor: Actor) -> Scope:
    """Return the scope of the viewer, narrowed by the filters in the address."""
    return Scope.of(actor).narrowed(
        programme_id=request.args.get("programme", type=whole_number),
        institution_id=request.args.get("institution", type=whole_number),
        standing=request.args.get("standing"),
        name=request.args.get("name", "")[:100],
    )


def filters_of(scope: Scope) -> dict[str, object]:
    """Return the filters as an address carries them, empty ones left out."""
    found = {
        "programme": scope.programme_id,
        "institution": scope.institution_id,
        "standing": scope.standing,
        "name": scope.name,
    }
    return {name: value for name, value in found.items() if value}


def module_titles() -> dict[str, Mapping[str, str]]:
    """Return the titles of all modules by slug, from what the process already holds."""
    return {module.slug: module.title for module in content.list_current_modules()}


def asked_bounds(actor: Actor, view: str) -> Bounds:
    """Return what an author or coordinator answers for; authors may narrow it to a module by the address.

    A coordinator sees all modules in one table and cannot narrow it: what is left out there for the sake
    of few people would come to light as the difference of two such looks.
    """
    if view == COORDINATOR:
        return Bounds.of_coordinator(actor)
    return replace(Bounds.of_author(actor), module_slug=request.args.get("module") or None)


def smallest_shown(view: str) -> int:
    """Return how many people must stand behind what a coordinator reads; authors know each of theirs."""
    return 1 if view == AUTHOR else queries.SMALLEST_GROUP


def last_months(now: datetime) -> list[Month]:
    """Return the months that figures are about, the oldest first, in the reader's zone."""
    beginnings = rules.month_beginnings(now, current_zone())
    return [Month(begin.date(), begin, end) for begin, end in pairwise(beginnings)]


def named_parts(
    overall: Figures | None, modules: Mapping[int, Figures | None], months: Mapping[date, Figures | None]
) -> Iterator[tuple[str, Figures | None]]:
    """Give the figures of all, of each module and of each month with their names, for a file."""
    titles = {each.module_id: each.title for each in content.list_current_modules()}
    yield _("In all"), overall
    for module_id, found in modules.items():
        known = module_id in titles
        yield in_language(titles[module_id]) if known else _("A module no longer on offer"), found
    for day, found in months.items():
        yield f"{day:%Y-%m}", found
