"""How long questions wait for their first answer: for coordinators and authors, as a page and a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, request

from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.coordination import answer_times as figures
from lms.domain.coordination import policy, queries
from lms.domain.coordination.answer_times import AnswerTimes, Figures
from lms.domain.coordination.queries import Bounds
from lms.foundation import clock, working_days
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
    """One look at the answer times: whose, of which part, when, and what was reckoned."""

    view: str
    bounds: Bounds
    now: datetime
    times: AnswerTimes
    modules: dict[int, Module]

    @property
    def smallest(self) -> int:
        """Authors have read each question themselves; for coordinators nobody may be told apart."""
        return smallest_shown(self.view)


@blueprint.get("/coordinate/answers")
@allow(policy.may_coordinate)
def answer_times() -> str:
    """Show a coordinator how long questions wait, in all, by module and by month."""
    return _page(COORDINATOR)


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


def _page(view: str) -> str:
    look = _look(view)
    return page("coordination/answer_times", shown=look, asked=look.bounds.module_slug)


def _file(view: str) -> Response:
    look = _look(view)
    name = f"savimoka-answers-{look.now:%Y-%m-%d}.csv"
    return csv_response(name, _rows(look), plain=request.args.get("form") == "plain")


def _look(view: str) -> Look:
    actor, now = member(), clock.now()
    bounds, months = asked_bounds(actor, view), last_months(now)
    questions = queries.list_questions(bounds, months[0].begins_at)
    times = figures.reckon(questions, months, smallest_shown(view), working_days.day_of(now))
    return Look(view, bounds, now, times, {each.module_id: each for each in content.list_current_modules()})


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
    for name, found in named_parts(look.times.overall, look.times.modules, look.times.months):
        yield _row(name, found)


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
