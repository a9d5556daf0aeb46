"""Render the texts of YAML files that are markdown."""

from collections.abc import Iterable, Sequence

from lms.domain.content.markdown import Page, Renderer
from lms.domain.content.markdown.blocks import split_lines
from lms.domain.content.problems import ProblemList
from lms.domain.content.wordings import WrittenText


def render_texts(
    written: Iterable[WrittenText],
    languages: Sequence[str],
    problems: ProblemList,
    renderer: Renderer,
    glossary: dict[str, dict[str, str]],
) -> None:
    """Render the texts that are markdown, in the languages of the module."""
    for text in written:
        if not text.is_markdown:
            continue
        for language in languages:
            if language in text.texts:
                lines = split_lines(text.texts[language].rstrip(), text.lines[language])
                page = Page(language, text.file, lines, problems, glossary.get(language, {}), top_heading=3)
                text.pieces[language] = renderer.render(page)
