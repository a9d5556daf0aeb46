"""Finding what may be read: hits with their words marked, and what to try where there are none."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import Blueprint, request, url_for

from lms.domain.content import topics
from lms.domain.content.addresses import glossary_address
from lms.domain.search import asking, pages, queries, rules
from lms.domain.search.asking import Asked
from lms.domain.search.queries import SearchEntry, Surroundings
from lms.domain.search.rules import Hit, Run
from lms.foundation.i18n import current_language, in_language
from lms.foundation.sorting import sort_key
from lms.web.shell.access import public
from lms.web.shell.pages import page
from lms.web.shell.paging import Page
from lms.web.shell.session import viewer

blueprint = Blueprint("search", __name__)
PER_PAGE = 10
LONGEST_CHOICE = 100


class Result(NamedTuple):
    """A hit as it is shown: where it leads, where it stands, its title and its words with marks."""

    kind: str
    language: str
    address: str
    trail: list[tuple[str, str]]
    title: tuple[Run, ...]
    excerpt: tuple[Run, ...]
    more: int


class Narrowed(NamedTuple):
    """What the search is narrowed to; each may be empty."""

    kind: str
    topic: str
    module: str
    programme: str

    @classmethod
    def of_request(cls) -> "Narrowed":
        """Return what the address asks for; what nobody can have chosen counts as nothing."""
        kind = request.args.get("kind", "")
        where, _colon, slug = _given("in").partition(":")
        return cls(
            kind if kind in pages.KINDS else "",
            _given("topic"),
            slug if where == "module" else "",
            slug if where == "programme" else "",
        )

    @property
    def where(self) -> str:
        """The chosen module or programme, as the form names it."""
        if self.module:
            return f"module:{self.module}"
        return f"programme:{self.programme}" if self.programme else ""


@blueprint.get("/search")
@public
def find_pages() -> str:
    """Show what is found, the best first and the reader's language before the other."""
    typed = _given("q", asking.LONGEST)
    asked, narrowed, person = asking.read(typed), Narrowed.of_request(), viewer()
    found = queries.list_hits(person, asked, current_language(), **_scope(narrowed))
    shown = [hit for hit in found if narrowed.kind in ("", hit.kind)]
    paging = Page.of(request.args.get("page"), len(shown), PER_PAGE)
    surroundings = queries.list_surroundings(person)
    return page(
        "search/find_pages",
        typed=typed,
        asked=asked,
        narrowed=narrowed,
        total=len(shown),
        kinds=_kinds(found),
        paging=paging,
        results=_results(shown[paging.offset : paging.offset + paging.size], asked, surroundings),
        surroundings=surroundings,
        programmes=_programmes(surroundings),
        topics=_topics(surroundings),
        meant=_meant(typed, asked, narrowed) if not found else None,
    )


def _given(name: str, longest: int = LONGEST_CHOICE) -> str:
    return request.args.get(name, "").replace("\x00", "")[:longest].strip()


def _scope(narrowed: Narrowed) -> dict[str, str]:
    return {"topic": narrowed.topic, "module": narrowed.module, "programme": narrowed.programme}


def _results(hits: Sequence[Hit], asked: Asked, surroundings: Sequence[Surroundings]) -> list[Result]:
    entries = queries.list_entries([hit.entry_id for hit in hits]) if hits else {}
    modules = {each.module_id: each for each in surroundings}
    # A page that is published anew this very moment has another row by now.
    return [_result(entries[hit.entry_id], asked, modules) for hit in hits if hit.entry_id in entries]


def _result(entry: SearchEntry, asked: Asked, modules: Mapping[int, Surroundings]) -> Result:
    place = rules.best_place(entry.pieces, asked, entry.language)
    return Result(
        entry.kind,
        entry.language,
        _address(entry, modules, place.block),
        _trail(entry, modules),
        rules.marked(entry.title, asked, entry.language),
        place.excerpt,
        place.more,
    )


def _address(entry: SearchEntry, modules: Mapping[int, Surroundings], block: str) -> str:
    """Return the address of the page in the language in which it was found."""
    if entry.kind == pages.LESSON:
        module = modules[entry.module_id or 0].slug
        return url_for(
            "learning.show_lesson",
            lang=entry.language,
            module=module,
            lesson=entry.slug,
            _anchor=block or None,
        )
    if entry.kind == pages.MODULE:
        return url_for("catalogue.show_module", lang=entry.language, module=entry.slug)
    if entry.kind == pages.PROGRAMME:
        return url_for("catalogue.show_programme", lang=entry.language, programme=entry.slug)
    if entry.kind == pages.NEWS:
        return url_for("catalogue.show_news", lang=entry.language, news_id=entry.news_id)
    if entry.kind == pages.TERM:
        return glossary_address(entry.language, entry.slug)
    return url_for("catalogue.help_page", lang=entry.language)


def _trail(entry: SearchEntry, modules: Mapping[int, Surroundings]) -> list[tuple[str, str]]:
    """Return what the page stands in, from the top: programme, module."""
    module = modules.get(entry.module_id or 0)
    if module is None or entry.kind == pages.TERM:
        return []
    trail = []
    if module.programme_slug:
        programme = url_for("catalogue.show_programme", programme=module.programme_slug)
        trail.append((in_language(module.programme_titles), programme))
    if entry.kind == pages.LESSON:
        trail.append((in_language(module.titles), url_for("catalogue.show_module", module=module.slug)))
    return trail


def _kinds(found: Sequence[Hit]) -> list[tuple[str, int]]:
    """Count what was found by kind, for narrowing to one of them."""
    counts = [(kind, sum(hit.kind == kind for hit in found)) for kind in pages.KINDS]
    return [(kind, count) for kind, count in counts if count]


def _programmes(surroundings: Sequence[Surroundings]) -> list[tuple[str, str]]:
    named = {each.programme_slug: in_language(each.programme_titles) for each in surroundings}
    return [(slug, title) for slug, title in named.items() if slug]


def _topics(surroundings: Sequence[Surroundings]) -> list[tuple[str, str]]:
    """Return the topics of the modules that can be seen, in the order of their names."""
    slugs = {topic for each in surroundings for topic in each.topics if topic in topics.TOPICS}
    language = current_language()
    named = [(slug, topics.title(slug, language)) for slug in slugs]
    return sorted(named, key=lambda each: sort_key(each[1], language))


def _meant(typed: str, asked: Asked, narrowed: Narrowed) -> str | None:
    """Return the question with words that are known, if that finds anything."""
    language = current_language()
    near = [(word, queries.find_near_word(word, language)) for word in asked.all_words]
    corrections = [(word, known) for word, known in near if known]
    if not corrections:
        return None
    meant = rules.corrected(typed, corrections)
    is_found = queries.list_hits(viewer(), asking.read(meant), language, **_scope(narrowed))
    return meant if is_found else None
