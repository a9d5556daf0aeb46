"""Installations to type commands at."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.foundation import db, events, migrating, storage


@pytest.fixture
def settings_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that was never set up; the demo of this clone is not looked for either."""
    for name in [name for name in os.environ if name.startswith("LMS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LMS_ENV", "production")


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch, settings_of_nobody: None, tmp_path: Path) -> Iterator[Path]:
    """An installation with an empty database and a folder for files."""
    values = {
        "LMS_ENV": "test",
        "LMS_DATABASE_URL": f"sqlite:///{tmp_path}/courses.db",
        "LMS_STORAGE_URL": str(tmp_path / "files"),
        "LMS_MAIL_URL": str(tmp_path / "mail"),
        "LMS_REDIS_URL": f"unix://{tmp_path}/no-broker.sock",
        "LMS_BASE_URL": "http://localhost",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    migrating.upgrade(values["LMS_DATABASE_URL"])
    kept, heard = storage._storage, dict(events._handlers)
    yield tmp_path
    db.session.remove()
    storage._storage = kept
    events._handlers.clear()
    events._handlers.update(heard)
