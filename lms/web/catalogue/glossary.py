"""The glossary: every term that the courses explain, in both languages side by side."""

from collections.abc import Iterable
from itertools import groupby

from flask import request

from lms.domain.catalogue import queries
from lms.domain.catalogue.queries import GlossaryEntry
from lms.domain.content.addresses import term_place
from lms.foundation.i18n import current_language
from lms.foundation.sorting import fold, sort_key
from lms.web.catalogue.blueprint import blueprint
from lms.web.shell.access import public
from lms.web.shell.pages import page

LONGEST_QUESTION = 100


@blueprint.get("/glossary")
@public
def glossary() -> str:
    """Show the terms in the order of the page's language, or those in which the words sought occur."""
    language, sought = current_language(), request.args.get("q", "").strip()[:LONGEST_QUESTION]
    entries = queries.list_terms()
    found = [entry for entry in entries if _speaks_of(entry, sought)]
    found.sort(key=lambda entry: (sort_key(entry.term.words[language], language), entry.term.key))
    return page(
        "catalogue/glossary",
        sought=sought,
        count=len(entries),
        found=found,
        letters=[(letter, list(listed)) for letter, listed in _by_letter(found, language)],
        place=term_place,
    )


def _speaks_of(entry: GlossaryEntry, sought: str) -> bool:
    """Tell whether every word sought begins a word of the term, or of its meaning, in either language."""
    said = " ".join([*entry.term.words.values(), *entry.term.meanings.values()])
    words = _words(said)
    return all(any(each.startswith(word) for each in words) for word in _words(sought))


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()


def _by_letter(entries: list[GlossaryEntry], language: str) -> Iterable[tuple[str, Iterable[GlossaryEntry]]]:
    """Group the terms as a dictionary of that language does.

    In a Lithuanian one ą stands under a, y under i, but č, š and ž by themselves.
    """
    return groupby(entries, lambda entry: _letter(entry.term.words[language], language))


def _letter(word: str, language: str) -> str:
    first = sort_key(word, language)[:2]
    if first[1:] == "\x7f":
        return {"c": "Č", "s": "Š", "z": "Ž"}[first[0]]
    return first[:1].upper()
