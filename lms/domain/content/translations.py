"""Translations whose source has changed: what stands there now, and what they were made from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lms.domain.content.compiled import STALE, Module
from lms.domain.content.compiled_questions import Texts

PLAIN_TEXTS = ("title", "summary", "aim")


@dataclass(frozen=True, slots=True)
class StaleText:
    """A block or another text as an author looks at it before they say that it is still correct.

    `lesson` is empty for the texts of the module itself; `changed_on` is known for blocks only.
    """

    path: str
    language: str
    lesson: str
    base_text: str
    text: str
    translated_from: str
    changed_on: date | None = None

    @property
    def block(self) -> str:
        """Return the id of the block, or nothing where it is no block."""
        return "" if "." in self.path else self.path


def list_stale(module: Module) -> list[StaleText]:
    """Return the translations of a module that are out of date, in the order in which they are read."""
    return [*_stale_texts(module), *_stale_blocks(module)]


def base_then(stale: StaleText, former: Iterable[Module]) -> str | None:
    """Return the text that the translation was made from, if one of those revisions has it."""
    for module in former:
        texts = _find(module, stale)
        if texts is not None and texts[0] == stale.translated_from:
            return texts[1]
    return None


def _stale_blocks(module: Module) -> Iterator[StaleText]:
    base = module.base_language
    for lesson in module.lessons:
        for block in lesson.blocks:
            for language, text in block.texts.items():
                if block.health(language) == STALE:
                    yield StaleText(
                        path=block.id,
                        language=language,
                        lesson=lesson.slug,
                        base_text=block.texts[base].text,
                        text=text.text,
                        translated_from=text.translated_from,
                        changed_on=block.changed_on,
                    )


def _stale_texts(module: Module) -> Iterator[StaleText]:
    for path, wording in module.wordings.items():
        for language in wording.fingerprints:
            if wording.health(language, module.base_language) == STALE:
                texts = text_at(module, path)
                yield StaleText(
                    path=path,
                    language=language,
                    lesson=path.split(".")[1] if path.startswith("lessons.") else "",
                    base_text=texts.get(module.base_language, ""),
                    text=texts.get(language, ""),
                    translated_from=wording.translated_from.get(language, ""),
                )


def text_at(module: Module, path: str) -> Texts:
    """Return the text that a path names in the module, in all its languages; nothing where it is gone."""
    room, _, rest = path.partition(".")
    first, _, rest_of_it = rest.partition(".")
    if room == "lessons":
        lesson = module.lesson(first)
        return lesson.title if lesson else {}
    if first in PLAIN_TEXTS:
        texts: Texts = getattr(module, first)
        return texts
    name = rest_of_it.partition(".")[0]
    if first == "self_assessment":
        return next((each.text for each in module.self_assessment if each.key == name), {})
    items: dict[str, list[Texts]] = {
        "outcomes": list(module.outcomes),
        "sources": [source.text for source in module.sources],
        "authors": [author.role for author in module.authors],
    }
    place = int(name) - 1 if name.isdigit() else -1
    listed = items.get(first, [])
    return listed[place] if 0 <= place < len(listed) else {}


def _find(module: Module, stale: StaleText) -> tuple[str, str] | None:
    """Return fingerprint and text of the base at the same place in another revision."""
    base = module.base_language
    if stale.block:
        lesson = module.lesson_of_block(stale.block)
        block = lesson.block(stale.block) if lesson else None
        text = block.texts.get(base) if block else None
        return (text.fingerprint, text.text) if text else None
    wording = module.wordings.get(stale.path)
    if wording is None or base not in wording.fingerprints:
        return None
    return wording.fingerprints[base], text_at(module, stale.path).get(base, "")
