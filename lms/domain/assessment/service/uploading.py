"""Files that come piece by piece: an upload that broke off goes on where it stopped, at whichever node."""

import hashlib
import secrets
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import files, jobs, queries, rules
from lms.domain.assessment.models import SubmissionFile, UnfinishedUpload, UploadChunk
from lms.domain.assessment.service import drafts
from lms.domain.content.compiled import Assignment, Module
from lms.foundation import clock, storage, uploads
from lms.foundation.db import insert_once, session
from lms.foundation.errors import Conflict, Invalid, NotFound
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext
from lms.foundation.jobs import enqueue_after_commit

PIECE_BYTES = 256 * 1024  # what a browser sends at once: a few seconds over a poor connection
LARGEST_PIECE = uploads.MEGABYTE
MOST_UNFINISHED = 10
_IN_MEMORY = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Announced:
    """What a browser says of a file before it sends it; `modified` tells two states of one file apart."""

    name: str
    size: int
    modified: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is."""

    id: int
    received: int
    size: int


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a file that is whole: a file of the draft, or the reason why not."""

    file: SubmissionFile | None
    reason: str = ""


def start_upload(actor: Actor, module: Module, slug: str, announced: Announced, language: str) -> Progress:
    """Begin to take a file for the learner's draft, or say how much of it is here already."""
    assignment = _files_of(module, slug)
    name = uploads.check_announced(
        announced.name, announced.size, files.largest_bytes(assignment), assignment.file_kinds
    )
    _check_may_edit(drafts.open_work(actor, module, slug, language).state)
    identity: dict[str, Any] = {
        "learner_id": actor.id,
        "module_id": module.module_id,
        "assignment": slug,
        "name": name,
        "size": announced.size,
        "modified": announced.modified[:40],
    }
    upload = queries.find_upload_for_change(**identity)
    if upload is None:
        _check_not_too_many(actor)
        now = clock.now()
        insert_once(UnfinishedUpload, **identity, started_at=now, touched_at=now)
        upload = queries.find_upload_for_change(**identity)
        assert upload is not None
    upload.touched_at, upload.finished_at = clock.now(), None
    return Progress(upload.id, queries.count_received(upload.id), upload.size)


def take_piece(actor: Actor, upload_id: int, begins_at: int, content: bytes) -> Progress:
    """Keep the next piece; one that is here already, or comes too early, changes nothing."""
    upload = queries.get_own_upload_for_change(actor.id, upload_id)
    if upload.finished_at is not None:
        return Progress(upload.id, upload.size, upload.size)
    received = queries.count_received(upload.id)
    if begins_at != received:
        return Progress(upload.id, received, upload.size)
    if not 0 < len(content) <= min(LARGEST_PIECE, upload.size - received):
        raise Invalid(_("This piece does not belong to the file. Please choose the file again."), "files")
    token = secrets.token_hex(16)
    key = f"uploads/{token[:2]}/{token}.part"
    with SpooledTemporaryFile(max_size=LARGEST_PIECE + 1) as piece:
        piece.write(content)
        piece.seek(0)
        storage.current().put(key, cast("BinaryIO", piece))
    session.add(UploadChunk(upload_id=upload.id, begins_at=received, size=len(content), storage_key=key))
    upload.touched_at = clock.now()
    return Progress(upload.id, received + len(content), upload.size)


def finish_upload(
    actor: Actor, module: Module, slug: str, upload_id: int, language: str, sha256: str = ""
) -> Finished:
    """Put a file that has come whole into the draft; one that cannot be taken is let go, with the reason."""
    upload = _of_this_work(actor, module, slug, upload_id)
    if upload.finished_at is not None:
        return Finished(None)
    chunks = queries.list_chunks(upload.id)
    if sum(chunk.size for chunk in chunks) != upload.size:
        raise Conflict(_("The whole file has not arrived yet."))
    finished = _join_draft(actor, module, slug, upload, chunks, language, sha256)
    _let_go(chunks)
    upload.finished_at = upload.touched_at = clock.now()
    return finished


def cancel_upload(actor: Actor, module: Module, slug: str, upload_id: int) -> None:
    """Forget what has come of a file that its learner no longer wants."""
    upload = _of_this_work(actor, module, slug, upload_id)
    _let_go(queries.list_chunks(upload.id))
    session.delete(upload)


def _join_draft(
    actor: Actor,
    module: Module,
    slug: str,
    upload: UnfinishedUpload,
    chunks: list[UploadChunk],
    language: str,
    sha256: str,
) -> Finished:
    assignment = _files_of(module, slug)
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as whole:
        content = cast("BinaryIO", whole)
        if sha256 not in ("", _join(chunks, content)):
            reason = _("“%(file)s” was damaged on its way. Please choose the file again.", file=upload.name)
            return Finished(None, reason)
        try:
            checked = files.take_in(assignment, content, upload.name)
            submission = drafts.open_work(actor, module, slug, language)
            _check_may_edit(submission.state)
            added = drafts.add_files(submission, assignment, [checked])
        except (Invalid, Conflict) as refusal:
            return Finished(None, str(refusal))
    # The text is left alone: the tab that writes it is still the one that wrote it last.
    submission.draft_saved_at, submission.revision_id = clock.now(), module.revision_id
    submission.draft_saved_by_id = actor.id
    session.flush()
    return Finished(added[0] if added else None)


def _join(chunks: list[UploadChunk], whole: BinaryIO) -> str:
    """Put the pieces together and return the sum of all of them."""
    digest = hashlib.sha256()
    for chunk in chunks:
        with storage.current().open(chunk.storage_key) as piece:
            digest.update(part := piece.read())
            whole.write(part)
    return digest.hexdigest()


def _of_this_work(actor: Actor, module: Module, slug: str, upload_id: int) -> UnfinishedUpload:
    upload = queries.get_own_upload_for_change(actor.id, upload_id)
    if (upload.module_id, upload.assignment) != (module.module_id, slug):
        raise NotFound()
    return upload


def _files_of(module: Module, slug: str) -> Assignment:
    assignment = drafts.get_assignment(module, slug)
    if "files" not in assignment.accepts:
        raise Invalid(_("Please write your work as text: this assignment takes no files."), "files")
    return assignment


def _check_may_edit(state: str) -> None:
    if not rules.may_edit(state):
        raise Conflict(_("This work has been handed in and cannot be changed while it is being graded."))


def _check_not_too_many(actor: Actor) -> None:
    if queries.count_unfinished(actor.id) >= MOST_UNFINISHED:
        reason = ngettext(
            "%(num)s file is on its way already. Let it arrive, or cancel it.",
            "%(num)s files are on their way already. Let them arrive, or cancel some.",
            MOST_UNFINISHED,
        )
        raise Invalid(reason, "files")


def _let_go(chunks: list[UploadChunk]) -> None:
    for chunk in chunks:
        session.delete(chunk)
        enqueue_after_commit(jobs.discard_file, chunk.storage_key)
    session.flush()
