"""An author's word that a translation is still correct although its source has changed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from lms.domain.content import queries
from lms.domain.content.compiled import STALE, Block, BlockText, Module, Wording
from lms.domain.content.compiled_json import content_hash, to_json
from lms.domain.content.examining import examine
from lms.domain.content.models import Confirmation, ModuleRevision
from lms.domain.content.models import Module as ModuleRow
from lms.domain.content.planning import plan
from lms.domain.content.reading import ModuleSource
from lms.domain.content.service.publishing import make_current
from lms.foundation import audit, clock, db
from lms.foundation.errors import NotFound


@dataclass(frozen=True)
class Doubt:
    """A stale translation: a block's id or a text's path, and the two texts by their fingerprints."""

    path: str
    language: str
    base_fingerprint: str
    fingerprint: str


@dataclass(frozen=True)
class Confirmed:
    """What was confirmed, and what was named but is not stale."""

    paths: tuple[str, ...]
    unknown: tuple[str, ...]


def confirm(
    slug: str, actor_label: str, paths: Collection[str] = (), pending: ModuleSource | None = None
) -> Confirmed:
    """Say of stale translations that they are still correct: of those named, or of all.

    `pending` are files not published yet: what is stale in them can be confirmed before,
    for assessed text cannot be published while it is stale.
    """
    row = queries.find_module(slug, for_update=True)
    standing = queries.find_standing(slug)
    if row is None or standing is None:
        raise NotFound()
    module = queries.get_revision(standing.revision_id)
    doubts = set(_stale_in(module))
    if pending is not None:
        doubts |= set(_stale_in_files(pending, module, queries.list_confirmations(row.id)))
    chosen = {doubt for doubt in doubts if not paths or doubt.path in paths}
    for doubt in sorted(chosen, key=lambda doubt: (doubt.path, doubt.language)):
        _note(row.id, doubt, actor_label)
    found = {doubt.path for doubt in chosen}
    if chosen:
        _publish_health(row, module, chosen, actor_label)
        audit.record(actor_label, "translation-confirmed", f"module:{slug}", paths=sorted(found))
    return Confirmed(tuple(sorted(found)), tuple(sorted(set(paths) - found)))


def _note(module_id: int, doubt: Doubt, actor_label: str) -> None:
    db.insert_once(
        Confirmation,
        module_id=module_id,
        language=doubt.language,
        base_fingerprint=doubt.base_fingerprint,
        fingerprint=doubt.fingerprint,
        confirmed_by=actor_label,
        confirmed_at=clock.now(),
    )


def _stale_in(module: Module) -> Iterator[Doubt]:
    for lesson in module.lessons:
        for block in lesson.blocks:
            for language, text in block.texts.items():
                if block.health(language) == STALE:
                    base = block.texts[module.base_language]
                    yield Doubt(block.id, language, base.fingerprint, text.fingerprint)
    yield from _stale_texts(module.wordings, module.base_language)


def _stale_texts(wordings: Mapping[str, Wording], base: str) -> Iterator[Doubt]:
    for path, wording in wordings.items():
        for language, own in wording.fingerprints.items():
            if wording.health(language, base) == STALE:
                yield Doubt(path, language, wording.fingerprints[base], own)


def _stale_in_files(
    source: ModuleSource, previous: Module, confirmed: frozenset[tuple[str, str, str]]
) -> Iterator[Doubt]:
    examined = examine(source)
    if examined.file is None:
        return
    base = examined.file.base_language
    planned = plan(examined, previous, confirmed)
    for blocks in planned.blocks.values():
        for block in blocks:
            for language, source_fingerprint in block.translated_from.items():
                if source_fingerprint != block.fingerprints.get(base, ""):
                    yield Doubt(block.id, language, block.fingerprints[base], block.fingerprints[language])
    yield from _stale_texts(planned.wordings, base)


def _publish_health(row: ModuleRow, module: Module, chosen: Collection[Doubt], actor_label: str) -> None:
    """Make a revision that differs in health alone, where what was confirmed is published already."""
    said = {(doubt.language, doubt.base_fingerprint, doubt.fingerprint) for doubt in chosen}
    confirmed = _with_health(module, said)
    text = to_json(confirmed)
    if content_hash(text) == module.content_hash:
        return
    kept = queries.get_kept(module.revision_id)
    confirmed = confirmed.kept_as(revision_id=0, module_id=0, number=0, content_hash=content_hash(text))
    revision = ModuleRevision(
        module_id=row.id,
        number=module.number + 1,
        content_hash=confirmed.content_hash,
        source_digest=kept.source_digest,
        sources=kept.sources,
        compiled=text,
        renderer=confirmed.renderer,
        change="minor",
        published_at=clock.now(),
        published_by=actor_label,
    )
    make_current(row, revision, confirmed)


def _with_health(module: Module, said: set[tuple[str, str, str]]) -> Module:
    base = module.base_language
    lessons = tuple(
        replace(lesson, blocks=tuple(_confirmed_block(block, base, said) for block in lesson.blocks))
        for lesson in module.lessons
    )
    wordings = {path: _confirmed_wording(wording, base, said) for path, wording in module.wordings.items()}
    return replace(module, lessons=lessons, wordings=wordings, change="minor")


def _confirmed_block(block: Block, base: str, said: set[tuple[str, str, str]]) -> Block:
    main = block.texts.get(base)
    if main is None:
        return block

    def fresh(language: str, text: BlockText) -> BlockText:
        is_said = (language, main.fingerprint, text.fingerprint) in said
        return replace(text, translated_from=main.fingerprint) if is_said else text

    return replace(block, texts={language: fresh(language, text) for language, text in block.texts.items()})


def _confirmed_wording(wording: Wording, base: str, said: set[tuple[str, str, str]]) -> Wording:
    main = wording.fingerprints.get(base, "")
    fresh = {
        language: main if (language, main, wording.fingerprints[language]) in said else source
        for language, source in wording.translated_from.items()
    }
    return replace(wording, translated_from=fresh)
