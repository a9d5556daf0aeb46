"""Rows that may stand once only: whoever comes second hears it, on both databases."""

import pytest

from lms.domain.accounts.models import ListEntry
from lms.foundation import db
from lms.foundation.db import session


@pytest.mark.usefixtures("database")
def test_the_second_hears_that_the_row_stands_already() -> None:
    first = db.insert_once(ListEntry, list="position", key="clerk", label={"lt": "Specialistas"}, place=0)
    second = db.insert_once(ListEntry, list="position", key="clerk", label={"lt": "Kitas"}, place=1)
    assert (first, second) == (True, False)
    assert session.query(ListEntry).one().label == {"lt": "Specialistas"}


@pytest.mark.usefixtures("database")
def test_only_what_is_missing_is_inserted() -> None:
    db.insert_once(ListEntry, list="position", key="clerk", label={"lt": "Specialistas"}, place=0)
    rows = [{"list": "position", "key": key, "label": {"lt": key}, "place": 0} for key in ("clerk", "head")]
    db.insert_absent(ListEntry, rows)
    db.insert_absent(ListEntry, [])
    assert {entry.label["lt"] for entry in session.query(ListEntry)} == {"Specialistas", "head"}


@pytest.mark.usefixtures("database")
def test_a_row_comes_back_as_it_stands_and_whoever_comes_second_gets_none() -> None:
    asked = {"list": "position", "key": "clerk", "place": 0}
    first = db.insert_and_get(ListEntry, **asked, label={"lt": "Specialistas"})
    assert first is not None
    assert db.insert_and_get(ListEntry, **asked, label={"lt": "Kitas"}) is None
    assert session.query(ListEntry).one() is first
    assert first.label == {"lt": "Specialistas"}
    first.place = 3
    session.flush()
    session.expire(first)
    assert first.place == 3
