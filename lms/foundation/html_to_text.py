"""Turn the HTML of a mail into text to be read; what it quotes is marked line by line, as in plain text."""

import re
from html.parser import HTMLParser

_SILENT = ("script", "style", "head", "title", "template", "noscript", "svg", "object")
_PARAGRAPHS = ("p", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "dl")
_LINES = ("div", "tr", "li", "section", "article", "header", "footer", "address", "dt", "dd", "hr")
_CLOSED_AT_ONCE = ("br", "img", "hr", "meta", "link", "input", "wbr", "col", "base", "area", "source")
_QUOTING_CLASSES = ("yahoo_quoted", "protonmail_quote", "zmail_extra")
_LONGEST = 500_000
_TAG = re.compile(r"<[^<>]*>")


class _Reader(HTMLParser):
    """Collects lines; `_quoting` counts the quotations that are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._quoting: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._end_line(always=True)
        elif tag in _PARAGRAPHS:
            self._begin_paragraph()
        elif tag in _LINES:
            self._end_line()
        if tag == "li":
            self._line = "- "
        if tag == "td" and self._line:
            self._line += " "
        classes = dict(attrs).get("class") or ""
        if tag == "blockquote" or any(each in classes for each in _QUOTING_CLASSES):
            self._end_line()
            self._quoting.append(tag)
        elif self._quoting and tag == self._quoting[-1] and tag not in _CLOSED_AT_ONCE:
            self._quoting.append(f"/{tag}")  # one of the same name inside; its end is not the quotation's

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in _PARAGRAPHS:
            self._begin_paragraph()
        elif tag in _LINES:
            self._end_line()
        if self._quoting and self._quoting[-1].lstrip("/") == tag:
            self._end_line()
            self._quoting.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            words = re.sub(r"[\s\xa0]+", " ", data)
            self._line += words.lstrip() if not self._line else words

    def _begin_paragraph(self) -> None:
        self._end_line()
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._marked(""))

    def _end_line(self, *, always: bool = False) -> None:
        line, self._line = self._line.rstrip(), ""
        if line or always:
            self._lines.append(self._marked(line))

    def _marked(self, line: str) -> str:
        depth = sum(not each.startswith("/") for each in self._quoting)
        return f"{'>' * depth} {line}".rstrip() if depth else line

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines)


def convert(html: str) -> str:
    """Return the text of the HTML, its paragraphs apart; what cannot be understood loses its tags only."""
    reader, html = _Reader(), html[:_LONGEST]
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError, NotImplementedError, RecursionError):
        return _TAG.sub(" ", html)
    return reader.text()
