"""How the quizzes and questions of one's modules do, without names; as a page and as a file."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from flask import Response, request, url_for

from lms.domain.assessment import policy, queries
from lms.domain.assessment.item_statistics import LEAST_PEOPLE
from lms.domain.assessment.queries import ItemLine, QuizPlace
from lms.domain.catalogue import queries as catalogue
from lms.domain.content import queries as content
from lms.foundation.i18n import format_number
from lms.foundation.i18n import gettext as _
from lms.foundation.sorting import place_in_list
from lms.web.assessment.blueprint import blueprint
from lms.web.assessment.in_words import mistake_words, question_words
from lms.web.shell.access import allow
from lms.web.shell.csv_export import csv_response, harmless
from lms.web.shell.pages import page
from lms.web.shell.session import member

_LAST = float("inf")
# Sorting by a column; what has no figure stands last either way.
_ORDERS: dict[str, Callable[[ItemLine], float | None]] = {
    "place": lambda line: line.place,
    "people": lambda line: line.figures.people,
    "right": lambda line: line.figures.share_right,
    "points": lambda line: line.figures.mean_share,
    "discrimination": lambda line: line.figures.discrimination,
}


@blueprint.get("/teach/quizzes")
@allow(policy.may_see_waiting)
def list_quizzes() -> str:
    """List the quizzes of the modules that the viewer answers for, with how they go."""
    actor = member()
    answered_for = catalogue.authored_module_ids(actor)
    modules = [each for each in content.list_current_modules() if each.module_id in answered_for]
    return page(
        "assessment/list_quizzes",
        modules=sorted(
            (each for each in modules if each.quizzes), key=lambda each: place_in_list(each.title)
        ),
        results=queries.count_results([module.module_id for module in modules]),
        corrections={(each.module_id, each.quiz): each.id for each in queries.list_open_corrections(actor)},
        least=LEAST_PEOPLE,
    )


@blueprint.get("/teach/quizzes/<module>/<quiz>")
@allow(policy.may_correct, load=queries.get_quiz_place)
def show_items(place: QuizPlace) -> str:
    """Show how each question of a quiz behaves; `?sort=` and `?down` order the table."""
    column, is_down = request.args.get("sort", "place"), "down" in request.args
    if column not in _ORDERS:
        column = "place"
    lines = _sorted(queries.list_items(place.module, place.quiz.slug), column, is_down)
    return page(
        "assessment/show_items",
        place=place,
        lines=lines,
        heading=partial(_heading, place, column, is_down),
        correction_id=queries.find_correction_about(place.module_id, place.quiz.slug),
        people=max((line.figures.people for line in lines), default=0),
        least=LEAST_PEOPLE,
        question_words=question_words,
        mistake_words=mistake_words,
    )


@blueprint.get("/teach/quizzes/<module>/<quiz>/items.csv")
@allow(policy.may_correct, load=queries.get_quiz_place)
def download_items(place: QuizPlace) -> Response:
    """Give the same figures as a file."""
    lines = queries.list_items(place.module, place.quiz.slug)
    name = f"{place.module.slug}-{place.quiz.slug}.csv"
    return csv_response(name, _rows(lines), plain=request.args.get("form") == "plain")


def _sorted(lines: list[ItemLine], column: str, is_down: bool) -> list[ItemLine]:
    figure = _ORDERS[column]

    def key(line: ItemLine) -> float:
        value = figure(line)
        return _LAST if value is None else -value if is_down else value

    return sorted(lines, key=key)


def _heading(place: QuizPlace, column: str, is_down: bool, name: str, text: str) -> dict[str, object]:
    """Return the head of a column that sorts the table; pressed again it turns the order round."""
    is_here = column == name
    return {
        "text": text,
        "number": name != "place",
        "url": url_for(
            ".show_items",
            module=place.module.slug,
            quiz=place.quiz.slug,
            sort=name,
            _anchor="questions",
            down=1 if is_here and not is_down else None,
        ),
        "sorted": ("descending" if is_down else "ascending") if is_here else "none",
    }


def _rows(lines: list[ItemLine]) -> Iterator[list[Any]]:
    yield [
        _("Number"),
        _("Question"),
        _("Key"),
        _("People"),
        _("Share right, per cent"),
        _("Mean points"),
        _("Most possible"),
        _("Discrimination"),
        _("Most frequent mistake"),
        _("How often"),
    ]
    for line in lines:
        found = line.figures
        mistake = mistake_words(line.question, found.mistake) if found.mistake else ""
        yield [
            line.place or "",
            harmless(question_words(line.question, 500)),
            _("present") if line.is_current else _("earlier"),
            found.people,
            _figure(found.share_right and found.share_right * 100, 0, found.share_right),
            _figure(found.mean_points, 2, found.mean_points),
            found.points or "",
            _figure(found.discrimination, 2, found.discrimination),
            harmless(mistake),
            found.mistaken or "",
        ]


def _figure(value: float | None, digits: int, known: float | None) -> object:
    """Return a figure as the reader's language writes it; nothing where too few people answered."""
    return "" if known is None else format_number(round(value or 0, digits))
