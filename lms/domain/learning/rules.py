"""When is a module complete, and what comes next? Pure functions, no database."""

from collections.abc import Collection
from dataclasses import dataclass

from lms.domain.content.compiled import Module, Requirement
from lms.domain.learning.standing import Standing

READ = "read"
LONGEST_NOTE = 10_000
LONGEST_QUOTE = 600


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a module's steps are done; `done` is never above `total`."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """The share in whole per cent, for drawing; no steps are no progress."""
        return 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Step:
    """The one thing to do next: `kind` is read, quiz, assignment or wait (for somebody else)."""

    kind: str
    subject: str = ""
    block: str | None = None
    is_resumed: bool = False


def has_read_all(module: Module, read: Collection[str]) -> bool:
    """Tell for the register whether every lesson of the module has been read."""
    return read_count(module, read) == len(module.lessons)


def read_count(module: Module, read: Collection[str]) -> int:
    """Count for the learner which lessons of the module, as it is now, have been read."""
    return len([lesson for lesson in module.lessons if lesson.slug in read]) if read else 0


def missing_requirements(module: Module, standing: Standing) -> list[Requirement]:
    """Return what the learner has yet to achieve, in the module's own order."""
    if standing.is_completed:
        return []
    return [each for each in module.requirements if not _is_met(each, module, standing)]


def is_complete(module: Module, standing: Standing) -> bool:
    """Tell whether the module's rule is fulfilled; a module that asks for nothing is never complete."""
    return bool(module.requirements) and not missing_requirements(module, standing)


def progress(module: Module, standing: Standing) -> Progress:
    """Count for the learner the steps done: each lesson to be read, and each further requirement."""
    total = done = 0
    for requirement in module.requirements:
        steps = len(module.lessons) if requirement.kind == READ else 1
        total += steps
        if standing.is_completed or _is_met(requirement, module, standing):
            done += steps
        elif requirement.kind == READ:
            done += read_count(module, standing.read)
    return Progress(done, total)


def next_step(module: Module, standing: Standing, waiting: Collection[str] = ()) -> Step | None:
    """Return what the learner does next, or None where nothing is left.

    `waiting` are the requirements where somebody else has to act first: work handed in.
    """
    missing = missing_requirements(module, standing)
    if any(requirement.kind == READ for requirement in missing):
        return _next_lesson(module, standing)
    for requirement in missing:
        if requirement.key not in waiting:
            return Step(requirement.kind, requirement.subject)
    return Step("wait", missing[0].subject) if missing else None


def is_better(new: tuple[bool, int | None, int | None], old: tuple[bool, int | None, int | None]) -> bool:
    """Tell whether a result (passed, score, out of) raises a standing; what is reached stays reached."""
    if new[0] != old[0]:
        return new[0]
    return _share(new[1], new[2]) > _share(old[1], old[2])


def quote(text: str) -> str:
    """Return as much of a block's text as a note remembers, cut between words."""
    words = " ".join(text.split())
    if len(words) <= LONGEST_QUOTE:
        return words
    return words[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def count_words(text: str) -> int:
    """Count what has to be read of a text, for the time that is left."""
    return len(text.split())


def minutes_left(minutes: int, words: int, words_left: int) -> int:
    """Return how many of a lesson's minutes are left at a place, by its words; never nought before the end.

    A lesson's minutes count its activities too, so they are shared out, not reckoned from a reading speed.
    """
    if words_left <= 0 or words <= 0:
        return 0
    return max(1, round(minutes * min(words_left, words) / words))


def _is_met(requirement: Requirement, module: Module, standing: Standing) -> bool:
    earned = standing.earned.get(requirement.key)
    if earned is not None and earned.is_passed:
        return True
    return requirement.kind == READ and has_read_all(module, standing.read)


def _next_lesson(module: Module, standing: Standing) -> Step:
    unread = [lesson.slug for lesson in module.lessons if lesson.slug not in standing.read]
    if standing.place_lesson in unread:
        return Step(READ, standing.place_lesson or "", standing.place_block, is_resumed=True)
    return Step(READ, unread[0], is_resumed=bool(standing.read))


def _share(score: int | None, out_of: int | None) -> float:
    return (score or 0) / out_of if out_of else 0.0
