"""What tests of all rooms share: counting what they ask of the database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event


@pytest.fixture
def count_statements() -> Iterator[Callable[[], int]]:
    """Count the statements made since it was asked last."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)

    def taken() -> int:
        number = len(seen)
        seen.clear()
        return number

    yield taken
    event.remove(Engine, "before_cursor_execute", note)
