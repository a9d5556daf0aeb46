"""Asking the index: what is found and may be seen, where it stands, and which words come near."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, or_, select

from lms.domain.accounts.actor import Actor
from lms.domain.catalogue.models import News, Programme, ProgrammeModule
from lms.domain.content.models import Module
from lms.domain.learning.models import Enrolment
from lms.domain.search import full_text, matching, rules
from lms.domain.search.asking import Asked
from lms.domain.search.models import SearchBuild, SearchWord
from lms.domain.search.models import SearchEntry as SearchEntry  # what pages are given
from lms.domain.search.pages import KINDS, MODULE
from lms.domain.search.rules import Hit
from lms.foundation import stemming
from lms.foundation.db import session

# What nobody pages through to its end: more hits than this are not looked at.
MOST_HITS = 3000


class Surroundings(NamedTuple):
    """Where a module stands: its own names, and the first open programme that holds it."""

    module_id: int
    slug: str
    titles: dict[str, str]
    programme_slug: str
    programme_titles: dict[str, str]
    topics: tuple[str, ...]


def list_hits(
    actor: Actor | None,
    asked: Asked,
    language: str,
    *,
    topic: str = "",
    module: str = "",
    programme: str = "",
) -> list[Hit]:
    """Return what is found and may be seen, the best first, in one statement; each page once.

    What stands in the reader's language comes before the rest.
    """
    wanted = matching.expression(asked, topic)
    if wanted is None:
        return []
    statement = _visible_to(actor).where(SearchEntry.id.in_(full_text.matches(wanted)))
    if asked.is_empty:
        statement = statement.where(SearchEntry.kind == MODULE)
    if module:
        statement = statement.where(Module.slug == module)
    if programme:
        holding = select(ProgrammeModule.module_id).join(
            Programme, Programme.id == ProgrammeModule.programme_id
        )
        of_programme = SearchEntry.module_id.in_(holding.where(Programme.slug == programme))
        statement = statement.where(or_(of_programme, Programme.slug == programme))
    rows = session.execute(statement.order_by(*_order(asked, language)).limit(MOST_HITS))
    return rules.once_each(Hit(row.id, row.page, row.kind, row.language) for row in rows)


def _visible_to(actor: Actor | None) -> Any:
    """Select what that person may open: a withdrawn module only if they have been in it."""
    is_open: Any = Module.withdrawn_at.is_(None)
    if actor is not None:
        own = select(Enrolment.module_id).where(Enrolment.learner_id == actor.id)
        is_open = or_(is_open, SearchEntry.module_id.in_(own))
    return (
        select(SearchEntry.id, SearchEntry.page, SearchEntry.kind, SearchEntry.language)
        .outerjoin(Module, Module.id == SearchEntry.module_id)
        .outerjoin(Programme, Programme.id == SearchEntry.programme_id)
        .outerjoin(News, News.id == SearchEntry.news_id)
        .where(
            or_(SearchEntry.module_id.is_(None), is_open),
            or_(SearchEntry.programme_id.is_(None), Programme.withdrawn_at.is_(None)),
            or_(SearchEntry.news_id.is_(None), News.published_at.is_not(None)),
        )
    )


def _order(asked: Asked, language: str) -> Iterable[Any]:
    """Put the reader's language first, then where the words stand and how often, then the courses' order."""
    weights = ((matching.TITLE, 8), (matching.HEADINGS, 4), (matching.OFTEN, 2))
    score: Any = 0
    for parts, weight in weights:
        found = matching.in_parts(asked, parts)
        if found is not None:
            score = score + case((SearchEntry.id.in_(full_text.matches(found)), weight), else_=0)
    kinds = case({kind: place for place, kind in enumerate(KINDS)}, value=SearchEntry.kind)
    ranked = [] if asked.is_empty else [score.desc()]
    return [
        case((SearchEntry.language == language, 0), else_=1),
        *ranked,
        kinds,
        func.coalesce(SearchEntry.news_id, 0).desc(),
        func.coalesce(SearchEntry.module_id, SearchEntry.programme_id, 0),
        SearchEntry.place,
        SearchEntry.page,
        SearchEntry.language,
    ]


def list_entries(entry_ids: Collection[int]) -> dict[int, SearchEntry]:
    """Return these pages with their pieces, by their ids."""
    rows = session.scalars(select(SearchEntry).where(SearchEntry.id.in_(list(entry_ids))))
    return {row.id: row for row in rows}


def list_surroundings(actor: Actor | None) -> list[Surroundings]:
    """Return where each module stands that the person may see, in the courses' order, in one statement."""
    programmes = and_(Programme.id == ProgrammeModule.programme_id, Programme.withdrawn_at.is_(None))
    is_open: Any = Module.withdrawn_at.is_(None)
    if actor is not None:
        own = select(Enrolment.module_id).where(Enrolment.learner_id == actor.id)
        is_open = or_(is_open, Module.id.in_(own))
    rows = session.execute(
        select(
            Module.id,
            Module.slug,
            SearchEntry.language,
            SearchEntry.title,
            SearchEntry.topics,
            Programme.slug,
            Programme.title,
        )
        .join(SearchEntry, and_(SearchEntry.module_id == Module.id, SearchEntry.kind == MODULE))
        .outerjoin(ProgrammeModule, ProgrammeModule.module_id == Module.id)
        .outerjoin(Programme, programmes)
        .where(is_open)
        .order_by(Programme.id.is_(None), Programme.place, Programme.slug, ProgrammeModule.place, Module.slug)
    )
    found: dict[int, Surroundings] = {}
    for module_id, slug, language, title, topics, programme, names in rows:
        if module_id not in found:
            found[module_id] = Surroundings(module_id, slug, {}, programme or "", names or {}, tuple(topics))
        found[module_id].titles[language] = title
    return list(found.values())


def find_near_word(word: str, language: str) -> str | None:
    """Return the word that somebody may have meant who typed one that stands nowhere; None for one that does.

    The reader's language is tried first.
    """
    typed = stemming.plain(word)
    first = typed[:1]
    rows = session.execute(
        select(SearchWord.typed, SearchWord.written, SearchWord.language).where(
            SearchWord.typed >= first,
            SearchWord.typed < first + "~",
            func.length(SearchWord.typed).between(len(typed) - 2, len(typed) + 2),
        )
    ).all()
    if any(row.typed == typed for row in rows):
        return None
    own = rules.nearest(typed, [(row.typed, row.written) for row in rows if row.language == language])
    return own or rules.nearest(typed, [(row.typed, row.written) for row in rows])


def get_build_for_change() -> SearchBuild:
    """Return the row that whoever writes the index holds until the deed is done."""
    statement = select(SearchBuild).where(SearchBuild.id == 1).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def list_known_words(language: str, typed: Collection[str]) -> set[str]:
    """Return those of these words that are known already."""
    if not typed:
        return set()
    statement = select(SearchWord.typed).where(SearchWord.language == language, SearchWord.typed.in_(typed))
    return set(session.scalars(statement))


def list_all_programmes() -> list[Programme]:
    """Return all programmes, for making the index anew."""
    return list(session.scalars(select(Programme).order_by(Programme.id)))


def get_programme(programme_id: int) -> Programme:
    """Return a programme whose words are indexed."""
    return session.get_one(Programme, programme_id)


def list_revision_ids() -> list[int]:
    """Return the current revision of every module, withdrawn ones too."""
    rows = session.scalars(select(Module.current_revision_id).order_by(Module.id))
    return [each for each in rows if each is not None]


def find_revision_id(module_id: int) -> int | None:
    """Return the current revision of a module, also of a withdrawn one."""
    return session.scalar(select(Module.current_revision_id).filter_by(id=module_id))


def list_news_ids() -> list[int]:
    """Return all news, published or not, for making the index anew."""
    return list(session.scalars(select(News.id).order_by(News.id)))
