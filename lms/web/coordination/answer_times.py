"""How long questions wait for their first answer: for coordinators and authors, as a page and a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from flask import Response, request

from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.coordination import answer_times as figures
from lms.domain.coordination import policy, queries, rules
from lms.domain.coordination.answer_times import AnswerTimes, Figures, Month
from lms.domain.coordination.queries import Bounds
from lms.domain.coordination.scope import Scope
from lms.foundation import clock, working_days
from lms.foundation.i18n import current_zone, in_language
from lms.foundation.i18n import gettext as _
from lms.web.coordination import blueprint
from lms.web.shell.access import allow
from lms.web.shell.csv_export import csv_response, harmless
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page
from lms.web.shell.session import member

AUTHOR, COORDINATOR = "author", "coordinator"


@dataclass(frozen=True)
class Look:
    """One look at the answer times: whose, of which part, when, and what was reckoned."""

    view: str
    bounds: Bounds
    now: datetime
    times: AnswerTimes
    modules: dict[int, Module]

    @property
    def smallest(self) -> int:
        """Authors have read each question themselves; for coordinators nobody may be told apart."""
        return _smallest(self.view)


@blueprint.get("/coordinate/answers")
@allow(policy.may_coordinate)
def answer_times() -> str:
    """Show a coordinator how long questions wait, in all, by module and by month."""
    return _page(COORDINATOR, queries.list_programmes_of(Scope.of(member())))


@blueprint.get("/teach/answers")
@allow(policy.may_see_own_answer_times)
def own_answer_times() -> str:
    """Show an author the same of their own modules."""
    return _page(AUTHOR)


@blueprint.get("/coordinate/answers.csv")
@allow(policy.may_coordinate)
def download_answer_times() -> Response:
    """Give a coordinator the very figures of the page as a file; they name nobody."""
    return _file(COORDINATOR)


@blueprint.get("/teach/answers.csv")
@allow(policy.may_see_own_answer_times)
def download_own_answer_times() -> Response:
    """Give an author the same of their own modules."""
    return _file(AUTHOR)


def _page(view: str, programmes: Sequence[Any] = ()) -> str:
    look = _look(view)
    return page(
        "coordination/answer_times",
        shown=look,
        programmes=programmes,
        asked={"programme": look.bounds.programme_id, "module": look.bounds.module_slug},
    )


def _file(view: str) -> Response:
    look = _look(view)
    name = f"savimoka-answers-{look.now:%Y-%m-%d}.csv"
    return csv_response(name, _rows(look), plain=request.args.get("form") == "plain")


def _look(view: str) -> Look:
    actor, now = member(), clock.now()
    bounds = replace(
        Bounds.of_author(actor) if view == AUTHOR else Bounds.of_coordinator(actor),
        programme_id=request.args.get("programme", type=whole_number),
        module_slug=request.args.get("module") or None,
    )
    beginnings = rules.month_beginnings(now, current_zone())
    months = [Month(begin.date(), begin, end) for begin, end in pairwise(beginnings)]
    questions = queries.list_questions(bounds, beginnings[0])
    times = figures.reckon(questions, months, _smallest(view), working_days.day_of(now))
    return Look(view, bounds, now, times, {each.module_id: each for each in content.list_current_modules()})


def _smallest(view: str) -> int:
    return 1 if view == AUTHOR else queries.SMALLEST_GROUP


def _rows(look: Look) -> Iterator[list[Any]]:
    yield [
        _("Module or month"),
        _("Asked"),
        _("Answered"),
        _("Half answered within, hours"),
        _("Half answered within, working days"),
        _("Nine in ten answered within, hours"),
        _("Nine in ten answered within, working days"),
        _("Promises kept"),
        _("Promises due"),
        _("Waiting now"),
        _("The oldest since"),
    ]
    yield _row(_("In all"), look.times.overall)
    for module_id, found in look.times.modules.items():
        module = look.modules.get(module_id)
        yield _row(in_language(module.title) if module else _("A module no longer on offer"), found)
    for day, found in look.times.months.items():
        yield _row(f"{day:%Y-%m}", found)


def _row(name: str, found: Figures | None) -> list[Any]:
    if found is None:
        return [harmless(name), _("too few people to show"), *[""] * 9]
    half, nine = found.half, found.nine_in_ten
    oldest = working_days.day_of(found.oldest_since).isoformat() if found.oldest_since else ""
    return [
        harmless(name),
        found.asked,
        found.answered,
        *((half.hours, half.days) if half else ("", "")),
        *((nine.hours, nine.days) if nine else ("", "")),
        found.kept,
        found.due,
        found.waiting,
        oldest,
    ]
