"""All that a learner is learning, and the one thing to do next. Pure, for the page My learning."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from lms.domain.content.compiled import Module
from lms.domain.learning import rules
from lms.domain.learning.standing import Standing


class Programme(Protocol):
    """Of a place in a programme: its modules in order."""

    @property
    def module_ids(self) -> Sequence[int]: ...


@dataclass(frozen=True)
class Course:
    """One module of the learner: its text now, how far they are, what comes next in it."""

    module: Module
    standing: Standing
    progress: rules.Progress
    step: rules.Step | None

    @property
    def is_open(self) -> bool:
        """Whether there is something in it that the learner can do now."""
        return self.step is not None and self.step.kind != "wait"

    @property
    def touched_at(self) -> datetime | None:
        """When the learner was last in it."""
        return self.standing.place_at or self.standing.enrolled_at


def courses(
    standings: Iterable[Standing],
    modules: Mapping[int, Module],
    in_grading: Mapping[int, Collection[str]] = MappingProxyType({}),
) -> dict[int, Course]:
    """Return the learner's modules by id; withdrawn ones only where they were completed.

    `modules` are by revision; `in_grading` says by module which work waits for somebody else.
    """
    found = {}
    for standing in standings:
        if standing.is_withdrawn and not standing.is_completed:
            continue
        module = modules[standing.revision_id]
        waiting = in_grading.get(standing.module_id, ())
        step = rules.next_step(module, standing, waiting) if standing.is_enrolled else None
        progress = rules.progress(module, standing)
        found[standing.module_id] = Course(module, standing, progress, step)
    return found


def next_course(found: Iterable[Course]) -> Course | None:
    """Return the module to go on with: the one the learner was in last, before those not yet begun."""
    open_ones = [course for course in found if course.is_open]
    begun = [course for course in open_ones if course.standing.started_at is not None]
    if begun:
        return max(begun, key=lambda course: course.touched_at.timestamp() if course.touched_at else 0.0)
    return open_ones[0] if open_ones else None


def in_order(found: Mapping[int, Course], places: Iterable[Programme]) -> dict[int, Course]:
    """Return the modules in the order of the programmes, so that the first comes next where none is begun."""
    ordered = [module_id for place in places for module_id in place.module_ids if module_id in found]
    return {module_id: found[module_id] for module_id in [*ordered, *found]}
