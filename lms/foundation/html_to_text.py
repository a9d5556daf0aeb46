"""Turn the HTML of a mail into text to be read; what it quotes is marked line by line, as in plain text.

Tags are found by hand: the parser of the library looks for the end of each broken tag again and
again, so that a small mail made of nothing else kept it busy for minutes.
"""

import re
from collections.abc import Iterator
from html import unescape

_SILENT = ("script", "style", "head", "title", "template", "noscript", "svg", "object")
_PARAGRAPHS = ("p", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "dl")
_LINES = ("div", "tr", "li", "section", "article", "header", "footer", "address", "dt", "dd", "hr")
_CLOSED_AT_ONCE = ("br", "img", "hr", "meta", "link", "input", "wbr", "col", "base", "area", "source")
_QUOTING_CLASSES = ("yahoo_quoted", "protonmail_quote", "zmail_extra")
_LONGEST = 500_000
_DEEPEST = 20  # quotations within quotations that are told apart
# A tag holds no < or > here: whatever breaks off costs nothing more than its own length.
_PIECE = re.compile(
    r"<(?P<slash>/?)(?P<tag>[a-z][\w:-]{0,30})(?P<rest>(?:[\s/][^<>]{0,20000})?)>|(?P<other><[!?/][^<>]{0,2000}>)"
    r"|(?P<text><?[^<]*)",
    re.IGNORECASE | re.ASCII,
)
_CLASS = re.compile(r"""\bclass\s*=\s*("[^"]*"|'[^']*'|[^\s"']+)""", re.IGNORECASE)


class _Reader:
    """Collects lines; `_quoting` counts the quotations that are open."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._quoting: list[str] = []
        self._silent = 0
        self._is_bare_item = False  # its mark stands there, and nothing of its words yet

    def read(self, html: str) -> None:
        """Take in all of the HTML."""
        for piece in _PIECE.finditer(html):
            if piece["text"]:
                self._say(unescape(piece["text"]))
            elif piece["tag"] and piece["slash"]:
                self._close(piece["tag"].lower())
            elif piece["tag"]:
                self._open(piece["tag"].lower(), piece["rest"])

    def _open(self, tag: str, rest: str) -> None:
        if tag in _SILENT and not rest.endswith("/"):
            self._silent += 1
        elif tag == "body":
            self._silent = 0  # whatever was left open before it
        elif tag == "br":
            self._end_line(always=True)
        elif tag in _PARAGRAPHS:
            self._begin_paragraph()
        elif tag in _LINES:
            self._end_line()
        if tag == "li":
            self._line, self._is_bare_item = "- ", True
        if tag in ("td", "th") and self._line:
            self._line += " "
        found = _CLASS.search(rest)
        classes = found[1] if found else ""
        if tag == "blockquote" or any(each in classes for each in _QUOTING_CLASSES):
            self._end_line()
            self._quoting.append(tag)
        elif self._quoting and tag == self._quoting[-1] and tag not in _CLOSED_AT_ONCE:
            self._quoting.append(f"/{tag}")  # one of the same name inside; its end is not the quotation's

    def _close(self, tag: str) -> None:
        if tag == "li":
            self._is_bare_item = False
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in _PARAGRAPHS:
            self._begin_paragraph()
        elif tag in _LINES:
            self._end_line()
        if self._quoting and self._quoting[-1].lstrip("/") == tag:
            self._end_line()
            self._quoting.pop()

    def _say(self, data: str) -> None:
        if not self._silent:
            words = re.sub(r"[\s\xa0]+", " ", data)
            self._line += words.lstrip() if not self._line or self._is_bare_item else words
            self._is_bare_item = self._is_bare_item and not words.strip()

    def _begin_paragraph(self) -> None:
        self._end_line()
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._marked(""))

    def _end_line(self, *, always: bool = False) -> None:
        if self._is_bare_item:
            return  # its words stand in a paragraph of their own
        line, self._line = self._line.rstrip(), ""
        if line or always:
            self._lines.append(self._marked(line))

    def _marked(self, line: str) -> str:
        depth = sum(not each.startswith("/") for each in self._quoting[:_DEEPEST])
        return f"{'>' * depth} {line}".rstrip() if depth else line

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines)


def convert(html: str) -> str:
    """Return the text of the HTML, its paragraphs apart; what cannot be understood stays as it is."""
    reader = _Reader()
    reader.read("".join(_without_comments(html[:_LONGEST])))
    return reader.text()


def _without_comments(html: str) -> Iterator[str]:
    """Give what stands between the comments; the beginning of one that does not end is left out."""
    place = 0
    while (begin := html.find("<!--", place)) >= 0 and (end := html.find("-->", begin + 4)) >= 0:
        yield html[place:begin]
        place = end + 3
    yield html[place:].replace("<!--", "")
