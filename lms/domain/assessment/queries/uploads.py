"""Files on their way, piece by piece, and which stored files anybody still needs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lms.domain.assessment.models import SubmissionFile, UnfinishedUpload, UploadChunk
from lms.foundation.db import session
from lms.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class UnfinishedFile:
    """A file that has not come whole yet, as its owner's page lists it."""

    id: int
    name: str
    size: int
    received: int

    @property
    def percent(self) -> int:
        """How much of it is here; never all, since it is not finished."""
        return min(99, 100 * self.received // self.size)


def find_upload_for_change(
    learner_id: int, module_id: int, assignment: str, name: str, size: int, modified: str
) -> UnfinishedUpload | None:
    """Return what is known of the same file of the same person, so that it goes on where it stopped."""
    return session.scalar(
        select(UnfinishedUpload)
        .filter_by(
            learner_id=learner_id,
            module_id=module_id,
            assignment=assignment,
            name=name,
            size=size,
            modified=modified,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def get_own_upload_for_change(learner_id: int, upload_id: int) -> UnfinishedUpload:
    """Return this person's upload, or refuse; its next pieces wait for this one."""
    upload = session.scalar(
        select(UnfinishedUpload)
        .filter_by(id=upload_id, learner_id=learner_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if upload is None:
        raise NotFound()
    return upload


def count_received(upload_id: int) -> int:
    """Return how many bytes of the file are kept: they have no gaps."""
    received = select(func.coalesce(func.sum(UploadChunk.size), 0)).filter_by(upload_id=upload_id)
    return int(session.scalar(received) or 0)


def count_unfinished(learner_id: int) -> int:
    """Return how many files of this person are on their way, wherever they belong."""
    found = select(func.count()).select_from(UnfinishedUpload)
    return int(session.scalar(found.filter_by(learner_id=learner_id, finished_at=None)) or 0)


def list_chunks(upload_id: int) -> list[UploadChunk]:
    """Return the pieces of a file in their order."""
    chunks = select(UploadChunk).filter_by(upload_id=upload_id).order_by(UploadChunk.begins_at)
    return list(session.scalars(chunks))


def list_unfinished(learner_id: int, module_id: int, assignment: str) -> list[UnfinishedFile]:
    """Return the files that their owner began to upload here and that are not whole yet."""
    rows = session.execute(
        select(
            UnfinishedUpload.id,
            UnfinishedUpload.name,
            UnfinishedUpload.size,
            func.coalesce(func.sum(UploadChunk.size), 0),
        )
        .outerjoin(UploadChunk, UploadChunk.upload_id == UnfinishedUpload.id)
        .where(
            UnfinishedUpload.learner_id == learner_id,
            UnfinishedUpload.module_id == module_id,
            UnfinishedUpload.assignment == assignment,
            UnfinishedUpload.finished_at.is_(None),
        )
        .group_by(UnfinishedUpload.id, UnfinishedUpload.name, UnfinishedUpload.size)
        .order_by(UnfinishedUpload.id)
    )
    return [UnfinishedFile(upload_id, name, size, int(received)) for upload_id, name, size, received in rows]


def list_uploads_before(moment: datetime, most: int = 500) -> list[UnfinishedUpload]:
    """Return uploads that nobody has touched since, the oldest first."""
    return list(
        session.scalars(
            select(UnfinishedUpload)
            .where(UnfinishedUpload.touched_at < moment)
            .order_by(UnfinishedUpload.touched_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
    )


def is_stored_file_needed(storage_key: str) -> bool:
    """Whether any draft, version or upload still has the file that is stored under this name."""
    return storage_key in find_needed([storage_key])


def find_needed(storage_keys: Collection[str]) -> set[str]:
    """Return which of these stored files a row names."""
    files = select(SubmissionFile.storage_key).where(SubmissionFile.storage_key.in_(storage_keys))
    pieces = select(UploadChunk.storage_key).where(UploadChunk.storage_key.in_(storage_keys))
    return set(session.scalars(files.union(pieces)))
