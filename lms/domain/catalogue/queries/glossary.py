"""The terms that the modules on offer explain, gathered from all of them."""

from dataclasses import dataclass
from typing import NamedTuple

from lms.domain.content import queries as content
from lms.domain.content.compiled import ExplainedTerm, Lesson, Module


class Use(NamedTuple):
    """A lesson that uses a term, and the module it belongs to."""

    module: Module
    lesson: Lesson


@dataclass(frozen=True)
class GlossaryEntry:
    """A term with its meaning in both languages, and where it is used."""

    term: ExplainedTerm
    uses: tuple[Use, ...]


def list_terms() -> list[GlossaryEntry]:
    """Return every term that a module on offer explains; the latest publication says what it means."""
    latest: dict[str, tuple[int, ExplainedTerm]] = {}
    uses: dict[str, list[Use]] = {}
    for module in content.list_current_modules():
        for term in module.terms:
            if term.key not in latest or latest[term.key][0] < module.revision_id:
                latest[term.key] = (module.revision_id, term)
            lessons = [lesson for lesson in module.lessons if lesson.slug in term.lessons]
            uses.setdefault(term.key, []).extend(Use(module, lesson) for lesson in lessons)
    return [GlossaryEntry(term, tuple(uses[key])) for key, (_, term) in latest.items()]
