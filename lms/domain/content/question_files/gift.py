"""Read GIFT: questions parted by empty lines, answers between braces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lms.domain.content.problems import ProblemList
from lms.domain.content.question_files import gift_signs
from lms.domain.content.question_files.drafting import Refused, refuse_too_long
from lms.domain.content.question_files.found import GAP, FoundQuestion, Written
from lms.domain.content.question_files.gift_answers import read_answers
from lms.domain.content.question_files.gift_signs import Text
from lms.domain.content.question_files.wording import shortened

_TITLE = re.compile(r"\s*::(?P<title>.*?)::", re.DOTALL)
_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(?P<name>.+)")
_LONGEST = 200_000
_BRACE = re.compile(r"[{}]")


@dataclass
class _Block:
    """The lines between two empty ones; comments stand beside."""

    lines: list[tuple[int, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    last_brace: str = ""

    @property
    def first_brace(self) -> str:
        found = next((match for _line, text in self.lines if (match := _BRACE.search(text))), None)
        return found.group() if found else ""

    def take(self, number: int, line: str) -> None:
        """Take the next line."""
        masked = gift_signs.masked(line)
        self.lines.append((number, masked))
        self.last_brace = (_BRACE.findall(masked) or [self.last_brace])[-1]

    @property
    def is_open(self) -> bool:
        return self.last_brace == "{"


def read_gift(text: str, file: str, problems: ProblemList) -> Iterator[FoundQuestion]:
    """Return the questions of a GIFT file; whatever is none is noted with its line."""
    comments: list[str] = []
    last = 1
    for block in _whole(_blocks(text)):
        comments += block.comments
        while block.lines and (category := _CATEGORY.fullmatch(block.lines[0][1])):
            last, name = block.lines.pop(0)[0], gift_signs.shown(category["name"]).strip()
            problems.add(file, last, "question-category", name=shortened(name))
            comments.append(f"$CATEGORY: {name}")
        if not block.lines:
            continue
        last = block.lines[0][0]
        try:
            found = _question(Text.of_lines(block.lines))
        except Refused as refused:
            problems.add(file, refused.line or last, refused.code, **refused.holes)
        else:
            if found is None:
                words = gift_signs.shown(" ".join(text for _line, text in block.lines))
                problems.add(file, last, "question-description", text=shortened(words))
            else:
                found.comments = comments + found.comments
                yield found
        comments = []
    if comments:
        problems.add(file, last, "comment")


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block()
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("//"):
            block.comments.append(line.strip().removeprefix("//").strip())
        elif line.strip():
            # A title after a whole question begins another one, though the empty line is forgotten.
            if line.lstrip().startswith("::") and block.last_brace == "}":
                yield block
                block = _Block()
            block.take(number, line)
            if _CATEGORY.fullmatch(line):
                yield block
                block = _Block()
        elif block.lines:
            yield block
            block = _Block()
    yield block


def _whole(blocks: Iterator[_Block]) -> Iterator[_Block]:
    """Join what an empty line between the braces has parted, as long as no other question begins."""
    waiting: list[_Block] = []
    for block in blocks:
        if waiting and block.first_brace != "{":
            waiting.append(block)
            if block.first_brace == "}":
                yield _joined(waiting)
                waiting = []
            continue
        # The question before was not closed: it is told of alone, and what follows is read on its own.
        yield from waiting
        waiting = []
        if block.is_open:
            waiting = [block]
        else:
            yield block
    yield from waiting


def _joined(blocks: list[_Block]) -> _Block:
    whole = _Block()
    for block in blocks:
        whole.lines += block.lines
        whole.comments += block.comments
    return whole


def _question(text: Text) -> FoundQuestion | None:
    """Return the question of one block; a text without braces is none."""
    refuse_too_long(text.text, _LONGEST)
    title = ""
    if named := _TITLE.match(text.text):
        title = gift_signs.shown(named["title"]).strip()
        text = text.part(named.end())
    opened, closed = text.text.find("{"), text.text.find("}")
    if opened < 0 and closed < 0:
        return None
    line = text.line_at(0)
    if opened < 0 or 0 <= closed < opened:
        raise Refused("question-brace-stray", text.line_at(closed))
    if closed < 0:
        raise Refused("question-braces-open", text.line_at(opened))
    tail = text.part(closed + 1)
    if further := _BRACE.search(tail.text):
        raise Refused("question-braces-twice", tail.line_at(further.start()))
    found = FoundQuestion(line, "open", _asked(text, opened, tail), title)
    read_answers(text.part(opened + 1, closed), found, _markup(text.text[:opened]))
    return found


def _asked(text: Text, opened: int, tail: Text) -> Written:
    """Return what is asked; a sentence that goes on after the answers has its gap where they stood."""
    before, after = text.text[:opened], tail.text
    written = gift_signs.written(before, "moodle")
    if not after.strip():
        return written
    words, markup = gift_signs.markup_of(before, "moodle")
    start = gift_signs.shown(gift_signs.trimmed(words.lstrip()))
    return Written(f"{start}{GAP}{gift_signs.shown(gift_signs.trimmed(after)).rstrip()}", markup)


def _markup(before: str) -> str:
    return gift_signs.markup_of(before, "moodle")[1]
