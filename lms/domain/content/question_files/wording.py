"""Turn the texts of question files into our markdown, so that they read as they did before."""

import re
from html import unescape

from lms.domain.content.question_files.found import GAP, Written
from lms.domain.content.question_files.html_text import HtmlReader, Losses, looks_like_html
from lms.domain.content.question_files.markdown_signs import as_paragraphs

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SPACES = re.compile(r"\s+")


def as_markdown(written: Written, losses: Losses, *, is_inline: bool = False) -> str:
    """Return a text as our markdown; what cannot be taken over is noted among the losses."""
    text = written.text.strip()
    if written.markup == "markdown":
        return text
    if written.markup == "html":
        return _from_html(text, losses, is_inline)
    if written.markup == "moodle" and looks_like_html(text):
        return _from_html(text.replace("\n", "<br>"), losses, is_inline)
    return as_paragraphs(text, is_inline=is_inline)


def as_words(written: Written | str) -> str:
    """Return the words of what is compared or listed as it is, such as a short answer: one line."""
    text = written.text if isinstance(written, Written) else written
    if isinstance(written, Written) and written.markup in ("html", "moodle") and looks_like_html(text):
        text = unescape(_TAG.sub("", text))
    return _SPACES.sub(" ", text).strip()


def is_plain(written: Written, losses: Losses) -> bool:
    """Tell whether a text has nothing that markdown would have to say, so that it fits into a list."""
    return as_markdown(written, losses, is_inline=True) == as_words(written) and GAP not in written.text


def shortened(text: str) -> str:
    """Return the beginning of a text, for messages about it."""
    words = as_words(text).replace(GAP, "…")
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def _from_html(text: str, losses: Losses, is_inline: bool) -> str:
    reader = HtmlReader(losses, is_inline)
    reader.feed(text)
    reader.close()
    return reader.finish()
