"""A storage of its own for each test that publishes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.foundation import storage


@pytest.fixture
def files(tmp_path: Path) -> Iterator[storage.FolderStorage]:
    """Where published pictures go during this test."""
    before = storage._storage
    kept = storage.FolderStorage(tmp_path / "files")
    storage.use(kept)
    yield kept
    storage._storage = before
