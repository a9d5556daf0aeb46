"""Deeds of the index: write what a page says now, forget what is gone, make all of it anew."""

import hashlib
from collections.abc import Iterable, Sequence

from lms.domain.catalogue import queries as catalogue
from lms.domain.catalogue import site_texts
from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.faq import queries as faq
from lms.domain.search import full_text, pages, queries
from lms.domain.search.models import SearchBuild, SearchEntry, SearchWord
from lms.domain.search.pages import Page
from lms.foundation import db, i18n, stemming
from lms.foundation.db import session
from lms.foundation.i18n import gettext as _

_SHORTEST_SUGGESTED = 4


def index_module(revision_id: int) -> None:
    """Let a module and its lessons be found as they are published now."""
    _hold()
    _index_module(content.get_revision(revision_id))


def index_module_again(module_id: int) -> None:
    """Let the questions be found that have been answered for all of a module's learners."""
    _hold()
    revision_id = queries.find_revision_id(module_id)
    if revision_id is not None:
        _index_module(content.get_revision(revision_id))


def index_programme(programme_id: int) -> None:
    """Let a programme be found by its present words."""
    _hold()
    _index_programme(programme_id)


def index_news(news_id: int) -> None:
    """Let a piece of news be found by its present words."""
    _hold()
    _index_news(news_id)


def index_site_texts() -> None:
    """Let the help be found as it is shown now, with the institution's data in it."""
    _hold()
    _index_help()


def ensure_built() -> bool:
    """Make the index anew where it is missing or was made by an older program; tell whether that was so."""
    db.insert_once(SearchBuild, id=1, pipeline="")
    if queries.get_build_for_change().pipeline == pipeline():
        return False
    rebuild()
    return True


def rebuild() -> None:
    """Make the whole index anew from what is published."""
    build = _hold()
    full_text.forget()
    full_text.forget_words()
    for programme in queries.list_all_programmes():
        _index_programme(programme.id)
    for revision_id in queries.list_revision_ids():
        _index_module(content.get_revision(revision_id))
    for news_id in queries.list_news_ids():
        _index_news(news_id)
    _index_help()
    build.pipeline = pipeline()


def pipeline() -> str:
    """Return the name of what this program makes of texts; another name asks for another index."""
    shipped = site_texts.shipped("help").text
    return f"{stemming.PIPELINE}:{hashlib.sha256(repr(sorted(shipped.items())).encode()).hexdigest()[:12]}"


def _index_module(module: Module) -> None:
    found = pages.of_module(module, faq.list_published(module.module_id))
    _write(f"module:{module.module_id}", found, module_id=module.module_id)


def _index_programme(programme_id: int) -> None:
    programme = queries.get_programme(programme_id)
    words = {
        language: "\n\n".join(
            text[language] for text in (programme.summary, programme.aim) if text.get(language)
        )
        for language in i18n.LANGUAGES
    }
    page = f"programme:{programme.slug}"
    found = pages.of_texts(page, pages.PROGRAMME, programme.slug, programme.title, words)
    _write(f"programme:{programme_id}", found, programme_id=programme_id)


def _index_news(news_id: int) -> None:
    news = catalogue.get_news(news_id)
    found = pages.of_texts(f"news:{news_id}", pages.NEWS, str(news_id), news.title, news.text)
    _write(f"news:{news_id}", found, news_id=news_id)


def _index_help() -> None:
    text, institution = catalogue.get_text("help")
    title, filled = {}, {}
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            title[language] = _("Help")
            filled[language] = site_texts.filled(text, institution, language)
    _write("text:help", pages.of_texts("help", pages.HELP, "help", title, filled))


def _hold() -> SearchBuild:
    """Let others who write the index wait for this deed: their rows would meet in another order."""
    db.insert_once(SearchBuild, id=1, pipeline="")
    return queries.get_build_for_change()


def _write(
    owner: str,
    found: Sequence[Page],
    *,
    module_id: int | None = None,
    programme_id: int | None = None,
    news_id: int | None = None,
) -> None:
    full_text.forget(owner)
    stemmed = [pages.stemmed(page) for page in found]
    entries = [
        SearchEntry(
            owner=owner,
            page=page.page,
            kind=page.kind,
            language=page.language,
            module_id=module_id,
            programme_id=programme_id,
            news_id=news_id,
            slug=page.slug,
            place=page.place,
            title=page.title,
            topics=list(page.topics),
            pieces=[
                [piece.block, piece.text, stems]
                for piece, stems in zip(page.pieces, stems_of.pieces, strict=True)
            ],
        )
        for page, stems_of in zip(found, stemmed, strict=True)
    ]
    session.add_all(entries)
    session.flush()
    full_text.keep([(entry.id, each) for entry, each in zip(entries, stemmed, strict=True)])
    for language in i18n.LANGUAGES:
        texts = [each for page, each in zip(found, stemmed, strict=True) if page.language == language]
        _learn_words(language, texts)


def _learn_words(language: str, texts: Iterable[pages.Stemmed]) -> None:
    """Remember words that are new, to guess what somebody means who types a word that stands nowhere."""
    written: dict[str, str] = {}
    for text in texts:
        written.update(
            (typed, word)
            for typed, word in text.written.items()
            if len(typed) >= _SHORTEST_SUGGESTED and word.isalpha()
        )
    known = queries.list_known_words(language, written)
    rows = [
        {"language": language, "typed": typed, "written": word}
        for typed, word in sorted(written.items())
        if typed not in known
    ]
    db.insert_absent(SearchWord, rows)
