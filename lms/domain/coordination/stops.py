"""Where somebody stopped in a module and what comes next, as a reminder says it. Pure, no database."""

from typing import Any

from lms.domain.content.compiled import Module
from lms.domain.learning import rules
from lms.domain.learning.standing import Standing


def describe_stop(module: Module, standing: Standing) -> dict[str, Any] | None:
    """Return what a reminder says of an enrolment that waits for nobody else; None if all is done."""
    step = rules.next_step(module, standing)
    if step is None:
        return None
    stopped = module.lesson(standing.place_lesson) if standing.place_lesson else None
    lesson = module.lesson(step.subject) if step.kind == rules.READ else None
    return {
        "module": module.slug,
        "module_title": dict(module.title),
        "has_begun": standing.started_at is not None,
        "stopped_title": dict(stopped.title) if stopped else {},
        "kind": step.kind,
        "subject": step.subject,
        "lesson_title": dict(lesson.title) if lesson else {},
        "minutes": lesson.minutes if lesson else 0,
    }
