"""glossary.yaml: the terms of the courses beside them, or of one exported module within it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from lms.domain.content.problems import ProblemList, has_errors
from lms.domain.content.reading import LIMITS, decode, size_in_words
from lms.domain.content.schema_problems import check_shape
from lms.domain.content.schemas import GlossaryFile, TermEntry
from lms.domain.content.terms import NO_GLOSSARY, Glossary, Term, TermWords, has_words
from lms.domain.content.yaml_loading import Located, load_yaml

LANGUAGES = ("lt", "en")


def read_glossary(file: Path, name: str, problems: ProblemList) -> bytes | None:
    """Return what the glossary of a folder of courses holds, or None where it must not be read."""
    if file.is_symlink() or not file.is_file():
        problems.add(name, 1, "linked-file" if file.is_symlink() else "not-a-file")
        return None
    if file.stat().st_size > LIMITS[".yaml"]:
        problems.add(name, 1, "file-too-large", limit=size_in_words(LIMITS[".yaml"]))
        return None
    return file.read_bytes()


def unread_glossary(content: bytes) -> Glossary:
    """Return a glossary known by its digest alone, for telling whether it has changed."""
    return Glossary(digest=hashlib.sha256(content).hexdigest())


def parse_glossary(content: bytes, name: str, problems: ProblemList) -> Glossary:
    """Return the terms of a file, noting everything wrong; with a mistake in it, it explains nothing."""
    own = ProblemList()
    text = decode(content, name, own)
    located = load_yaml(text, name, own, list_name="terms") if text is not None else None
    entry = check_shape(GlossaryFile, located, own) if located else None
    if entry and located:
        _check_terms(entry, located, own)
    problems.extend(own)
    if entry is None or has_errors(own):
        return NO_GLOSSARY
    terms = tuple(Term(pair.key, {"lt": _words(pair.lt), "en": _words(pair.en)}) for pair in entry.terms)
    return replace(unread_glossary(content), terms=terms)


def write_glossary(terms: Iterable[Term]) -> str:
    """Return the terms as a file that reads back the same."""
    lines = []
    for term in terms:
        lines.append(f"- key: {term.key}")
        for language in LANGUAGES:
            words = term.words[language]
            # What JSON puts in quotation marks, YAML reads as the same text.
            lines += [
                f"  {language}:",
                f"    term: {json.dumps(words.term, ensure_ascii=False)}",
                f"    meaning: {json.dumps(words.meaning, ensure_ascii=False)}",
            ]
            if words.forms:
                lines.append(f"    forms: {json.dumps(words.forms, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def _words(entry: TermEntry) -> TermWords:
    return TermWords(_plain(entry.term), _plain(entry.meaning), tuple(_plain(form) for form in entry.forms))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _check_terms(entry: GlossaryFile, located: Located, problems: ProblemList) -> None:
    """Note keys and terms that are given twice: nobody could tell which explanation is meant."""
    keys: set[str] = set()
    lines: dict[tuple[str, str], int] = {}
    for place, pair in enumerate(entry.terms):
        if pair.key in keys:
            problems.add(located.file, located.line(("terms", place, "key")), "key-repeated", key=pair.key)
        keys.add(pair.key)
        for language, words in (("lt", pair.lt), ("en", pair.en)):
            line = located.line(("terms", place, language))
            for form in (words.term, *words.forms):
                if not has_words(form):
                    problems.add(located.file, line, "term-without-words")
            known = (language, _plain(words.term).lower())
            if known in lines:
                problems.add(located.file, line, "term-repeated", term=_plain(words.term), other=lines[known])
            lines.setdefault(known, line)
