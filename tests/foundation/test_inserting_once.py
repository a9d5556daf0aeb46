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
