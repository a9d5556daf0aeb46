"""Searching as the pages do: what was typed goes in, the pages that were found come out."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from lms.domain.search import asking, queries, service

Find = Callable[..., list[str]]


@pytest.fixture
def find(database: Engine) -> Find:
    """Return which pages are found, the best first; the index is made anew before the first question."""
    service.ensure_built()

    def _find(typed: str, actor: Any = None, language: str = "lt", **narrowed: str) -> list[str]:
        return [hit.page for hit in queries.list_hits(actor, asking.read(typed), language, **narrowed)]

    return _find
