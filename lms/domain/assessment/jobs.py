"""What the worker does for this room."""

from lms.domain.assessment import queries
from lms.foundation import storage
from lms.foundation.db import reading


def discard_file(storage_key: str) -> None:
    """Remove a stored file that no draft and no version has any more; may run twice."""
    with reading():
        is_needed = queries.is_stored_file_needed(storage_key)
    if not is_needed:
        storage.current().delete(storage_key)
