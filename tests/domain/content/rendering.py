"""Render a piece of markdown as a lesson would be, for tests."""

from markdown.serializers import to_html_string

from lms.domain.content.addresses import media_address
from lms.domain.content.finishing import Surroundings, finish
from lms.domain.content.markdown import Page, Piece, Renderer
from lms.domain.content.markdown.blocks import split_lines
from lms.domain.content.media import MediaFacts
from lms.domain.content.picture_elements import Shown
from lms.domain.content.problems import ProblemList


class AnyMedia(dict[str, Shown]):
    """Every picture exists and is ten by twenty."""

    def __missing__(self, path: str) -> Shown:
        address = media_address("abc", path.rpartition(".")[2])
        return Shown(path, address, MediaFacts("image/svg+xml", 10, 20), 1000)


def pieces_of(text: str, language: str = "lt") -> tuple[list[Piece], list[tuple[int, str]]]:
    """The pieces of a text, and the lines and codes of what is wrong with it."""
    problems = ProblemList()
    pieces = Renderer().render(Page(language, "x.md", split_lines(text), problems))
    return pieces, sorted((problem.line, problem.code) for problem in problems)


def html_of(text: str, language: str = "lt") -> str:
    """The HTML that learners are given of a text."""
    around = Surroundings(language, "clusters", "first", AnyMedia(), lambda lesson, anchor: f"b-{anchor}")
    return "\n".join(finish(piece, around) for piece in pieces_of(text, language)[0])


def raw_html_of(text: str, language: str = "lt") -> str:
    """The same before it is sanitised."""
    return "\n".join(to_html_string(piece.element) for piece in pieces_of(text, language)[0])
