"""The texts of YAML files: every one of them by a path of its own, in the languages it is given in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import BaseModel

from lms.domain.content.plain_text import fingerprint
from lms.domain.content.problems import ProblemList
from lms.domain.content.schemas import Bilingual
from lms.domain.content.yaml_loading import Located, Path

if TYPE_CHECKING:
    # Reading a programme's file needs no renderer, which takes a while to load.
    from lms.domain.content.markdown import Piece

_MARKDOWN = re.compile(
    r"quizzes\.[^.]+\.(intro|feedback\.(passed|failed)|questions\.[^.]+\.(text|hint|guidance|feedback\.(right|wrong)|options\.[^.]+\.(text|feedback)"
    r"|pairs\.[^.]+\.(left|feedback)|items\.[^.]+\.text))"
    r"|assignments\.[^.]+\.instructions"
)


@dataclass
class WrittenText:
    """One text outside the lessons; `path` names it for ever, such as quizzes.final.questions.q1.text."""

    path: str
    file: str
    lines: dict[str, int]
    texts: dict[str, str]
    line: int = 1
    files: dict[str, str] = field(default_factory=dict)  # where each language has a file of its own
    pieces: "dict[str, list[Piece]]" = field(default_factory=dict)

    def file_of(self, language: str) -> str:
        """Return the file in which the text stands in that language."""
        return self.files.get(language, self.file)

    @property
    def is_markdown(self) -> bool:
        """Tell whether the text is markdown and not plain."""
        return bool(_MARKDOWN.fullmatch(self.path))

    @property
    def is_assessed(self) -> bool:
        """Tell whether learners are assessed by this text, so that it must be the same in all languages."""
        return self.path.startswith(("quizzes.", "assignments."))

    def fingerprint(self, language: str) -> str:
        """Return the fingerprint of the words in that language."""
        if self.is_markdown:
            return fingerprint(" ".join(piece.text for piece in self.pieces.get(language, [])))
        return fingerprint(self.texts[language])


def texts_in(model: BaseModel, located: Located, name: str) -> list[WrittenText]:
    """Return every bilingual text of a file."""
    found = []
    for path, where, text in _walk(model, name, ()):
        lines = {language: located.text_line((*where, language)) for language in text.texts}
        found.append(WrittenText(path, located.file, lines, text.texts, located.line(where)))
    return found


def _walk(model: BaseModel, name: str, where: Path) -> Iterator[tuple[str, Path, Bilingual]]:
    for key, value in model:
        if isinstance(value, Bilingual):
            yield f"{name}.{key}", (*where, key), value
        elif isinstance(value, BaseModel):
            yield from _walk(value, f"{name}.{key}", (*where, key))
        elif isinstance(value, list):
            for place, item in enumerate(value):
                inner = f"{name}.{key}.{_name_of(item, place)}"
                if isinstance(item, Bilingual):
                    yield inner, (*where, key, place), item
                elif isinstance(item, BaseModel):
                    yield from _walk(item, inner, (*where, key, place))


def _name_of(item: object, place: int) -> str:
    """Items are known by their key; levels by their points; what has neither, by its place."""
    key = getattr(item, "key", None)
    return str(key if key is not None else getattr(item, "points", place + 1))


def check_texts(
    written: Iterable[WrittenText], languages: Sequence[str], base: str | None, problems: ProblemList
) -> None:
    """Note which texts are missing in a language of the module, and which are in one that it has not."""
    for text in written:
        for language in languages:
            if language in text.texts:
                continue
            if text.is_assessed:
                code = "assessed-missing"
            else:
                code = "base-text-missing" if language == base else "text-missing"
            problems.add(text.file, text.line, code, language=language)
        for language in text.texts.keys() - set(languages):
            problems.add(text.file, text.lines[language], "text-not-offered", language=language)
