"""Figures in all, by module and by month: one page and one file, for coordinators and for authors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Generic, TypeVar

from flask import Response, request

from lms.domain.accounts.actor import Actor
from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.coordination import queries, rules
from lms.domain.coordination.queries import Bounds
from lms.domain.coordination.small_groups import Month, Parts
from lms.foundation import clock
from lms.foundation.i18n import current_zone, in_language
from lms.foundation.i18n import gettext as _
from lms.foundation.sorting import place_in_list
from lms.web.shell.csv_export import csv_response, harmless
from lms.web.shell.pages import page
from lms.web.shell.session import member

AUTHOR, COORDINATOR = "author", "coordinator"
Figures = TypeVar("Figures")


@dataclass(frozen=True)
class Look:
    """One look at figures: whose, of which part, of which months, and when."""

    view: str
    actor: Actor
    bounds: Bounds
    months: list[Month]
    now: datetime

    @property
    def smallest(self) -> int:
        """How many people must stand behind what a coordinator reads; authors know each of theirs."""
        return 1 if self.view == AUTHOR else queries.SMALLEST_GROUP


@dataclass(frozen=True)
class Report(Generic[Figures]):
    """One kind of figures: its template, the name of its file, its reckoning, and its columns in the file."""

    template: str
    name: str
    reckon: Callable[[Look], Parts[Figures]]
    heads: Callable[[], list[str]]
    cells: Callable[[Figures], list[Any]]

    def page(self, view: str) -> str:
        """Show the figures to a coordinator, or to an author those of their own."""
        look = _look(view)
        modules = _modules_by_title()
        return page(self.template, shown=look, found=_in_order(self.reckon(look), modules), modules=modules)

    def file(self, view: str) -> Response:
        """Give the very figures of the page as a file; they name nobody."""
        look = _look(view)
        name = f"savimoka-{self.name}-{look.now:%Y-%m-%d}.csv"
        return csv_response(name, self._rows(self.reckon(look)), plain=request.args.get("form") == "plain")

    def _rows(self, parts: Parts[Figures]) -> Iterator[list[Any]]:
        heads = self.heads()
        yield [_("Module or month"), *heads]
        modules = _modules_by_title()
        for name, found in _named(_in_order(parts, modules), modules):
            too_few = [_("too few people to show"), *[""] * (len(heads) - 1)]
            yield [harmless(name), *(too_few if found is None else self.cells(found))]


def _look(view: str) -> Look:
    actor, now = member(), clock.now()
    beginnings = rules.month_beginnings(now, current_zone())
    months = [Month(begin.date(), begin, end) for begin, end in pairwise(beginnings)]
    return Look(view, actor, _bounds(actor, view), months, now)


def _bounds(actor: Actor, view: str) -> Bounds:
    """Return what an author or coordinator answers for; authors may narrow it to a module by the address.

    A coordinator sees all modules in one table and cannot narrow it: what is left out there for the sake
    of few people would come to light as the difference of two such looks.
    """
    if view == COORDINATOR:
        return Bounds.of_coordinator(actor)
    return replace(Bounds.of_author(actor), module_slug=request.args.get("module") or None)


def _modules_by_title() -> dict[int, Module]:
    """Return the modules on offer as their reader looks for them, by title."""
    offered = sorted(content.list_current_modules(), key=lambda each: place_in_list(each.title))
    return {each.module_id: each for each in offered}


def _in_order(parts: Parts[Figures], modules: dict[int, Module]) -> Parts[Figures]:
    """Return the same figures with the modules by title, and last those that are no longer on offer."""
    known = [module_id for module_id in modules if module_id in parts.modules]
    gone = [module_id for module_id in parts.modules if module_id not in modules]
    return replace(parts, modules={each: parts.modules[each] for each in known + gone})


def _named(parts: Parts[Figures], modules: dict[int, Module]) -> Iterator[tuple[str, Figures | None]]:
    yield _("In all"), parts.overall
    for module_id, found in parts.modules.items():
        known = module_id in modules
        yield in_language(modules[module_id].title) if known else _("A module no longer on offer"), found
    for day, found in parts.months.items():
        yield f"{day:%Y-%m}", found
