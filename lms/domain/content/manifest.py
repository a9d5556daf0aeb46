"""The small file beside an export: of which revision it is, and which block has which id."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.domain.content.compiled import Module
from lms.domain.content.planning import Hints
from lms.domain.content.problems import ProblemList
from lms.domain.content.reading import MANIFEST, ModuleSource

_VERSION = 1


@dataclass(frozen=True)
class Manifest:
    """What an export remembers of where it came from."""

    base_revision: str
    hints: Hints


def write_manifest(module: Module) -> bytes:
    """Return the manifest of an export of that revision."""
    blocks: dict[str, dict[str, list[list[str]]]] = {}
    for lesson in module.lessons:
        listed = blocks.setdefault(lesson.slug, {})
        for block in lesson.blocks:
            for language, text in block.texts.items():
                listed.setdefault(language, []).append([text.fingerprint, block.id])
    words = {
        "version": _VERSION,
        "module": module.slug,
        "base_revision": module.content_hash,
        "number": module.number,
        "blocks": blocks,
    }
    return (json.dumps(words, indent=1, sort_keys=True) + "\n").encode()


def read_manifest(source: ModuleSource, problems: ProblemList) -> Manifest | None:
    """Return what the export remembers; None for files that are no export of this module."""
    content = source.files.get(MANIFEST)
    if content is None:
        return None
    try:
        words: Mapping[str, Any] = json.loads(content)
        hints = {
            (str(lesson), str(language)): [(str(found), str(block_id)) for found, block_id in listed]
            for lesson, languages in words["blocks"].items()
            for language, listed in languages.items()
        }
        if words["version"] != _VERSION:
            raise ValueError(words["version"])
        return Manifest(str(words["base_revision"]), hints) if words["module"] == source.slug else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        problems.add(source.name(MANIFEST), 1, "manifest-broken")
        return None
