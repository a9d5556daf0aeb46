"""The signs of GIFT: those behind a backslash are hidden while the file is taken apart."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from lms.domain.content.question_files.found import Written

_SIGNS = "\\~=#{}:n"
_HIDDEN = {sign: chr(0xE000 + place) for place, sign in enumerate(_SIGNS)}
_SHOWN = str.maketrans({hidden: "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()})
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
_MARKUP = re.compile(r"\s*\[(?P<markup>html|moodle|plain|markdown)\]", re.IGNORECASE)


def masked(line: str) -> str:
    """Hide the signs that stand for themselves; no readable file has the signs that stand in for them."""
    return _ESCAPED.sub(lambda found: _HIDDEN[found[1]], line)


def shown(text: str) -> str:
    """Return a text with its own signs again."""
    return text.translate(_SHOWN)


def markup_of(text: str, markup: str) -> tuple[str, str]:
    """Return a text and its markup: the one that it names at its beginning, else the one given."""
    named = _MARKUP.match(text)
    return (text[named.end() :], named["markup"].lower()) if named else (text, markup)


def written(text: str, markup: str) -> Written:
    """Return a text with its markup, without the spaces that only set it apart in the file."""
    text, markup = markup_of(text, markup)
    return Written(shown(trimmed(text).strip()).strip(), markup)


def trimmed(text: str) -> str:
    """Return a text without spaces around its line ends."""
    return re.sub(r"[ \t]*\n[ \t]*", "\n", text)


@dataclass(frozen=True)
class Text:
    """A piece of a file that knows the line of each of its letters."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]
    offset: int = 0

    @classmethod
    def of_lines(cls, lines: list[tuple[int, str]]) -> "Text":
        """Put lines together."""
        starts, at = [], 0
        for _number, line in lines:
            starts.append(at)
            at += len(line) + 1
        return cls("\n".join(line for _number, line in lines), tuple(starts), tuple(n for n, _line in lines))

    def part(self, first: int, last: int | None = None) -> "Text":
        """Return the piece between two places."""
        return Text(self.text[first:last], self.starts, self.lines, self.offset + first)

    def line_at(self, place: int) -> int:
        """Return the line of the first letter at or after a place."""
        rest = self.text[place:]
        place += len(rest) - len(rest.lstrip())
        return self.lines[bisect_right(self.starts, self.offset + place) - 1]
