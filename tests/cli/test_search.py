"""`lms search rebuild`, and that bringing a database up to date fills an index that is missing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms import cli
from lms.domain.search import asking, queries
from lms.foundation import db, events, migrating, storage
from tests.factories.content import make_block, make_lesson, make_module


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An installation in which a module was published before there was any search."""
    for name in [name for name in os.environ if name.startswith("LMS_")]:
        monkeypatch.delenv(name)
    values = {
        "LMS_ENV": "test",
        "LMS_DATABASE_URL": f"sqlite:///{tmp_path}/search.db",
        "LMS_STORAGE_URL": str(tmp_path / "files"),
        "LMS_MAIL_URL": str(tmp_path / "mail"),
        "LMS_REDIS_URL": f"unix://{tmp_path}/no-broker.sock",
        "LMS_BASE_URL": "http://localhost",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    kept, heard = storage._storage, dict(events._handlers)
    migrating.upgrade(values["LMS_DATABASE_URL"])
    db.connect(values["LMS_DATABASE_URL"])
    publish("krokodilas")
    yield tmp_path
    db.session.remove()
    storage._storage = kept
    events._handlers.clear()
    events._handlers.update(heard)


def publish(word: str) -> None:
    with db.unit_of_work():
        make_module(slug=f"m-{len(word)}", lessons=(make_lesson("l", make_block("b", f"Žodis: {word}.")),))


def found(typed: str) -> list[str]:
    with db.reading():
        return [hit.page for hit in queries.list_hits(None, asking.read(typed), "lt")]


def test_bringing_the_database_up_to_date_fills_the_index(installation: Path) -> None:
    assert found("krokodilai") == []
    assert cli.main(["db", "upgrade"]) == 0
    assert found("krokodilai") == ["lesson:m-10/l"]


def test_the_index_is_made_anew_when_asked(installation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["db", "upgrade"]) == 0
    publish("begemotas")
    assert found("begemotai") == []
    assert cli.main(["search", "rebuild", "--lang", "lt"]) == 0
    assert found("begemotai") == ["lesson:m-9/l"]
    assert "Paieškos rodyklė sudaryta iš naujo." in capsys.readouterr().out
