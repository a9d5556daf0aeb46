"""The lessons of a module as they are written: one file per lesson and language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lms.domain.content.markdown import Page, Piece, Renderer
from lms.domain.content.markdown.blocks import Line, split_lines
from lms.domain.content.problems import ProblemList
from lms.domain.content.reading import ModuleSource, decode
from lms.domain.content.schema_problems import check_shape
from lms.domain.content.schemas import FrontMatter
from lms.domain.content.wordings import WrittenText
from lms.domain.content.yaml_loading import load_yaml

LONGEST_LINE = 10_000
_NAME = re.compile(r"(?P<number>\d{2,3})-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_COMMENT = re.compile(r"(?P<code>`+).*?(?P=code)|<!--.*?(?:-->|\Z)", re.DOTALL)
# These words stand behind a module's address already.
RESERVED = {"quizzes", "assignments", "enrol", "leave", "read", "ask", "media", "print", "self-assessment"}


@dataclass
class LessonText:
    """A lesson in one language."""

    language: str
    file: str
    name: str
    title: str
    minutes: int
    title_line: int
    minutes_line: int
    pieces: list[Piece]


@dataclass
class WrittenLesson:
    """A lesson in the languages in which it was written."""

    slug: str
    texts: dict[str, LessonText] = field(default_factory=dict)

    def main(self, base: str) -> LessonText:
        """Return the lesson in the base language, else in the one it has."""
        return self.texts.get(base) or next(iter(self.texts.values()))

    def title(self, base: str) -> WrittenText:
        """Return the title as a text whose translation has a health of its own."""
        return WrittenText(
            path=f"lessons.{self.slug}.title",
            file=self.main(base).file,
            lines={language: text.title_line for language, text in self.texts.items()},
            texts={language: text.title for language, text in self.texts.items()},
            files={language: text.file for language, text in self.texts.items()},
        )


def read_lessons(
    source: ModuleSource,
    languages: Sequence[str],
    base: str,
    problems: ProblemList,
    renderer: Renderer,
    glossary: Mapping[str, dict[str, str]],
) -> list[WrittenLesson]:
    """Read and render all lessons in the languages of the module, in the order of their numbers."""
    lessons: dict[str, WrittenLesson] = {}
    taken: dict[tuple[str, str], str] = {}
    for language in languages:
        for path in source.under(language):
            slug = _slug_of(path, source, problems)
            if slug is None:
                continue
            if other := taken.get((language, slug)):
                problems.add(source.name(path), 1, "duplicate-slug", slug=slug, other=source.name(other))
                continue
            taken[language, slug] = path
            text = _read_lesson(source, path, language, problems, renderer, glossary.get(language, {}))
            if text:
                lessons.setdefault(slug, WrittenLesson(slug)).texts[language] = text
    found = sorted(lessons.values(), key=lambda lesson: (lesson.main(base).name, lesson.slug))
    for lesson in found:
        _compare(lesson, languages, base, problems, taken)
    return found


def _slug_of(path: str, source: ModuleSource, problems: ProblemList) -> str | None:
    name = _NAME.fullmatch(path.rpartition("/")[2])
    if not name:
        problems.add(source.name(path), 1, "bad-lesson-name")
        return None
    if name["slug"] in RESERVED:
        problems.add(source.name(path), 1, "reserved-slug", slug=name["slug"])
        return None
    return name["slug"]


def _read_lesson(
    source: ModuleSource,
    path: str,
    language: str,
    problems: ProblemList,
    renderer: Renderer,
    glossary: dict[str, str],
) -> LessonText | None:
    file = source.name(path)
    text = decode(source.files[path], file, problems)
    parts = _split_head(text, file, problems) if text is not None else None
    if parts is None:
        return None
    head, body, first_line = parts
    located = load_yaml(head, file, problems, first_line=2)
    front = check_shape(FrontMatter, located, problems) if located else None
    lines = _without_comments(split_lines(body, first_line), file, problems)
    if len(lines) and max(len(line) for _, line in lines) > LONGEST_LINE:
        number = next(number for number, line in lines if len(line) > LONGEST_LINE)
        problems.add(file, number, "line-too-long", limit=LONGEST_LINE)
        return None
    pieces = renderer.render(Page(language, file, lines, problems, glossary))
    if not pieces:
        problems.add(file, first_line, "empty-lesson")
    _check_anchors(pieces, file, problems)
    if front is None or located is None:
        return None
    name = path.rpartition("/")[2]
    return LessonText(
        language,
        file,
        name,
        front.title.strip(),
        front.minutes,
        located.line(("title",)),
        located.line(("minutes",)),
        pieces,
    )


def _split_head(text: str, file: str, problems: ProblemList) -> tuple[str, str, int] | None:
    """Return the head, the body, and the line in which the body begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        problems.add(file, 1, "front-matter-missing")
        return None
    for place, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:place]), "\n".join(lines[place + 1 :]), place + 2
    problems.add(file, 1, "front-matter-open")
    return None


def _without_comments(lines: list[Line], file: str, problems: ProblemList) -> list[Line]:
    """Leave out HTML comments, but not in code."""
    if not any("<!--" in text for _, text in lines):
        return lines
    kept: list[Line] = []
    run: list[Line] = []
    is_code = False
    for line in [*lines, (0, "```")]:
        fence = _FENCE.match(line[1])
        if fence or is_code:
            kept += _strip_comments(run, file, problems)
            kept.append(line)
            run = []
            is_code = not is_code if fence else is_code
        else:
            run.append(line)
    return kept[:-1]


def _strip_comments(run: list[Line], file: str, problems: ProblemList) -> list[Line]:
    if not run:
        return []
    first = run[0][0]
    text = "\n".join(line for _, line in run)

    def replace(found: re.Match[str]) -> str:
        if found["code"]:
            return found.group()
        problems.add(file, first + text.count("\n", 0, found.start()), "comment")
        return "\n" * found.group().count("\n")

    return list(enumerate(_COMMENT.sub(replace, text).split("\n"), first))


def _check_anchors(pieces: list[Piece], file: str, problems: ProblemList) -> None:
    seen: set[str] = set()
    for piece in pieces:
        if piece.anchor in seen:
            problems.add(file, piece.line, "anchor-repeated", anchor=piece.anchor)
        elif piece.anchor:
            seen.add(piece.anchor)


def _compare(
    lesson: WrittenLesson,
    languages: Sequence[str],
    base: str,
    problems: ProblemList,
    taken: Mapping[tuple[str, str], str],
) -> None:
    """Note where the languages of a lesson differ in what exists only once."""
    main = lesson.main(base)
    for language in languages:
        text = lesson.texts.get(language)
        if text is None:
            if (language, lesson.slug) not in taken:
                problems.add(main.file, 1, "lesson-missing", language=language)
        elif text is not main:
            if text.name != main.name:
                problems.add(text.file, 1, "lesson-file-differs", other=main.name)
            if text.minutes != main.minutes:
                problems.add(text.file, text.minutes_line, "minutes-differ", minutes=main.minutes)
