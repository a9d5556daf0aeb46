"""Read small files in tests, and look at what came of them."""

from typing import Any

from lms.domain.content.question_files.importing import Imported, import_questions


def read(text: str | bytes, file: str = "test.txt", **named: str) -> Imported:
    """Read a file of questions in English, if nothing else is said."""
    content = text.encode() if isinstance(text, str) else text
    return import_questions(content, file, **{"language": "en", **named})


def entries(imported: Imported) -> list[dict[str, Any]]:
    """The questions that came in."""
    return [line.entry for line in imported.lines]


def only(imported: Imported) -> dict[str, Any]:
    """The one question that came in."""
    assert len(imported.lines) == 1, imported.problems
    return imported.lines[0].entry


def told(imported: Imported) -> list[tuple[int, str]]:
    """What was said about the file: lines and codes."""
    return [(problem.line, problem.code) for problem in imported.problems]
