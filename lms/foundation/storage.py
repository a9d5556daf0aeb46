"""Files that people hand in: one small port, a folder or an S3-compatible bucket behind it.

A name is ours, never a person's. What `put` has accepted is on disk; a file is
there whole or not at all, whenever the process or the machine dies.
"""

import errno
import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import parse_qs, urlsplit

from lms.foundation.errors import NotFound, Refusal
from lms.foundation.i18n import gettext as _

CHUNK = 1024 * 1024
_POSTGRESQL_DISK_FULL = "53100"
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*(?:[./][a-z0-9][a-z0-9_-]*)*")
_FULL_BUCKET = {"QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity", "StorageFull", "507"}
_MISSING_OBJECT = {"NoSuchKey", "NotFound", "404"}


class StorageFull(Refusal):
    """There is no room for another file; nothing of it was kept."""

    status = 507


class StorageUnavailable(Refusal):
    """The storage does not answer; trying again later may help."""

    status = 503


class Storage(Protocol):
    """What the rooms ask of a place for files."""

    def put(self, name: str, content: BinaryIO) -> int:
        """Keep the content under that name, whole or not at all; return its size."""

    def open(self, name: str) -> BinaryIO:
        """Open a kept file for reading; raise NotFound where there is none."""

    def exists(self, name: str) -> bool:
        """Tell whether there is such a file."""

    def size(self, name: str) -> int:
        """Return the number of bytes; raise NotFound where there is no such file."""

    def delete(self, name: str) -> None:
        """Remove the file; one that is gone already is no problem."""

    def names(self, prefix: str = "") -> Iterator[str]:
        """Give the names of all files that begin so, in no special order."""

    def names_before(self, moment: datetime, prefix: str) -> Iterator[str]:
        """Give the names of the files that begin so and were kept before that moment."""

    def forget_unfinished(self, moment: datetime) -> int:
        """Remove what a process that died had begun to write before that moment; return how many."""

    def check(self) -> None:
        """Raise StorageUnavailable or StorageFull when a file could not be kept now."""


def connect(url: str) -> Storage:
    """Return the storage at that address (a folder, or s3://bucket/prefix?endpoint=…&region=…)."""
    if not url.startswith("s3://"):
        return FolderStorage(Path(url.removeprefix("file://")))
    parts = urlsplit(url)
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return BucketStorage(parts.hostname or "", parts.path.strip("/"), options)


_storage: Storage | None = None


def use(storage: Storage) -> None:
    """Keep the files of this program in that storage."""
    global _storage
    _storage = storage


def current() -> Storage:
    """Return the storage that the application has plugged in."""
    if _storage is None:
        raise RuntimeError("No application has plugged in its storage.")
    return _storage


def is_disk_full(problem: BaseException | None) -> bool:
    """Tell whether an error, or the one below it, means that a disk or quota is full."""
    while problem is not None:
        if isinstance(problem, StorageFull) or (isinstance(problem, OSError) and problem.errno in _NO_SPACE):
            return True
        below = getattr(problem, "orig", None)  # SQLAlchemy keeps the driver's error there
        if isinstance(below, sqlite3.OperationalError) and "is full" in str(below):
            return True
        if getattr(below, "sqlstate", None) == _POSTGRESQL_DISK_FULL:
            return True
        problem = problem.__cause__ or problem.__context__
    return False


class FolderStorage:
    """Files in a folder: written beside, forced to disk, then renamed into place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / ".incoming"

    def put(self, name: str, content: BinaryIO) -> int:
        """Keep the content under that name, whole or not at all; return its size."""
        target = self._path(name)
        unfinished = self._incoming / secrets.token_hex(16)
        with as_refusals():
            _make_folder(self._incoming)
            try:
                with unfinished.open("xb") as file:
                    shutil.copyfileobj(content, file, CHUNK)
                    file.flush()
                    os.fsync(file.fileno())
                    size = file.tell()
                _make_folder(target.parent)
                unfinished.replace(target)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
            _sync_folder(target.parent)
        return size

    def open(self, name: str) -> BinaryIO:
        """Open a kept file for reading; raise NotFound where there is none."""
        with as_refusals():
            return self._path(name).open("rb")

    def exists(self, name: str) -> bool:
        """Tell whether there is such a file."""
        return self._path(name).is_file()

    def size(self, name: str) -> int:
        """Return the number of bytes; raise NotFound where there is no such file."""
        with as_refusals():
            return self._path(name).stat().st_size

    def delete(self, name: str) -> None:
        """Remove the file; one that is gone already is no problem."""
        with as_refusals():
            self._path(name).unlink(missing_ok=True)

    def names(self, prefix: str = "") -> Iterator[str]:
        """Give the names of all files that begin so, in no special order."""
        for folder, folders, files in os.walk(self.folder):
            if Path(folder) == self.folder and ".incoming" in folders:
                folders.remove(".incoming")
            for file in files:
                name = (Path(folder) / file).relative_to(self.folder).as_posix()
                if name.startswith(prefix):
                    yield name

    def names_before(self, moment: datetime, prefix: str) -> Iterator[str]:
        """Give the names of the files that begin so and were kept before that moment."""
        for name in self.names(prefix):
            if _is_before(self.folder / name, moment):
                yield name

    def forget_unfinished(self, moment: datetime) -> int:
        """Remove what a process that died had begun to write before that moment; return how many."""
        found = list(self._incoming.iterdir()) if self._incoming.is_dir() else []
        old = [path for path in found if _is_before(path, moment)]
        with as_refusals():
            for path in old:
                path.unlink(missing_ok=True)
        return len(old)

    def check(self) -> None:
        """Raise StorageUnavailable or StorageFull when a file could not be kept now."""
        probe = self._incoming / f"probe-{secrets.token_hex(8)}"
        with as_refusals():
            self._incoming.mkdir(parents=True, exist_ok=True)
            try:
                probe.write_bytes(b"?" * 4096)
            finally:
                probe.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / _safe(name)


class BucketStorage:
    """Files in an S3-compatible bucket; credentials come from the usual AWS_… variables."""

    def __init__(self, bucket: str, prefix: str, options: dict[str, str]) -> None:
        # Heavy and optional: installations that keep files in a folder neither install nor load it.
        import boto3  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415

        self.bucket = bucket
        self.prefix = f"{prefix}/" if prefix else ""
        self._client = boto3.client(
            "s3",
            endpoint_url=options.get("endpoint") or options.get("endpoint_url"),
            region_name=options.get("region") or "us-east-1",
            config=Config(
                connect_timeout=3, read_timeout=20, retries={"max_attempts": 2, "mode": "standard"},
                s3={"addressing_style": options.get("addressing", "path")},
            ),
        )  # fmt: skip

    def put(self, name: str, content: BinaryIO) -> int:
        """Keep the content under that name, whole or not at all; return its size."""
        start = content.tell()
        size = content.seek(0, os.SEEK_END) - start
        content.seek(start)
        with as_refusals():
            self._client.put_object(Bucket=self.bucket, Key=self._key(name), Body=content, ContentLength=size)
        return size

    def open(self, name: str) -> BinaryIO:
        """Open a kept file for reading; raise NotFound where there is none."""
        with as_refusals():
            body: BinaryIO = self._client.get_object(Bucket=self.bucket, Key=self._key(name))["Body"]
            return body

    def exists(self, name: str) -> bool:
        """Tell whether there is such a file."""
        try:
            self.size(name)
        except NotFound:
            return False
        return True

    def size(self, name: str) -> int:
        """Return the number of bytes; raise NotFound where there is no such file."""
        with as_refusals():
            return int(self._client.head_object(Bucket=self.bucket, Key=self._key(name))["ContentLength"])

    def delete(self, name: str) -> None:
        """Remove the file; one that is gone already is no problem."""
        with as_refusals():
            self._client.delete_object(Bucket=self.bucket, Key=self._key(name))

    def names(self, prefix: str = "") -> Iterator[str]:
        """Give the names of all files that begin so, in no special order."""
        with as_refusals():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=self.prefix + prefix):
                for found in page.get("Contents", ()):
                    yield found["Key"].removeprefix(self.prefix)

    def names_before(self, moment: datetime, prefix: str) -> Iterator[str]:
        """Give the names of the files that begin so and were kept before that moment."""
        with as_refusals():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=self.prefix + prefix):
                for found in page.get("Contents", ()):
                    if found["LastModified"] < moment:
                        yield found["Key"].removeprefix(self.prefix)

    def forget_unfinished(self, _moment: datetime) -> int:
        """Nothing is ever half there: a bucket takes a file whole or not at all."""
        return 0

    def check(self) -> None:
        """Raise StorageUnavailable when the bucket does not answer."""
        with as_refusals():
            self._client.head_bucket(Bucket=self.bucket)

    def _key(self, name: str) -> str:
        return self.prefix + _safe(name)


def _safe(name: str) -> str:
    """Refuse names that we did not make; they never leave the folder because they never climb."""
    if not _NAME.fullmatch(name) or len(name) > 200:
        raise ValueError(f"Not a name of a stored file: {name!r}")
    return name


@contextmanager
def as_refusals() -> Iterator[None]:
    """Turn what a disk or the bucket says into refusals that a page can show."""
    try:
        yield
    except FileNotFoundError as problem:
        raise NotFound from problem
    except OSError as problem:
        raise _refusal(full=problem.errno in _NO_SPACE) from problem
    except Exception as problem:
        code = _code_of(problem)
        if code is None:
            raise
        if code in _MISSING_OBJECT:
            raise NotFound from problem
        raise _refusal(full=code in _FULL_BUCKET) from problem


def _refusal(full: bool) -> Refusal:
    if full:
        return StorageFull(
            _("There is no room left for files. Nothing was saved; please tell the administrator.")
        )
    return StorageUnavailable(_("Files cannot be reached at the moment. Please try again in a few minutes."))


def _code_of(problem: Exception) -> str | None:
    """Return what an error of the S3 library says, or None where it is no such error."""
    if not type(problem).__module__.startswith(("botocore", "boto3", "urllib3")):
        return None
    response: dict[str, Any] = getattr(problem, "response", {})
    return str(response.get("Error", {}).get("Code", "unreachable"))


def _is_before(path: Path, moment: datetime) -> bool:
    """Tell whether the file was written before that moment; one that has just gone was not."""
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def _make_folder(folder: Path) -> None:
    """Make a folder that is still there after a power cut."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
