"""Reading modules: once from the database, then from memory, and never another database's."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from lms.domain.content import queries
from lms.foundation import db, storage
from lms.foundation.db import session
from lms.foundation.errors import NotFound
from tests.factories.content import make_module, make_revision


@pytest.fixture
def count() -> Iterator[Callable[[], int]]:
    """How many statements were made since last asked."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(statement)

    def taken() -> int:
        found = len(seen)
        seen.clear()
        return found

    event.listen(Engine, "before_cursor_execute", note)
    yield taken
    event.remove(Engine, "before_cursor_execute", note)


def test_a_revision_is_read_once(database: Engine, count: Callable[[], int]) -> None:
    make_module(slug="noise")
    module = make_module(slug="clusters")
    queries._kept.clear()
    count()
    assert queries.get_revision(module.revision_id).slug == "clusters"
    assert count() == 1
    assert queries.get_revision(module.revision_id).slug == "clusters"
    assert count() == 0


def test_the_current_revision_takes_one_statement(database: Engine, count: Callable[[], int]) -> None:
    first = make_module(slug="clusters")
    make_module(slug="noise")
    queries._kept.clear()
    count()
    for _ in range(2):
        found = queries.find_current("clusters")
        assert found is not None and found.revision_id == first.revision_id
        assert count() == 1
    second = make_revision(first, minutes=90)
    count()
    assert queries.get_current("clusters").minutes == 90
    assert count() == 1
    assert queries.get_revision(first.revision_id).minutes == 360
    assert queries.get_current("clusters").revision_id == second.revision_id


def test_all_modules_take_one_statement(database: Engine, count: Callable[[], int]) -> None:
    for slug in ("b", "a", "c"):
        make_module(slug=slug)
    make_module(slug="gone", withdrawn=True)
    queries._kept.clear()
    for _ in range(2):
        count()
        assert [module.slug for module in queries.list_current_modules()] == ["a", "b", "c"]
        assert count() == 1


def test_what_is_not_there(database: Engine) -> None:
    make_module(slug="gone", withdrawn=True)
    assert queries.find_current("gone") is None and queries.find_current("unheard-of") is None
    assert queries.find_standing("unheard-of") is None
    with pytest.raises(NotFound):
        queries.get_current("unheard-of")
    with pytest.raises(NotFound):
        queries.get_revision(10_000)
    with pytest.raises(NotFound):
        queries.get_kept(10_000)
    standing = queries.find_standing("gone")
    assert standing is not None and standing.is_withdrawn


def test_a_revision_that_was_undone_is_not_remembered(database: Engine, files: storage.FolderStorage) -> None:
    from lms.domain.content.service import publish
    from tests.factories.course_files import module_source

    savepoint = session.begin_nested()
    found = publish(module_source(), "test")
    assert queries.get_revision(found.revision_id).slug == "clusters"
    savepoint.rollback()
    with pytest.raises(NotFound):
        queries.get_revision(found.revision_id)


def test_memory_has_an_end(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_KEPT", 2)
    modules = [make_module() for _ in range(4)]
    assert len(queries._kept) == 2
    assert queries.get_revision(modules[0].revision_id).slug == modules[0].slug


def test_another_database_is_another_memory(database: Engine) -> None:
    module = make_module(slug="clusters")
    assert module.revision_id in queries._kept
    connection = session.connection()
    db.use(connection, connection, join_transaction_mode="create_savepoint")
    assert queries._find_kept(module.revision_id) is None
