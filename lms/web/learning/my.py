"""My learning: the one next step first, then everything the viewer is in."""

from collections.abc import Hashable
from typing import Any

from flask import Response, render_template
from markupsafe import Markup

from lms.domain.assessment import queries as assessment
from lms.domain.content import queries as content
from lms.domain.learning import overview, queries
from lms.domain.learning.overview import Course
from lms.domain.learning.queries import ProgrammePlace
from lms.foundation.i18n import current_language, current_zone
from lms.web.learning.blueprint import blueprint
from lms.web.shell import frame
from lms.web.shell.access import members
from lms.web.shell.prerender import PageCache
from lms.web.shell.session import member

# The page is the same for all who stand alike in the same texts, and so is each of its lines.
_pages = PageCache(most_bytes=6 * 1024 * 1024)
_lines = PageCache(most_bytes=2 * 1024 * 1024)


@blueprint.get("/my")
@members
def my_learning() -> Response:
    """Show what to do next, then all programmes and modules with their progress."""
    learner = member()
    standings = queries.list_standings(learner.id)
    places = queries.list_programme_places(learner.id)
    revisions = content.get_revisions([standing.revision_id for standing in standings])
    found = overview.courses(standings, revisions)
    if any(course.step and course.step.kind == "assignment" for course in found.values()):
        # Only now does it matter whether the work has been handed in and waits for somebody else.
        found = overview.courses(standings, revisions, assessment.list_keys_in_grading(learner.id))
    # In the order of the programmes: where nothing has been begun, the first module is the next one.
    in_order = [module_id for place in places for module_id in place.module_ids if module_id in found]
    courses = {module_id: found[module_id] for module_id in [*in_order, *found]}
    next_one = overview.next_course(courses.values())
    kept = _pages.get(_key(courses, places, next_one), lambda: _render(courses, places, next_one))
    return kept.answer(frame.values(learner))


def _render(courses: dict[int, Course], places: list[ProgrammePlace], next_one: Course | None) -> str:
    in_programmes = {module_id for place in places if not place.left_at for module_id in place.module_ids}
    singles = [course for module_id, course in courses.items() if module_id not in in_programmes]
    return render_template(
        "learning/my_learning.html",
        **frame.holes(),
        line=_line,
        next=next_one,
        courses=courses,
        programmes=[
            (place, [courses[module_id] for module_id in place.module_ids if module_id in courses])
            for place in places
            if not place.left_at and not place.completed_at
        ],
        completed_programmes=[place for place in places if place.completed_at],
        left_programmes=[place for place in places if place.left_at and not place.is_withdrawn],
        singles=[each for each in singles if each.standing.is_enrolled and not each.standing.is_completed],
        left=[each for each in singles if each.standing.has_left],
        completed=[course for course in courses.values() if course.standing.is_completed],
    )


def _key(courses: dict[int, Course], places: list[ProgrammePlace], next_one: Course | None) -> Hashable:
    """Return all that the page depends on."""
    return (
        current_language(),
        current_zone(),
        tuple((module_id, *_state(course)) for module_id, course in courses.items()),
        tuple((*place[:2], *place.title.values(), *place[3:6], *place.module_ids) for place in places),
        (next_one.module.slug, next_one.step) if next_one else None,
    )


def _state(course: Course) -> tuple[Any, ...]:
    standing = course.standing
    return (
        course.module.slug,
        course.module.content_hash,
        course.progress.done,
        standing.completed_at,
        standing.enrolment_id if standing.is_completed else None,
        standing.has_left,
        course.step is not None and course.step.kind == "wait",
    )


def _line(course: Course) -> Markup:
    """Return one module of the learner in a list: its title, and how far they are."""
    key = (current_language(), *_state(course))
    line = _lines.get(key, lambda: render_template("learning/_course_line.html", course=course))
    return Markup(line.fill({}))
