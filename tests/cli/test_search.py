"""`lms search rebuild`, and that bringing a database up to date fills an index that is missing."""

import os
from pathlib import Path

import pytest

from lms import cli
from lms.domain.search import asking, queries
from lms.foundation import db
from tests.factories.content import make_block, make_lesson, make_module


@pytest.fixture
def published(installation: Path) -> None:
    """An installation in which a module was published before there was any search."""
    db.connect(os.environ["LMS_DATABASE_URL"])
    publish("krokodilas")


def publish(word: str) -> None:
    with db.unit_of_work():
        make_module(slug=f"m-{len(word)}", lessons=(make_lesson("l", make_block("b", f"Žodis: {word}.")),))


def found(typed: str) -> list[str]:
    with db.reading():
        return [hit.page for hit in queries.list_hits(None, asking.read(typed), "lt")]


def test_bringing_the_database_up_to_date_fills_the_index(published: None) -> None:
    assert found("krokodilai") == []
    assert cli.main(["db", "upgrade"]) == 0
    assert found("krokodilai") == ["lesson:m-10/l"]


def test_the_index_is_made_anew_when_asked(published: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["db", "upgrade"]) == 0
    publish("begemotas")
    assert found("begemotai") == []
    assert cli.main(["search", "rebuild", "--lang", "lt"]) == 0
    assert found("begemotai") == ["lesson:m-9/l"]
    assert "Paieškos rodyklė sudaryta iš naujo." in capsys.readouterr().out
