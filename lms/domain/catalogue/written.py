"""What the administrator writes in markdown, news and the site's texts, as safe HTML."""

import re
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from lms.domain.content.sanitising import sanitize
from lms.domain.content.typography import Setting

_TAG = re.compile(r"<[^>]*>")


@lru_cache(maxsize=256)
def as_html(text: str, language: str) -> Markup:
    """Return the text as HTML with the language's own quotation marks; HTML in it is shown, not run."""
    markdown = Markdown(extensions=["sane_lists"])
    markdown.preprocessors.deregister("html_block")
    for pattern in ("html", "image_link", "image_reference"):  # Pictures would come from other sites.
        markdown.inlinePatterns.deregister(pattern)
    markdown.treeprocessors.register(_Typesetting(language), "typesetting", 5)
    return Markup(sanitize(markdown.convert(text)))


def first_words(text: str, language: str, most: int = 240) -> str:
    """Return the beginning of the text without markup, cut between words, for a list or a feed."""
    words = " ".join(unescape(_TAG.sub("", as_html(text, language))).split())
    if len(words) <= most:
        return words
    return words[:most].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


class _Typesetting(Treeprocessor):
    """Sets quotation marks and dashes, block by block, and leaves code as it is."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def run(self, root: Element) -> None:
        for block in root:
            self._set(block, Setting(self.language))

    def _set(self, element: Element, setting: Setting) -> None:
        if element.tag not in ("code", "pre"):
            element.text = setting.set(element.text or "")
            for child in element:
                self._set(child, setting)
        else:
            setting.skip()
        element.tail = setting.set(element.tail or "")
