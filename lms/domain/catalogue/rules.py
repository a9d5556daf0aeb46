"""What the catalogue says of a module's translation. Pure functions, no database."""

from lms.domain.content.compiled import MISSING, STALE, Module


def translation_gaps(module: Module, language: str) -> tuple[int, int]:
    """Count for the reader of a language the blocks that are older than their source, and those missing."""
    healths = [block.health(language) for lesson in module.lessons for block in lesson.blocks]
    return healths.count(STALE), healths.count(MISSING)
