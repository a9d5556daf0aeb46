"""How long questions wait for their first answer: for coordinators and authors, as a page and a file."""

from typing import Any

from flask import Response

from lms.domain.coordination import answer_times as figures
from lms.domain.coordination import policy, queries
from lms.domain.coordination.answer_times import AnswerTimes, Figures
from lms.foundation import working_days
from lms.foundation.i18n import gettext as _
from lms.web.coordination import blueprint
from lms.web.coordination.by_part import AUTHOR, COORDINATOR, Look, Report
from lms.web.shell.access import allow


@blueprint.get("/coordinate/answers")
@allow(policy.may_coordinate)
def answer_times() -> str:
    """Show a coordinator how long questions wait, in all, by module and by month."""
    return _REPORT.page(COORDINATOR)


@blueprint.get("/teach/answers")
@allow(policy.may_see_own_answer_times)
def own_answer_times() -> str:
    """Show an author the same of their own modules."""
    return _REPORT.page(AUTHOR)


@blueprint.get("/coordinate/answers.csv")
@allow(policy.may_coordinate)
def download_answer_times() -> Response:
    """Give a coordinator the very figures of the page as a file; they name nobody."""
    return _REPORT.file(COORDINATOR)


@blueprint.get("/teach/answers.csv")
@allow(policy.may_see_own_answer_times)
def download_own_answer_times() -> Response:
    """Give an author the same of their own modules."""
    return _REPORT.file(AUTHOR)


def _reckon(look: Look) -> AnswerTimes:
    questions = queries.list_questions(look.bounds, look.months[0].begins_at)
    return figures.reckon(questions, look.months, look.smallest, working_days.day_of(look.now))


def _heads() -> list[str]:
    return [
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


def _cells(found: Figures) -> list[Any]:
    half, nine = found.half, found.nine_in_ten
    return [
        found.asked,
        found.answered,
        *((half.hours, half.days) if half else ("", "")),
        *((nine.hours, nine.days) if nine else ("", "")),
        found.kept,
        found.due,
        found.waiting,
        working_days.day_of(found.oldest_since).isoformat() if found.oldest_since else "",
    ]


_REPORT = Report("coordination/answer_times", "answers", _reckon, _heads, _cells)
