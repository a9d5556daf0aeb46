"""The pieces of which a GIFT question is written: its texts, and its signs kept apart from those of GIFT."""

import re
from dataclasses import dataclass, field

from lms.domain.content.question_files.drafting import Refused
from lms.domain.content.question_schemas import AcceptEntry, QuestionEntry
from lms.domain.content.schemas import Bilingual

_SIGNS = re.compile(r"[\\~=#{}:\n]")
_LIKE_MARKUP = re.compile(r"\[(?:html|moodle|plain|markdown)\]", re.IGNORECASE)
_LIKE_WEIGHT = re.compile(r"%-*\d")


@dataclass
class Writer:
    """One question; what of it has no place in GIFT is gathered by the names of its parts."""

    question: QuestionEntry
    language: str
    left_out: list[str] = field(default_factory=list)

    def said(self, text: Bilingual | None) -> str:
        """Return a text in the language of the file; without it there is no question."""
        words = text.texts.get(self.language, "").strip() if text else ""
        if text and not words:
            raise Refused("question-language-missing", question=self.question.key, language=self.language)
        return words

    def feedback(self, side: str) -> str:
        """Return what is said after a right or a wrong answer."""
        entry = self.question.feedback
        return self.said(getattr(entry, side)) if entry else ""

    def apart(self) -> tuple[str, str]:
        """Return what is said after right and after wrong answers, unless both are told the same."""
        right, wrong = self.feedback("right"), self.feedback("wrong")
        return ("", "") if right == wrong else (right, wrong)

    def no_feedback_apart(self) -> None:
        """Say that a kind has no place for what is said to right answers only, or to wrong ones."""
        if any(self.apart()):
            self.left_out.append("feedback")

    def general(self) -> str:
        """Return what is said whatever was answered."""
        right = self.feedback("right")
        return right if right == self.feedback("wrong") else ""

    def words(self, accept: AcceptEntry | None) -> list[str]:
        """Return the short answers that are right."""
        found = getattr(accept, self.language) if accept else None
        if not found:
            raise Refused("question-language-missing", question=self.question.key, language=self.language)
        return [" ".join(word.split()) for word in found]


def escaped(text: str) -> str:
    """Return a text with a backslash before every sign that means something in GIFT."""
    return _SIGNS.sub(lambda found: "\\n" if found.group() == "\n" else f"\\{found.group()}", text)


def guarded(text: str) -> str:
    """Return a text so that no name of a markup at its beginning is taken for one."""
    return escaped(f"[markdown]{text}" if _LIKE_MARKUP.match(text) else text)


def answer_line(mark: str, text: str, feedback: str = "", weight: str = "") -> str:
    """Return one answer with its mark, and its weight and feedback where it has them."""
    # What only looks like a weight is kept from being read as one by a weight before it.
    if not weight and _LIKE_WEIGHT.match(text):
        weight = "100" if mark == "=" else "0"
    lead = f"%{weight}%" if weight else ""
    return f"{mark}{lead}{guarded(text)}" + (f"#{guarded(feedback)}" if feedback else "")
