"""A place for files, and a way to hear what was told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.domain.assessment.events import (
    AppealDecided,
    AppealMade,
    GraderMissing,
    GradingAnnulled,
    GroupChanged,
    GroupInvited,
    SubmissionGraded,
    SubmissionReceived,
)
from lms.foundation import events, storage
from lms.foundation.events import Event


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[storage.FolderStorage]:
    """An empty storage for this test."""
    folder = storage.FolderStorage(tmp_path / "files")
    before = storage._storage
    storage.use(folder)
    yield folder
    storage._storage = before


@pytest.fixture
def told() -> Iterator[list[Event]]:
    """What has been told of work, in order; nobody else listens meanwhile."""
    yield from _hearing(
        SubmissionReceived, SubmissionGraded, GradingAnnulled, GraderMissing, AppealMade, AppealDecided
    )


@pytest.fixture
def heard() -> Iterator[list[Event]]:
    """What has been told of groups and their works; nobody else listens meanwhile."""
    yield from _hearing(GroupInvited, GroupChanged, SubmissionGraded)


def _hearing(*kinds: type[Event]) -> Iterator[list[Event]]:
    heard: list[Event] = []
    before = [(kind, handler) for kind, handlers in events._handlers.items() for handler in handlers]
    events.connect([(kind, heard.append) for kind in kinds])
    yield heard
    events.connect(before)
