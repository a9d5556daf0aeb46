"""Texts that hold several languages, as filters of Moodle mark them: one of the languages is taken."""

import re
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any

from lms.domain.content.question_files.drafting import MOST_TAGS, Refused
from lms.domain.content.question_files.found import FoundQuestion
from lms.domain.content.schemas import LONGEST_TEXT

_MARKS = r"""(?:\s+lang=["']?(?P<{0}>[\w-]+)["']?|\s+class=["']?multilang["']?){{2}}\s*"""
_SPAN = re.compile(rf"<span{_MARKS.format('language')}>(?P<words>.*?)</span>", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"\{mlang\s+(?P<language>[\w\-, ]+)\}(?P<words>.*?)\{mlang\}", re.DOTALL | re.IGNORECASE)
_SIGNS = ("multilang", "mlang")


def one_language(found: FoundQuestion, language: str) -> tuple[FoundQuestion, bool]:
    """Return the question in one language, and whether it held others; Refused where it lacks that one."""
    taken: FoundQuestion = _taken(found, language)
    return taken, taken != found


def _taken(thing: Any, language: str) -> Any:
    if isinstance(thing, str):
        return _in_language(thing, language)
    if isinstance(thing, list | tuple):
        return type(thing)(_taken(each, language) for each in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(
            thing, **{each.name: _taken(getattr(thing, each.name), language) for each in fields(thing)}
        )
    return thing


def _in_language(text: str, language: str) -> str:
    # What is longer is refused later; its signs could keep the program busy until then.
    is_too_much = len(text) > LONGEST_TEXT or text.count("<") + text.count("{") > MOST_TAGS
    if is_too_much or not any(sign in text.lower() for sign in _SIGNS):
        return text
    for marked in (_SPAN, _BLOCK):
        offered = {each for part in marked.finditer(text) for each in _languages(part)}
        # Words for all languages that are not named stand in the place of one that is missing.
        wanted = language if language in offered else "other"
        if offered and wanted not in offered:
            raise Refused("question-language-absent", language=language)
        text = marked.sub(partial(_words_in, wanted), text)
    return text


def _words_in(wanted: str, part: re.Match[str]) -> str:
    return part["words"] if wanted in _languages(part) else ""


def _languages(part: re.Match[str]) -> set[str]:
    return {re.split("[-_]", name.strip().lower())[0] for name in (part["language"] or "").split(",")}
