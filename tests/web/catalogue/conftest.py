"""A small catalogue: one programme of two modules, and one module of its own."""

from datetime import date
from typing import Any, NamedTuple

import pytest
from flask import Flask

from lms.domain.content.compiled import Module
from lms.foundation.db import session
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module


class Shelf(NamedTuple):
    """What stands in the catalogue."""

    programme: Any
    first: Module
    second: Module
    single: Module


@pytest.fixture
def shelf(app: Flask) -> Shelf:
    """Published, committed, and with somebody else's things beside."""
    first = make_module(
        slug="concepts", title={"lt": "Samprata", "en": "Concepts"}, reviewed_on=date(2026, 11, 10)
    )
    second = make_module(
        slug="trust", title={"lt": "Pasitikėjimas", "en": "Trust"}, prerequisites=("concepts", "unknown")
    )
    single = make_module(slug="guide", title={"lt": "Vadovas", "en": "Guide"})
    programme = make_programme(
        first, second, slug="clustering", title={"lt": "Klasterystė", "en": "Clustering"}
    )
    session.commit()
    return Shelf(programme, first, second, single)
