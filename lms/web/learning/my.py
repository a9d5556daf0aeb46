"""My learning: the one next step first, then everything the viewer is in.

The page is put together from pieces. Each was rendered once for all who stand alike, and
what is the learner's own alone is a hole in it, so hardly anything is rendered when it is opened.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, g, render_template

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import queries as assessment
from lms.domain.content import queries as content
from lms.domain.learning import overview, queries, study_plan
from lms.domain.learning.overview import Course
from lms.domain.learning.queries import ProgrammePlace, Rhythm
from lms.domain.notifications import queries as notifications
from lms.domain.notifications.queries import Unread
from lms.foundation import clock
from lms.foundation.i18n import current_language, current_zone, format_date
from lms.web.learning.blueprint import blueprint
from lms.web.shell import frame
from lms.web.shell.access import members
from lms.web.shell.prerender import PageCache, Prerendered, hole
from lms.web.shell.session import find_viewer_with, member

_pieces = PageCache(most_bytes=6 * 1024 * 1024)


@dataclass(frozen=True)
class Desk:
    """All that the learner is in, and their plan."""

    courses: dict[int, Course]
    places: list[ProgrammePlace]
    rhythm: Rhythm | None
    waiting: dict[int, Any]
    dates: list[assessment.OwnDate]

    @property
    def programmes(self) -> list[ProgrammePlace]:
        """The programmes that the learner is in now."""
        return [place for place in self.places if not place.left_at and not place.completed_at]

    @property
    def singles(self) -> list[Course]:
        """The modules that stand in none of the learner's programmes."""
        inside = {module_id for place in self.places if not place.left_at for module_id in place.module_ids}
        return [course for module_id, course in self.courses.items() if module_id not in inside]

    @property
    def completed(self) -> list[Course]:
        """The modules that the learner has completed."""
        return [course for course in self.courses.values() if course.standing.is_completed]


def _find_learner(token: str) -> tuple[Actor, Unread] | None:
    """Find the viewer of the page together with their programmes: it is where everybody begins."""
    found = notifications.find_learner(token)
    if found is None:
        return None
    g.places, g.has_dates = found.places, found.has_dates
    return found.actor, found.unread


find_viewer_with("learning.my_learning", _find_learner)


@blueprint.get("/my")
@members
def my_learning() -> Response:
    """Show what to do next, then all programmes and modules with their progress."""
    learner = member()
    desk = _desk(learner.id, g.places, has_dates=g.has_dates)
    page = _pieces.get((current_language(), "page"), _render_page)
    whole = page.with_pieces("sections", list(_sections(desk)))
    return whole.answer(frame.values(learner) | _own_values(desk))


def _desk(learner_id: int, places: list[ProgrammePlace], *, has_dates: bool) -> Desk:
    standings, rhythm = queries.list_standings_with_rhythm(learner_id)
    revisions = content.get_revisions([standing.revision_id for standing in standings])
    found, waiting = overview.courses(standings, revisions), {}
    if any(course.step and course.step.kind == "assignment" for course in found.values()):
        # Only now does it matter whether the work has been handed in and waits for somebody else.
        waiting = assessment.list_keys_in_grading(learner_id)
        found = overview.courses(standings, revisions, waiting)
    dates = assessment.list_own_dates(learner_id) if has_dates else []
    return Desk(overview.in_order(found, places), places, rhythm, waiting, dates)


def _render_page() -> str:
    return render_template("learning/my_learning.html", **frame.holes(), sections=hole("sections"))


def _piece(name: str, *key: Any, **values: Any) -> Prerendered:
    """Return a piece of the page; `key` has to hold all that it depends on."""

    def render() -> str:
        return render_template(
            "learning/_my_piece.html", piece=name, hole=hole, csrf_token=frame.holes()["csrf_token"], **values
        )

    return _pieces.get((current_language(), name, *key), render)


def _sections(desk: Desk) -> Iterator[Prerendered]:
    yield from _first(desk)
    for place in desk.programmes:
        yield from _programme(
            place, [desk.courses[each] for each in place.module_ids if each in desk.courses]
        )
    singles = desk.singles
    yield from _list("singles", [_line(each) for each in singles if _is_in_work(each)])
    left = [each for each in singles if each.standing.has_left]
    yield from _list("completed", [*_completed_programmes(desk.places), *map(_completed, desk.completed)])
    yield from _list("left", [*_left_programmes(desk.places), *map(_left, left)])


def _first(desk: Desk) -> Iterator[Prerendered]:
    """What stands at the top: the next step, or what to do where there is none; then the plan."""
    course = overview.next_course(desk.courses.values())
    if course is not None:
        key = (course.module.slug, course.module.content_hash, course.step)
        yield _piece("next", *key, module=course.module, step=course.step)
        yield _plan_line(desk)
        yield from _next_date(desk)
    elif not desk.courses and not desk.programmes:
        yield _piece("nothing")
    elif desk.completed and not any(each.standing.has_left for each in desk.singles):
        yield _piece("done")


def _next_date(desk: Desk) -> Iterator[Prerendered]:
    """Name the next day by which a work is meant to be handed in: the learner's own, or an agreed one."""
    for own in desk.dates:
        course = desk.courses.get(own.module_id)
        assignment = course.module.assignment(own.assignment) if course else None
        if course is not None and assignment is not None and course.standing.is_enrolled:
            key = (course.module.slug, course.module.content_hash, own)
            yield _piece("date", *key, module=course.module, assignment=assignment, own=own)
            return


def _plan_line(desk: Desk) -> Prerendered:
    rhythm = desk.rhythm
    if rhythm is None:
        return _piece("no-plan")
    today = clock.now().astimezone(ZoneInfo(current_zone())).date()
    places = [each.standing.place_at for each in desk.courses.values() if each.standing.place_at]
    if study_plan.is_paused(rhythm, today, max(places, default=None)):
        return _piece("plan-rests")
    minutes = sum(
        piece.minutes
        for module_id, course in desk.courses.items()
        if course.standing.is_enrolled
        for piece in study_plan.remaining(course.module, course.standing, desk.waiting.get(module_id, ()))
    )
    monday = study_plan.last_week(minutes, rhythm.minutes_a_week, today)
    hours = study_plan.hours_of(rhythm.minutes_a_week)
    return _piece("plan", hours, monday, hours=hours, monday=monday)


def _programme(place: ProgrammePlace, own: list[Course]) -> Iterator[Prerendered]:
    done = sum(course.standing.is_completed for course in own)
    titles = tuple(place.title.items())
    key = (place.slug, titles, place.is_withdrawn, len(own), done)
    yield _piece("programme", *key, place=place, count=len(own), done=done)
    yield from map(_line, own)
    yield _piece("programme-end", place.slug, place.is_withdrawn, place=place)


def _list(name: str, items: Collection[Prerendered]) -> Iterator[Prerendered]:
    if items:
        yield _piece(name)
        yield from items
        yield _piece(f"{name}-end")


def _is_in_work(course: Course) -> bool:
    return course.standing.is_enrolled and not course.standing.is_completed


def _line(course: Course) -> Prerendered:
    """One module of the learner: its title, and how far they are."""
    standing, waits = course.standing, course.step is not None and course.step.kind == "wait"
    state = (course.progress.done, standing.is_completed, standing.has_left, waits)
    return _piece("line", course.module.slug, course.module.content_hash, *state, course=course)


def _completed_programmes(places: Iterable[ProgrammePlace]) -> Iterator[Prerendered]:
    for place in places:
        if place.completed_at:
            yield _piece("completed-programme", place.slug, tuple(place.title.items()), place=place)


def _completed(course: Course) -> Prerendered:
    return _piece("completed-module", course.module.slug, course.module.content_hash, course=course)


def _left_programmes(places: Iterable[ProgrammePlace]) -> Iterator[Prerendered]:
    for place in places:
        if place.left_at and not place.is_withdrawn:
            yield _piece("left-programme", place.slug, tuple(place.title.items()), place=place)


def _left(course: Course) -> Prerendered:
    key = (course.module.slug, course.module.content_hash, course.progress.done)
    return _piece("left-module", *key, course=course)


def _own_values(desk: Desk) -> dict[str, str]:
    """Return what only this learner has: when they completed what, and where their record of it is."""
    values = {}
    for course in desk.completed:
        slug, standing = course.module.slug, course.standing
        assert standing.completed_at is not None
        values[f"day:{slug}"] = format_date(standing.completed_at)
        values[f"record:{slug}"] = str(standing.enrolment_id)
    for place in desk.places:
        if place.completed_at:
            values[f"programme_day:{place.slug}"] = format_date(place.completed_at)
    return values
