"""A question on its way from a file into our form, with what is to be said about it."""

from lms.domain.content.problems import ProblemList
from lms.domain.content.question_files.found import FoundQuestion, Written
from lms.domain.content.question_files.html_text import Losses
from lms.domain.content.question_files.wording import as_markdown, shortened
from lms.domain.content.schemas import LONGEST_TEXT

MOST_TAGS = 1000


class Refused(Exception):
    """The question does not come in; the code says why."""

    def __init__(self, code: str, line: int = 0, **holes: object) -> None:
        super().__init__(code)
        self.code, self.line, self.holes = code, line, holes


def refuse_too_long(text: str, limit: int = LONGEST_TEXT) -> None:
    """Refuse what no author writes: its signs could keep the program busy for minutes."""
    if len(text) > limit:
        raise Refused("text-too-long", limit=limit)
    if text.count("<") > MOST_TAGS:
        raise Refused("block-too-long")


class Draft:
    """One question, the language it is in, and the notes about it."""

    def __init__(self, file: str, found: FoundQuestion, language: str, notes: ProblemList) -> None:
        self.file, self.found, self.language = file, found, language
        self._notes, self._losses = notes, Losses()

    def note(self, code: str, *, line: int = 0, **holes: object) -> None:
        """Note what is not the same as in the file, at that line or where the question begins."""
        self._notes.add(self.file, line or self.found.line, code, **holes)

    def markdown(self, written: Written, *, is_inline: bool = False) -> str:
        """Return a text as markdown; what is lost is noted with the question."""
        refuse_too_long(written.text)
        return as_markdown(written, self._losses, is_inline=is_inline)

    def said(self, text: str) -> dict[str, str]:
        """Return a text as files have it: by language."""
        return {self.language: text}

    def note_feedback(self, line: int, feedback: Written) -> None:
        """Note feedback that has no place in our form, with its words."""
        if feedback:
            self.note("question-feedback-left-out", line=line, text=shortened(feedback.text))

    def note_losses(self) -> None:
        """Note pictures and markup that did not come in with the texts."""
        for name in self._losses.pictures:
            self.note("question-picture-left-out", name=name)
        for tag in self._losses.markup:
            self.note("question-markup-left-out", tag=tag)
