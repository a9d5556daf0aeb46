"""Publish a module: its files become the next immutable revision, or nothing happens at all."""

import io
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lms.domain.content import queries, rules
from lms.domain.content.addresses import stored_name
from lms.domain.content.compile import compile_module, media_files
from lms.domain.content.compiled import Module
from lms.domain.content.compiled_json import to_json
from lms.domain.content.events import ModulePublished, ModuleWithdrawn
from lms.domain.content.examining import Examined
from lms.domain.content.glossary import write_glossary
from lms.domain.content.manifest import Manifest, read_manifest
from lms.domain.content.models import ContentMedia, ModuleRevision
from lms.domain.content.models import Module as ModuleRow
from lms.domain.content.planning import Confirmations, plan
from lms.domain.content.problems import Problem, ProblemList, has_errors
from lms.domain.content.queries import Standing
from lms.domain.content.reading import GLOSSARY, MANIFEST, ModuleSource
from lms.domain.content.service.checking import examine_all, known_modules
from lms.foundation import audit, clock, db, events, storage
from lms.foundation.db import session
from lms.foundation.errors import NotFound, Refusal


class PublishingRefused(Refusal):
    """The files cannot be published; `problems` says why, file by file and line by line."""

    status = 422

    def __init__(self, slug: str, problems: Iterable[Problem]) -> None:
        super().__init__(slug)
        self.slug, self.problems = slug, list(problems)


@dataclass
class Prepared:
    """A module made ready outside any transaction, so that the deed itself is short.

    `module` is None where the files are those of the current revision, or where `problems`
    forbid publishing; `based_on` is the revision it was compared with.
    """

    source: ModuleSource
    problems: list[Problem]
    based_on: int = 0
    confirmed: Confirmations = frozenset()
    examined: Examined | None = None
    module: Module | None = None
    around: Collection[str] = ()

    @property
    def is_unchanged(self) -> bool:
        """Tell whether the files are those of the current revision."""
        return self.examined is None


@dataclass(frozen=True)
class Published:
    """What publishing came to."""

    slug: str
    revision_id: int
    number: int
    is_new: bool
    content_hash: str
    problems: tuple[Problem, ...] = ()
    is_offered_again: bool = False


def prepare(sources: Sequence[ModuleSource], around: Collection[str] = ()) -> list[Prepared]:
    """Check and compile modules for publishing; files that did not change are not looked at again."""
    standings = {standing.slug: standing for standing in queries.list_standings()}
    names = {source.slug for source in sources} | set(around)
    changed = [source for source in sources if not _is_current(source, standings.get(source.slug))]
    if len({source.slug for source in sources}) < len(sources):
        changed = list(sources)  # Which of two modules of one name is meant, nobody can tell.
    examined = examine_all(changed, known_modules(), names) if changed else []
    done = {id(found.source): _prepare_one(found, standings.get(found.source.slug)) for found in examined}
    for prepared in done.values():
        prepared.around = names
    return [
        done.get(id(source)) or Prepared(source, [], standings[source.slug].revision_id, around=names)
        for source in sources
    ]


def _is_current(source: ModuleSource, standing: Standing | None) -> bool:
    return standing is not None and standing.holds(source.digest)


def _prepare_one(examined: Examined, standing: Standing | None) -> Prepared:
    source, problems = examined.source, ProblemList(examined.problems)
    manifest = read_manifest(source, problems)
    if standing:
        _refuse_outdated(source, manifest, standing, problems)
    if examined.file is None:
        return Prepared(source, problems.sorted(), standing.revision_id if standing else 0, examined=examined)
    previous = queries.get_revision(standing.revision_id) if standing else None
    confirmed = queries.list_confirmations(standing.module_id) if standing else frozenset()
    planned = plan(examined, previous, confirmed, manifest.hints if manifest else None)
    problems.extend(planned.problems)
    module = None if has_errors(problems) else compile_module(planned)
    return Prepared(
        source, problems.sorted(), previous.revision_id if previous else 0, confirmed, examined, module
    )


def _refuse_outdated(
    source: ModuleSource, manifest: Manifest | None, standing: Standing, problems: ProblemList
) -> None:
    """Text that was changed elsewhere since the export is never overwritten silently."""
    if (
        manifest
        and manifest.base_revision != standing.content_hash
        and source.digest != standing.source_digest
    ):
        problems.add(source.name(MANIFEST), 1, "export-outdated")


def publish(
    source: ModuleSource | Prepared, actor_label: str, *, earned_keys: Collection[str] = ()
) -> Published:
    """Make the next revision of a module and let learners see it; the same files make none.

    `earned_keys` are the requirements that somebody has met already; the caller asks the
    register for them, for this room stands below it.
    """
    prepared = source if isinstance(source, Prepared) else prepare([source])[0]
    slug = prepared.source.slug
    row = _lock(slug)
    standing = queries.find_standing(slug)
    if _is_current(prepared.source, standing):
        assert standing is not None
        return _unchanged(standing)
    if prepared.is_unchanged or _was_overtaken(prepared, standing):
        # Somebody else published meanwhile: what we compared with is no longer the current revision.
        prepared = prepare([prepared.source], prepared.around)[0]
    _refuse_problems(prepared, standing, earned_keys)
    assert prepared.module is not None and prepared.examined is not None
    module = prepared.module
    if standing and standing.content_hash == module.content_hash:
        _offer_again(row, standing, actor_label)
        _remember_files(standing, prepared.examined)
        return _unchanged(standing)
    revision = _add_revision(row, prepared.examined, module, actor_label, standing)
    return Published(slug, revision.id, revision.number, True, module.content_hash, tuple(prepared.problems))


def _unchanged(standing: Standing) -> Published:
    return Published(
        standing.slug,
        standing.revision_id,
        standing.number,
        False,
        standing.content_hash,
        is_offered_again=standing.is_withdrawn,
    )


def _offer_again(row: ModuleRow, standing: Standing, actor_label: str) -> None:
    """Put a withdrawn module back into the catalogue as it was."""
    if standing.is_withdrawn:
        row.withdrawn_at = None
        audit.record(actor_label, "module-offered-again", f"module:{row.slug}")


def _remember_files(standing: Standing, examined: Examined) -> None:
    """Keep files that say the same in other words or order, so that they need not be compared again."""
    kept = queries.get_kept(standing.revision_id)
    kept.source_digest, kept.sources = examined.source.digest, _sources(examined)


def _lock(slug: str) -> ModuleRow:
    """Take hold of the module's row, making it where it is missing; another publisher waits here."""
    db.insert_once(ModuleRow, slug=slug)
    row = queries.find_module(slug, for_update=True)
    assert row is not None
    return row


def _was_overtaken(prepared: Prepared, standing: Standing | None) -> bool:
    if prepared.based_on != (standing.revision_id if standing else 0):
        return True
    return standing is not None and prepared.confirmed != queries.list_confirmations(standing.module_id)


def _refuse_problems(prepared: Prepared, standing: Standing | None, earned_keys: Collection[str]) -> None:
    problems = ProblemList(prepared.problems)
    file = prepared.examined.file if prepared.examined else None
    if standing and file:
        before = {requirement.key for requirement in queries.get_revision(standing.revision_id).requirements}
        removed = rules.removed_requirements(
            before, set(file.requirements), set(file.retired), set(earned_keys)
        )
        for key in sorted(removed):
            problems.add(
                prepared.source.name("module.yaml"),
                _line_of_requirements(prepared),
                "requirement-earned",
                key=key,
            )
    if has_errors(problems):
        raise PublishingRefused(prepared.source.slug, problems.sorted())


def _line_of_requirements(prepared: Prepared) -> int:
    located = prepared.examined.located if prepared.examined else None
    return located.line(("requirements",)) if located else 1


def _add_revision(
    row: ModuleRow, examined: Examined, module: Module, actor_label: str, standing: Standing | None
) -> ModuleRevision:
    _store_media(examined)
    revision = ModuleRevision(
        module_id=row.id,
        number=standing.number + 1 if standing else 1,
        content_hash=module.content_hash,
        source_digest=examined.source.digest,
        sources=_sources(examined),
        compiled=to_json(module),
        renderer=module.renderer,
        change=module.change,
        published_at=clock.now(),
        published_by=actor_label,
    )
    make_current(row, revision, module)
    audit.record(
        actor_label, "module-published", f"module:{module.slug}", revision=revision.id, number=revision.number
    )
    return revision


def make_current(row: ModuleRow, revision: ModuleRevision, module: Module) -> None:
    """Add a revision with its files and let learners see it from now on."""
    session.add(revision)
    session.flush()
    queries.keep_out(revision.id)
    session.add_all(
        ContentMedia(
            revision_id=revision.id,
            path=each.path,
            sha256=each.sha256,
            media_type=each.media_type,
            size=each.size,
        )
        for each in module.media
    )
    session.add_all(
        ContentMedia(
            revision_id=revision.id,
            path=f"{each.path}@{size.width}",
            sha256=size.sha256,
            media_type="image/webp",
            size=size.bytes,
        )
        for each in module.media
        for size in each.sizes
    )
    row.current_revision_id, row.withdrawn_at = revision.id, None
    session.flush()
    events.publish(ModulePublished(module_id=row.id, revision_id=revision.id, change=revision.change))


def _store_media(examined: Examined) -> None:
    """Keep pictures and files before the rows that name them; storing the same twice does no harm."""
    files = media_files(examined)
    keeper = storage.current() if files else None
    for name, content in files.items():
        if keeper and not keeper.exists(stored_name(name)):
            keeper.put(stored_name(name), io.BytesIO(content))


def _sources(examined: Examined) -> str:
    """Return the text files as they were written, to be exported one day, with the terms they use."""
    texts = {
        path: content.decode()
        for path, content in examined.source.files.items()
        if path not in (MANIFEST, GLOSSARY) and not path.startswith("media/")
    }
    if terms := examined.terms_used():
        texts[GLOSSARY] = write_glossary(terms)
    return json.dumps(texts, ensure_ascii=False, sort_keys=True)


def withdraw(slug: str, actor_label: str) -> bool:
    """Take a module out of the catalogue; learners keep their record and its text.

    Tell whether it was on offer until now.
    """
    row = queries.find_module(slug, for_update=True)
    if row is None or row.current_revision_id is None:
        raise NotFound()
    if row.withdrawn_at is not None:
        return False
    row.withdrawn_at = clock.now()
    events.publish(ModuleWithdrawn(module_id=row.id))
    audit.record(actor_label, "module-withdrawn", f"module:{slug}")
    return True
