"""What the worker does for this room."""

import logging
from datetime import datetime, timedelta
from itertools import islice

from lms.domain.assessment import queries
from lms.foundation import clock, storage
from lms.foundation.db import reading, unit_of_work

FORGOTTEN_AFTER = timedelta(days=1)
OURS = ("submissions/", "uploads/")
AT_ONCE = 500

log = logging.getLogger(__name__)


def discard_file(storage_key: str) -> None:
    """Remove a stored file that no draft, no version and no upload has any more; may run twice."""
    with reading():
        is_needed = queries.is_stored_file_needed(storage_key)
    if not is_needed:
        storage.current().delete(storage_key)


def sweep_files() -> None:
    """Remove uploads that nobody goes on with, and stored files that no row names; may run twice.

    A file without a row is left behind where a commit failed after the file was stored. A day is far
    longer than any request takes, so a row that is still to come is never robbed of its file.
    """
    before = clock.now() - FORGOTTEN_AFTER
    while _forget_uploads(before):
        pass
    leftovers = sum(_remove_leftovers(prefix, before) for prefix in OURS)
    halves = storage.current().forget_unfinished(before)
    if leftovers or halves:
        log.info("removed files that nobody needs", extra={"leftovers": leftovers, "halves": halves})


def _forget_uploads(before: datetime) -> int:
    """Delete some of the uploads that stopped; their pieces have no row then, and go with the leftovers."""
    with unit_of_work() as session:
        uploads = queries.list_uploads_before(before, AT_ONCE)
        for upload in uploads:
            for chunk in queries.list_chunks(upload.id):
                session.delete(chunk)
        session.flush()
        for upload in uploads:
            session.delete(upload)
        return len(uploads)


def _remove_leftovers(prefix: str, before: datetime) -> int:
    kept, removed = storage.current(), 0
    names = kept.names_before(before, prefix)
    while some := list(islice(names, AT_ONCE)):
        with reading():
            needed = queries.find_needed(some)
        for name in set(some) - needed:
            kept.delete(name)
            removed += 1
    return removed
