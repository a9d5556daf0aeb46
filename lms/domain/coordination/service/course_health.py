"""Keeping what the courses ask of their authors, each time one of them is published or withdrawn."""

from collections.abc import Callable

from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.coordination import course_health, queries
from lms.domain.coordination.course_health import FoundLink
from lms.domain.coordination.models import CourseHealth, CourseLink
from lms.foundation import clock, db
from lms.foundation.db import session

Find = Callable[[str], Module | None]


def look_over(module: Module) -> None:
    """Note what a module asks of its authors as published now, and whose links it mends or breaks."""
    _look_over(module, content.find_current)
    _look_at_links_to(module.slug, content.find_current)


def look_over_courses() -> int:
    """Look over every module on offer that was published unnoticed; return how many there were."""
    modules = {module.slug: module for module in content.list_current_modules()}
    known = queries.list_looked_over()
    behind = [each for each in modules.values() if known.get(each.module_id) != each.revision_id]
    for module in behind:
        _look_over(module, modules.get)
    return len(behind)


def note_withdrawal(module_id: int) -> None:
    """Let the authors of other modules know that their links lead nowhere now."""
    slug = queries.find_slug(module_id)
    if slug:
        _look_at_links_to(slug, content.find_current)


def _look_over(module: Module, find: Find) -> None:
    asked = course_health.reckon(module, clock.now())
    db.insert_once(
        CourseHealth,
        module_id=module.module_id,
        revision_id=module.revision_id,
        stale_count=0,
        review_from=asked.review_from,
        review_by=asked.review_by,
    )
    row = queries.get_course_health_for_change(module.module_id)
    # Who had some to look at before has been asked since then.
    asked_before = row.stale_since if row.stale_count else None
    row.revision_id, row.stale_count = module.revision_id, asked.stale_count
    row.stale_since = asked_before or asked.stale_since if asked.stale_count else None
    row.review_from, row.review_by = asked.review_from, asked.review_by
    _keep_links(module, find)


def _keep_links(module: Module, find: Find) -> None:
    found = {link.address: link for link in course_health.links_of(module)}
    for row in queries.list_links_of(module.module_id):
        link = found.pop(row.address, None)
        if link is None:
            session.delete(row)
            continue
        row.lesson, row.block = link.lesson, link.block
        if row.target:
            _judge(row, find)
    for link in found.values():
        row = _new_link(module.module_id, link)
        if row.target:
            _judge(row, find)
        session.add(row)


def _new_link(module_id: int, link: FoundLink) -> CourseLink:
    return CourseLink(
        module_id=module_id,
        address=link.address,
        target=link.target,
        host=link.host,
        lesson=link.lesson,
        block=link.block,
        trouble="",
        failures=0,
        due_at=clock.now() if link.host else None,
    )


def _look_at_links_to(slug: str, find: Find) -> None:
    for row in queries.list_links_to(slug):
        _judge(row, find)


def _judge(row: CourseLink, find: Find) -> None:
    """Say of a link among the courses whether it leads anywhere now."""
    row.trouble = course_health.trouble_inside(row.address, find)
    row.broken_since = (row.broken_since or clock.now()) if row.trouble else None
