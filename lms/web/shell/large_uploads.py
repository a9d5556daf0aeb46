"""Large uploads: read to the end, kept only up to the limit, so that the words beside them survive.

The usual limit would refuse the whole request unread, and what was typed into the
same form would be gone. Here a file that is too large is let run through without
being kept; the form then comes back with its words and a reason beside the file.
"""

from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any

from flask import request

from lms.foundation.uploads import LARGEST_BYTES, MEGABYTE

MOST_READ = 300 * MEGABYTE
MOST_TEXT = 4 * MEGABYTE


class CappedFile:
    """A file that takes all that is written to it and keeps just more than the limit.

    Where the disk has no room for it, that is said when somebody wants to read it, so that
    the words that came beside it are read before.
    """

    def __init__(self, most: int = LARGEST_BYTES + 1) -> None:
        self._file = SpooledTemporaryFile(max_size=512 * 1024)  # noqa: SIM115 (closed with the request)
        self._most = most
        self._kept = 0
        self._trouble: OSError | None = None

    def write(self, chunk: bytes) -> int:
        """Take the next bytes; those beyond the limit are let go."""
        room = self._most - self._kept
        if room > 0 and self._trouble is None:
            try:
                self._kept += self._file.write(chunk[:room])
            except OSError as trouble:
                self._trouble = trouble
        return len(chunk)

    def close(self) -> None:
        """Let go of it; what could not be written is not missed."""
        with suppress(OSError):
            self._file.close()

    def __getattr__(self, name: str) -> Any:
        if self._trouble is not None and name == "read":
            raise self._trouble
        return getattr(self._file, name)


def run_through() -> None:
    """Prepare the present request before anything has read its form."""
    request.max_content_length = MOST_READ
    request.max_form_memory_size = MOST_TEXT
    # Werkzeug asks the request for a place for each file; this is its documented way to give another.
    request._get_file_stream = lambda *_args, **_kwargs: CappedFile()  # type: ignore[assignment]
