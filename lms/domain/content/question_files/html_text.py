"""From the HTML of question files to our markdown: words and structure are kept, looks are not."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from lms.domain.content.question_files.markdown_signs import as_text, at_line_start, with_breaks

_BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "blockquote", "ul", "ol", "li", "dl", "dt", "dd",
    "table", "caption", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "figure", "figcaption",
}  # fmt: skip
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "var": "*", "dfn": "*"}
_MARKS |= {"code": "`", "tt": "`", "kbd": "`", "samp": "`"}
_LOOKS = {
    "span", "font", "u", "small", "big", "mark", "center", "nobr", "thead", "tbody", "tfoot", "td", "th",
    "colgroup", "col", "abbr", "label", "html", "body", "head", "ins", "time", "bdi", "wbr", "br", "a", "img",
    "sub", "sup", "q",
}  # fmt: skip
# Gone with everything inside.
_GONE = {"script", "style", "svg", "math", "object", "iframe", "audio", "video", "select", "textarea"}
_LEFT_OUT = {"s", "del", "strike", "input", "button", "form", "embed", "source", "param", "canvas", "map"}
_KNOWN = _BLOCKS | set(_MARKS) | _LOOKS | _GONE | _LEFT_OUT
_NAMES = "|".join(sorted(_KNOWN))
_TAG = re.compile(
    rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>|&(?:#\d{{1,7}}|#x[0-9a-f]{{1,6}}|[a-z]{{2,20}}\d?);", re.IGNORECASE
)
_HIGH = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOW = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\ue101"
_BREAK_IN_CELL = re.compile(r"(?:\\|  )\n")
_DEEPEST_LIST = 6


@dataclass
class Losses:
    """What of a text could not be taken over."""

    pictures: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)


def looks_like_html(text: str) -> bool:
    """Tell whether a text that may hold HTML does."""
    return bool(_TAG.search(text))


class HtmlReader(HTMLParser):
    """Reads one text; `finish` returns it as markdown."""

    def __init__(self, losses: Losses, is_inline: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._losses, self._is_inline = losses, is_inline
        self._blocks: list[str] = []
        self._words: list[str] = []
        self._open: list[tuple[str, int, str]] = []  # tag, place in the words, what it is about
        self._lists: list[int] = []  # numbers of items; -1 in lists without
        self._item = ""
        self._gone = 0
        self._is_pre = False
        self._rows: list[list[str]] | None = None

    def finish(self) -> str:
        """Return the whole text."""
        self._flush()
        if self._rows is not None:
            self._end_table()
        if self._is_inline and self._blocks:
            return with_breaks(self._blocks)
        return "\n".join(self._with_gaps()).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _GONE:
            self._gone += 1
            self._lose(tag)
        elif self._gone:
            return
        elif tag not in _KNOWN:
            self._add(as_text(self.get_starttag_text() or ""))
        elif tag in _BLOCKS:
            self._start_block(tag)
        elif tag == "br":
            self._words.append(_BREAK)
        elif tag == "img":
            self._picture(given)
        elif tag in _LEFT_OUT:
            self._lose(tag)
        elif tag in _MARKS or tag in ("a", "sub", "sup", "q"):
            self._open.append((tag, len(self._words), given.get("href", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _GONE:
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)
        elif not self._gone:
            self._lose(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _GONE:
            self._gone = max(0, self._gone - 1)
        elif self._gone:
            return
        elif tag in _BLOCKS:
            self._end_block(tag)
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append(_BREAK_IN_CELL.sub(" ", self._taken()))
        elif any(entry[0] == tag for entry in self._open):
            while self._open[-1][0] != tag:
                self._open.pop()
            self._close(*self._open.pop())
        elif tag not in _KNOWN:
            self._add(as_text(f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        if self._gone:
            return
        if self._is_pre:
            self._add(_BREAK.join(as_text(line) for line in data.split("\n")))
        elif any(_MARKS.get(tag) == "`" for tag, _place, _about in self._open):
            self._add(_SPACES.sub(" ", data))
        else:
            self._add(as_text(_SPACES.sub(" ", data)))

    def _add(self, words: str) -> None:
        self._words.append(words)

    def _lose(self, tag: str) -> None:
        if tag not in self._losses.markup:
            self._losses.markup.append(tag)

    def _picture(self, given: dict[str, str]) -> None:
        address = given.get("src", "")
        name = "data:…" if address.startswith("data:") else address.rpartition("/")[2][:80]
        self._losses.pictures.append(name or "?")
        self._add(as_text(given.get("alt", "")))

    def _start_block(self, tag: str) -> None:
        if tag == "table":
            self._flush()
            if self._rows is not None:
                self._lose("table")
            self._rows = self._rows if self._rows is not None else []
        elif self._rows is not None:
            if tag == "tr":
                self._words.clear()
                self._rows.append([])
            return
        self._flush()
        if tag in ("ul", "ol") and len(self._lists) < _DEEPEST_LIST:
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self._start_item()
        elif tag == "pre":
            self._is_pre = True

    def _start_item(self) -> None:
        if self._lists and self._lists[-1] >= 0:
            self._lists[-1] += 1
            self._item = f"{self._lists[-1]}."
        else:
            self._item = "-"

    def _end_block(self, tag: str) -> None:
        if tag == "table" and self._rows is not None:
            self._end_table()
        elif self._rows is not None:
            return
        self._flush()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._item = ""
        elif tag == "pre":
            self._is_pre = False

    def _close(self, tag: str, place: int, about: str) -> None:
        inner = "".join(self._words[place:])
        del self._words[place:]
        words = inner.strip()
        lead, trail = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        if not words:
            self._add(inner)
        else:
            self._add(lead + self._marked(tag, words, about) + trail)

    def _marked(self, tag: str, words: str, about: str) -> str:
        if tag in ("sub", "sup"):
            signs = _LOW if tag == "sub" else _HIGH
            if all(sign in signs for sign in words):
                return "".join(signs[sign] for sign in words)
            self._lose(tag)
            return words
        if tag == "a":
            return self._link(words, about)
        if tag == "q":
            return f'"{words}"'
        mark = _MARKS[tag]
        is_within = any(_MARKS.get(outer) in (mark, "`") for outer, _place, _about in self._open)
        if is_within or _BREAK in words or (mark == "`" and "`" in words):
            return as_text(words) if mark == "`" and not is_within else words
        return f"{mark}{words}{mark}"

    def _link(self, words: str, address: str) -> str:
        if not re.fullmatch(r"(?:https?://|mailto:)[^\s<>\"]+", address):
            self._lose("a")
            return words
        safe = "".join(f"%{ord(sign):02X}" if sign in "()\\*[]`$" else sign for sign in address)
        return f"[{words}]({safe})"

    def _taken(self) -> str:
        """Take the words so far as one block; tags left open end with it."""
        self._open.clear()
        whole = "".join(self._words)
        self._words.clear()
        lines = [_SPACES.sub(" ", line).strip(" ") for line in whole.split(_BREAK)]
        lines = [line for line in lines if line.strip()]
        return with_breaks([_begun(line) for line in lines]) if lines else ""

    def _flush(self) -> None:
        if self._rows is not None:
            return
        block = self._taken()
        if block:
            self._append(block)

    def _append(self, block: str) -> None:
        if self._is_inline or not (self._lists or self._item):
            self._blocks.append(block)
            return
        width = 4 * max(len(self._lists) - 1, 0)
        head = f"{self._item:<3} " if self._item else "    "
        self._item = ""
        indent = " " * (width + 4)
        self._blocks.append(" " * width + head + block.replace("\n", "\n" + indent))

    def _end_table(self) -> None:
        rows, self._rows = [row for row in self._rows or [] if row], None
        self._words.clear()
        if self._is_inline or (rows and max(len(row) for row in rows) == 1):
            self._blocks += [cell for row in rows for cell in row if cell]
        elif rows:
            width = max(len(row) for row in rows)
            lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
            self._blocks.append("\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]))

    def _with_gaps(self) -> list[str]:
        """Part blocks by an empty line; items of one list stand together."""
        parted: list[str] = []
        for block in self._blocks:
            is_item = bool(re.match(r" *(?:-|\d+\.) {1,2}", block))
            was_item = bool(parted and re.match(r" *(?:-|\d+\.) {1,2}", parted[-1]))
            parted += [block] if is_item and was_item else ["", block]
        return parted


def _begun(line: str) -> str:
    """Guard the beginning of a line, unless that is a mark of ours."""
    return line if line.startswith(("*", "`", "[", "$")) else at_line_start(line)
