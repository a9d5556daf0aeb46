"""Following every link of the house, as somebody who leaves none out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from tests.live.visitor import Visitor

BLOCK = re.compile(r"/b[0-9a-f]{8}\b")
IN_MODULE = re.compile(r"^/\w\w/modules/([^/]+)/")
LETTER = "/admin/mailbox/"  # what others were sent leads to what only they may open
LINKS = {
    "a": "href",
    "link": "href",
    "img": "src",
    "source": "src",
    "script": "src",
    "use": "href",
    "iframe": "src",
}


@dataclass
class SeenPage:
    """What a page is for whoever follows its links."""

    path: str
    status: int
    language: str = ""
    title: str = ""
    headings: int = 0
    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self, page: SeenPage, text: str) -> None:
        super().__init__()
        self.page, self._in_title = page, False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.page.ids.add(str(given["id"]))
        if tag == "html":
            self.page.language = given.get("lang") or ""
        self.page.headings += tag == "h1"
        self._in_title = tag == "title" and not self.page.title
        if link := given.get(LINKS.get(tag, "")):
            self.page.links.append(link)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.title += data


class Crawl:
    """One person who follows all links within one language, and remembers what did not lead anywhere.

    With `only_module`, lessons of other modules are left unopened: they are pages of the same kinds.
    """

    def __init__(self, person: Visitor, language: str, only_module: str | None = None) -> None:
        self.person, self.language, self.only_module = person, language, only_module
        self.seen: dict[str, SeenPage] = {}
        self.troubles: list[str] = []
        self._anchors: list[tuple[str, str, str]] = []

    def follow_all(self, starts: Iterable[str]) -> "Crawl":
        """Open these pages and all that they lead to."""
        waiting = [(f"/{self.language}{start}", "the start") for start in starts]
        while waiting:
            address, found_on = waiting.pop(0)
            key = _key(address)
            if key not in self.seen:
                page = self.seen[key] = self._open(address, found_on)
                waiting += [(link, address) for link in page.links if self._is_ours(link)]
        for place, anchor, found_on in self._anchors:
            page = self.seen.get(_key(place))
            if page is not None and page.ids and anchor not in page.ids:
                self.troubles.append(f"#{anchor} is not on {place}, linked from {found_on}")
        return self

    def pages(self) -> list[SeenPage]:
        """Return the pages for people, each once: without files, redirects, letters and other questions."""
        pages = {
            urlsplit(page.path).path: page
            for page in reversed(self.seen.values())
            if page.status == 200 and page.language and not page.path.endswith("/body")
        }
        return list(reversed(pages.values()))

    def _open(self, address: str, found_on: str) -> SeenPage:
        answer = self.person.get(address)
        page = SeenPage(address, answer.status)
        if answer.status >= 400:
            self.troubles.append(f"{answer.status} at {address}, linked from {found_on}")
        elif answer.location:
            page.links = [answer.location]
        elif answer.text.lstrip().lower().startswith("<!doctype html"):
            _Reader(page, answer.text)
        here = urljoin(self.person.base, address)
        page.links = [self._noted(urljoin(here, link), address) for link in page.links]
        if LETTER in address:
            page.links = [link for link in page.links if link.startswith(address)]
        return page

    def _noted(self, link: str, found_on: str) -> str:
        place, anchor = urldefrag(link)
        path = place.removeprefix(self.person.base)
        if anchor and self._is_ours(path):
            self._anchors.append((path, anchor, found_on))
        return path

    def _is_ours(self, link: str) -> bool:
        path = urlsplit(link).path
        in_language = path.startswith(f"/{self.language}/") or not path.startswith(("/lt/", "/en/"))
        inside = IN_MODULE.match(path)
        is_left_out = self.only_module and inside and inside.group(1) != self.only_module
        return link.startswith("/") and in_language and not is_left_out


def _key(address: str) -> str:
    """Addresses are one page that differ only in their block, or in what they ask of the same questions."""
    parts = urlsplit(address)
    questions = sorted({name for name, _value in parse_qsl(parts.query)})
    return f"{BLOCK.sub('/block', parts.path)}?{'&'.join(questions)}"
