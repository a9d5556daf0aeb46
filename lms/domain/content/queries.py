"""Reading modules and their revisions; what was read once is kept in the process.

A revision never changes, so that its id is all one needs to know. Only which
revision is the current one has to be asked each time.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import case, null, select

from lms.domain.content.compiled import Module as CompiledModule
from lms.domain.content.compiled_json import from_json
from lms.domain.content.models import Confirmation, ContentMedia, Module, ModuleRevision
from lms.foundation import db
from lms.foundation.db import session
from lms.foundation.errors import NotFound

MOST_KEPT = 200
_kept: "OrderedDict[int, CompiledModule]" = OrderedDict()
_lock = Lock()
_database = 0


@dataclass(frozen=True)
class Standing:
    """Where a module stands: what is current, and what it was made of."""

    module_id: int
    slug: str
    revision_id: int
    number: int
    content_hash: str
    source_digest: str
    is_withdrawn: bool

    def holds(self, digest: str) -> bool:
        """Tell whether learners see just these files."""
        return not self.is_withdrawn and self.source_digest == digest


def get_revision(revision_id: int) -> CompiledModule:
    """Return a revision exactly as it was published, for whoever reads it or read it then."""
    found = _find_kept(revision_id)
    if found is None:
        row = session.execute(_REVISION.where(ModuleRevision.id == revision_id)).one_or_none()
        if row is None:
            raise NotFound()
        found = _unpack(row)
    return found


def get_revisions(revision_ids: Iterable[int]) -> dict[int, CompiledModule]:
    """Return several revisions by their ids; those that are not in memory come in one statement."""
    wanted = set(revision_ids)
    found = {each: module for each in wanted if (module := _find_kept(each)) is not None}
    absent = wanted - found.keys()
    if absent:
        rows = session.execute(_REVISION.where(ModuleRevision.id.in_(absent)))
        found |= {row.id: _unpack(row) for row in rows}
    return found


def find_current(slug: str) -> CompiledModule | None:
    """Return the revision that learners see now, or None where there is none or it was withdrawn."""
    row = session.execute(_current(_kept_ids(slug)).where(Module.slug == slug)).one_or_none()
    return _unpack(row) if row else None


def get_current(slug: str) -> CompiledModule:
    """Return the revision that learners see now, for pages that anyone may read."""
    found = find_current(slug)
    if found is None:
        raise NotFound()
    return found


def get_current_with(slug: str, also: Any) -> tuple[CompiledModule, Any]:
    """Return what learners see now and what a higher room asks of its module, in one statement."""
    statement = _current(_kept_ids(slug)).add_columns(also.label("also")).where(Module.slug == slug)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound()
    return _unpack(row), row.also


def list_current_modules() -> list[CompiledModule]:
    """Return all modules on offer in order of their slugs, for lists and catalogues."""
    return [_unpack(row) for row in session.execute(_current(_kept_ids()).order_by(Module.slug))]


def find_standing(slug: str) -> Standing | None:
    """Return where a module stands, also a withdrawn one, for those who publish."""
    row = session.execute(_STANDING.where(Module.slug == slug)).one_or_none()
    return _standing(row) if row else None


def list_standings() -> list[Standing]:
    """Return where every module stands, for those who publish."""
    return [_standing(row) for row in session.execute(_STANDING.order_by(Module.slug))]


def get_kept(revision_id: int) -> ModuleRevision:
    """Return the row of a revision with its source files, for an export."""
    row = session.get(ModuleRevision, revision_id)
    if row is None:
        raise NotFound()
    return row


def list_latest_ids(module_id: int, most: int) -> list[int]:
    """Return the latest revisions of a module, newest first, for comparing a text with what it was."""
    return list(
        session.scalars(
            select(ModuleRevision.id)
            .where(ModuleRevision.module_id == module_id)
            .order_by(ModuleRevision.number.desc())
            .limit(most)
        )
    )


def find_module(slug: str, *, for_update: bool = False) -> Module | None:
    """Return the row of a module for a deed; locked, so that two publishers take turns."""
    statement = select(Module).where(Module.slug == slug)
    if for_update:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalars(statement).one_or_none()


def list_confirmations(module_id: int) -> frozenset[tuple[str, str, str]]:
    """Return what authors said is still correct: language, fingerprint of the base, of the translation."""
    rows = session.execute(
        select(Confirmation.language, Confirmation.base_fingerprint, Confirmation.fingerprint).where(
            Confirmation.module_id == module_id
        )
    )
    return frozenset((row.language, row.base_fingerprint, row.fingerprint) for row in rows)


def list_published_prerequisites() -> dict[str, tuple[str, ...]]:
    """Return for every module on offer which modules should come first."""
    return {module.slug: module.prerequisites for module in list_current_modules()}


def find_media(sha256: str) -> tuple[str, int] | None:
    """Return type and size of a published picture or file, for the door that shows it."""
    row = session.execute(
        select(ContentMedia.media_type, ContentMedia.size).where(ContentMedia.sha256 == sha256).limit(1)
    ).one_or_none()
    return (row.media_type, row.size) if row else None


def keep_out(revision_id: int) -> None:
    """Do not keep a revision whose transaction may still be undone: its id could be given again."""
    session().info.setdefault("unpublished", set()).add(revision_id)


_REVISION = select(
    ModuleRevision.id,
    ModuleRevision.module_id,
    ModuleRevision.number,
    ModuleRevision.content_hash,
    ModuleRevision.compiled,
)
_STANDING = select(
    Module.id.label("module_id"),
    Module.slug,
    Module.withdrawn_at,
    ModuleRevision.id.label("revision_id"),
    ModuleRevision.number,
    ModuleRevision.content_hash,
    ModuleRevision.source_digest,
).join(ModuleRevision, ModuleRevision.id == Module.current_revision_id)


def _current(known: Iterable[int]) -> Any:
    """Select the current revisions; the text of those that we hold already is not sent again."""
    ids = list(known)
    text: Any = (
        case((ModuleRevision.id.in_(ids), null()), else_=ModuleRevision.compiled)
        if ids
        else ModuleRevision.compiled
    )
    return (
        select(
            ModuleRevision.id,
            ModuleRevision.module_id,
            ModuleRevision.number,
            ModuleRevision.content_hash,
            text.label("compiled"),
        )
        .join(Module, Module.current_revision_id == ModuleRevision.id)
        .where(Module.withdrawn_at.is_(None))
    )


def _standing(row: Any) -> Standing:
    return Standing(
        row.module_id,
        row.slug,
        row.revision_id,
        row.number,
        row.content_hash,
        row.source_digest,
        row.withdrawn_at is not None,
    )


def _unpack(row: Any) -> CompiledModule:
    found = _find_kept(row.id)
    if found is None:
        text = row.compiled
        if text is None:  # Dropped from memory by another thread since the statement was made.
            return get_revision(row.id)
        found = from_json(text).kept_as(
            revision_id=row.id, module_id=row.module_id, number=row.number, content_hash=row.content_hash
        )
        _keep(found)
    return found


def _find_kept(revision_id: int) -> CompiledModule | None:
    with _lock:
        _forget_other_database()
        found = _kept.get(revision_id)
        if found is not None:
            _kept.move_to_end(revision_id)
        return found


def _keep(module: CompiledModule) -> None:
    if module.revision_id in session().info.get("unpublished", ()):
        return
    with _lock:
        _forget_other_database()
        _kept[module.revision_id] = module
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


def _kept_ids(slug: str | None = None) -> list[int]:
    with _lock:
        _forget_other_database()
        return [revision_id for revision_id, module in _kept.items() if slug in (None, module.slug)]


def _forget_other_database() -> None:
    """Another database gives the same ids to other revisions."""
    global _database
    if _database != db.binding():
        _kept.clear()
        _database = db.binding()
