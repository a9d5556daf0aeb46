"""Whether a lesson uses the terms of the glossary in both its languages."""

from lms.domain.content.lessons import LessonText, WrittenLesson
from lms.domain.content.markdown import Piece
from lms.domain.content.problems import ProblemList
from lms.domain.content.term_marks import running_text
from lms.domain.content.terms import Glossary, Lexicon


def check_terms(
    lesson: WrittenLesson, glossary: Glossary, lexicons: dict[str, Lexicon], problems: ProblemList
) -> None:
    """Note each term that one language of a lesson uses and the other does not."""
    if len(lesson.texts) < 2 or not glossary.terms:
        return
    words = {term.key: term.words for term in glossary.terms}
    present = {
        language: {key for piece in text.pieces for key in lexicons[language].all_in(piece.text)}
        for language, text in lesson.texts.items()
    }
    for language, text in lesson.texts.items():
        for other in present.keys() - {language}:
            for key, line in _first_uses(text, lexicons[language]).items():
                if key not in present[other]:
                    own, pair = words[key][language].term, words[key][other].term
                    problems.add(text.file, line, "term-unpaired", term=own, other=pair, language=other)


def _first_uses(text: LessonText, lexicon: Lexicon) -> dict[str, int]:
    found: dict[str, int] = {}
    for piece in text.pieces:
        for words in running_text(piece):
            for each in lexicon.find(words):
                found.setdefault(each.key, _line_of(piece, words[each.begin : each.end]))
    return found


def _line_of(piece: Piece, words: str) -> int:
    """Return the line in which those words begin."""
    first = words.replace("\u00a0", " ").split(" ")[0]
    for offset, line in enumerate(piece.source.split("\n")):
        if words in line or first in line:
            return piece.line + offset
    return piece.line
