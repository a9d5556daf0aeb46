"""Files are there whole or not at all, in a folder and in a bucket."""

import errno
import io
import os
import resource
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import boto3
import pytest
from moto import mock_aws
from sqlalchemy.exc import OperationalError

from lms.foundation import i18n, storage
from lms.foundation.errors import NotFound
from lms.foundation.storage import FolderStorage, Storage, StorageFull, StorageUnavailable

NAME = "submissions/ab/ab12.pdf"


@pytest.fixture(params=["folder", "bucket"])
def kept(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Storage]:
    """A storage of each kind, with somebody else's file in it."""
    if request.param == "folder":
        found = storage.connect(str(tmp_path / "files"))
        found.put("submissions/zz/other.txt", io.BytesIO(b"noise"))
        yield found
        return
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "only-for-tests")
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="files")
        found = storage.connect("s3://files/our/prefix")
        found.put("submissions/zz/other.txt", io.BytesIO(b"noise"))
        yield found


def test_what_was_put_is_read_again(kept: Storage) -> None:
    content = os.urandom(3_000_000)
    assert kept.put(NAME, io.BytesIO(content)) == len(content)
    with kept.open(NAME) as file:
        assert file.read() == content
    assert kept.exists(NAME)
    assert kept.size(NAME) == len(content)


def test_a_file_can_be_replaced_and_deleted_twice(kept: Storage) -> None:
    kept.put(NAME, io.BytesIO(b"first"))
    kept.put(NAME, io.BytesIO(b"second"))
    with kept.open(NAME) as file:
        assert file.read() == b"second"
    kept.delete(NAME)
    kept.delete(NAME)
    assert not kept.exists(NAME)
    assert kept.exists("submissions/zz/other.txt")


def test_a_missing_file_is_not_found(kept: Storage) -> None:
    with pytest.raises(NotFound):
        kept.open(NAME)
    with pytest.raises(NotFound):
        kept.size(NAME)


def test_names_are_listed_by_their_beginning(kept: Storage) -> None:
    kept.put(NAME, io.BytesIO(b"x"))
    kept.put("figures/one.svg", io.BytesIO(b"x"))
    assert sorted(kept.names("submissions/")) == [NAME, "submissions/zz/other.txt"]


def test_files_from_before_a_moment_are_listed(kept: Storage) -> None:
    kept.put(NAME, io.BytesIO(b"x"))
    now = datetime.now(UTC)
    assert sorted(kept.names_before(now + timedelta(minutes=1), "submissions/")) == [
        NAME,
        "submissions/zz/other.txt",
    ]
    assert list(kept.names_before(now + timedelta(minutes=1), "uploads/")) == []
    assert list(kept.names_before(now - timedelta(minutes=1), "submissions/")) == []


def test_what_a_dead_process_had_begun_to_write_is_removed_in_time(tmp_path: Path) -> None:
    kept = FolderStorage(tmp_path)
    kept.put(NAME, io.BytesIO(b"x"))
    for name, age in (("old", 2), ("new", 0)):
        (tmp_path / ".incoming" / name).write_bytes(b"half")
        moment = (datetime.now(UTC) - timedelta(days=age)).timestamp()
        os.utime(tmp_path / ".incoming" / name, (moment, moment))
    assert kept.forget_unfinished(datetime.now(UTC) - timedelta(days=1)) == 1
    assert [path.name for path in (tmp_path / ".incoming").iterdir()] == ["new"]
    assert kept.exists(NAME)


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "a//b", ".hidden", "A.pdf", "a/../b", "ž.pdf", ""]
)
def test_a_name_that_is_not_ours_is_never_used(kept: Storage, name: str) -> None:
    with pytest.raises(ValueError, match="Not a name"):
        kept.put(name, io.BytesIO(b"x"))


def test_the_check_is_quiet_when_all_is_well(kept: Storage) -> None:
    kept.check()


def test_a_bucket_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "only-for-tests")
    unreachable = storage.connect("s3://files?endpoint=http://127.0.0.1:9")
    with pytest.raises(StorageUnavailable):
        unreachable.check()


class _Breaking(io.BytesIO):
    """Content that breaks off in the middle, as a lost connection does."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 0:
            raise ConnectionResetError(errno.ECONNRESET, "gone")
        return super().read(size)


def test_nothing_of_a_broken_upload_stays(tmp_path: Path) -> None:
    kept = FolderStorage(tmp_path)
    with pytest.raises(StorageUnavailable):
        kept.put(NAME, _Breaking(b"x" * 5_000_000))
    assert list(kept.names()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def _put_with_little_room(folder: Path, content: BinaryIO) -> int:
    """Run in a child whose files may not grow beyond 100 kB, as on a full disk or quota."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    try:
        FolderStorage(folder).put(NAME, content)
    except StorageFull as refusal:
        return 0 if refusal.status == 507 and str(refusal) else 3
    return 4


def test_a_full_disk_is_refused_in_words_and_keeps_nothing(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        os._exit(_put_with_little_room(tmp_path, io.BytesIO(b"x" * 2_000_000)))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_refusals_speak_the_readers_language(tmp_path: Path) -> None:
    (tmp_path / "files").write_bytes(b"a file where a folder should be")
    kept = FolderStorage(tmp_path / "files")
    with i18n.speaking("en"), pytest.raises(StorageUnavailable, match="cannot be reached"):
        kept.put(NAME, io.BytesIO(b"x"))
    with i18n.speaking("lt"), pytest.raises(StorageUnavailable, match="nepasiekiami"):
        kept.put(NAME, io.BytesIO(b"x"))


def test_a_full_disk_is_recognised_below_other_errors() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    wrapped = RuntimeError("while saving")
    wrapped.__cause__ = full
    in_database = OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))
    assert storage.is_disk_full(wrapped)
    assert storage.is_disk_full(in_database)
    assert not storage.is_disk_full(OSError(errno.EACCES, "no"))
    assert not storage.is_disk_full(None)
