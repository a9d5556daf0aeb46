"""What a published module asks of its authors, and where it links to. Pure functions, no database."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import unescape
from urllib.parse import urlsplit

from lms.domain.content.compiled import Module
from lms.domain.content.translations import StaleText, list_stale
from lms.foundation.working_days import HOME_ZONE

REVIEW_IS_TOLD = timedelta(days=30)
_HREF = re.compile(r'\bhref="([^"]+)"')
_INSIDE = re.compile(
    r"/(?:lt|en)(?P<address>/modules/(?P<module>[a-z0-9-]+)(?:/(?P<rest>[^#?]*))?(?:#(?P<place>.*))?)"
)
WITHDRAWN, NO_PAGE, NO_PLACE = "withdrawn", "no-page", "no-place"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the present revision asks of its authors."""

    stale_count: int
    stale_since: datetime | None
    review_from: datetime
    review_by: datetime


@dataclass(frozen=True, slots=True)
class FoundLink:
    """An address that a module links to; `target` is a module, `host` a server outside."""

    address: str
    target: str = ""
    host: str = ""
    lesson: str = ""
    block: str = ""


def reckon(module: Module, now: datetime) -> Asked:
    """Return what the module asks of its authors; `now` is since when where nothing older is known."""
    stale = list_stale(module)
    review_from, review_by = review_dates(module.reviewed_on)
    return Asked(len(stale), min((_since(each, now) for each in stale), default=None), review_from, review_by)


def review_dates(reviewed_on: date) -> tuple[datetime, datetime]:
    """Return from when on the next yearly review is asked for, and by when it should be done."""
    leap_day = (reviewed_on.month, reviewed_on.day) == (2, 29)
    due_on = reviewed_on.replace(year=reviewed_on.year + 1, day=28 if leap_day else reviewed_on.day)
    return _beginning_of(due_on - REVIEW_IS_TOLD), _beginning_of(due_on)


def links_of(module: Module) -> list[FoundLink]:
    """Return where a module links to, each address once, with the first place where it stands."""
    found: dict[str, FoundLink] = {}
    for link in _links(module):
        found.setdefault(link.address, link)
    return list(found.values())


def trouble_inside(address: str, find: Callable[[str], Module | None]) -> str:
    """Return why a link among the courses leads nowhere, or nothing; `find` gives a module on offer."""
    parts = _INSIDE.fullmatch(f"/lt{address}")
    module = find(parts["module"]) if parts else None
    if parts is None or module is None:
        return WITHDRAWN
    rest, place = (parts["rest"] or "").strip("/"), parts["place"] or ""
    kind, _, name = rest.partition("/")
    if kind == "quizzes":
        return "" if module.quiz(name) else NO_PAGE
    if kind == "assignments":
        return "" if module.assignment(name) else NO_PAGE
    if not rest:
        return ""
    lesson = module.lesson(rest)
    if lesson is None:
        return NO_PAGE
    is_there = not place or any(
        f'id="{place}"' in text.html for b in lesson.blocks for text in b.texts.values()
    )
    return "" if is_there or lesson.block(place) else NO_PLACE


def _since(stale: StaleText, now: datetime) -> datetime:
    return min(_beginning_of(stale.changed_on), now) if stale.changed_on else now


def _beginning_of(day: date) -> datetime:
    return datetime.combine(day, time(), HOME_ZONE)


def _links(module: Module) -> Iterator[FoundLink]:
    for slug in module.prerequisites:
        yield FoundLink(f"/modules/{slug}", target=slug)
    for lesson in module.lessons:
        for block in lesson.blocks:
            for text in block.texts.values():
                for written in _HREF.findall(text.html):
                    link = _read(unescape(written), lesson.slug, block.id)
                    if link and link.target != module.slug:
                        yield link
    for source in module.sources:
        link = _read(source.url, "", "") if source.url else None
        if link:
            yield link


def _read(written: str, lesson: str, block: str) -> FoundLink | None:
    if inside := _INSIDE.fullmatch(written):
        return FoundLink(inside["address"], target=inside["module"], lesson=lesson, block=block)
    if not written.lower().startswith(("http://", "https://")):
        return None
    address = written.partition("#")[0]
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return FoundLink(address, host=host, lesson=lesson, block=block) if host else None
