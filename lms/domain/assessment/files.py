"""Files as they come in: of the kinds and sizes that the assignment takes, pictures without their notes."""

from typing import BinaryIO

from lms.domain.content.compiled import Assignment
from lms.domain.content.media import taking_in
from lms.foundation import uploads
from lms.foundation.uploads import CheckedUpload


def take_in(assignment: Assignment, content: BinaryIO, file_name: str) -> CheckedUpload:
    """Return the file fit to be kept, or raise UploadRefused with the reason for its learner."""
    return taking_in.take_in(content, file_name, largest_bytes(assignment), assignment.file_kinds)


def endings(assignment: Assignment) -> list[str]:
    """Return the endings that this assignment takes, without the point, in the order of people."""
    return [
        each
        for each in uploads.accepted_extensions()
        if not assignment.file_kinds or each in assignment.file_kinds
    ]


def largest_bytes(assignment: Assignment) -> int:
    """Return how large one file may be."""
    return min(assignment.file_megabytes * uploads.MEGABYTE, uploads.LARGEST_BYTES)


def wanted_by_browsers(assignment: Assignment) -> list[str]:
    """Return what the field for files asks for, so that phones offer the camera."""
    return taking_in.wanted_by_browsers(endings(assignment))
