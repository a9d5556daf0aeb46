"""Two publishers at the same moment, each in a transaction of its own, on both databases."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from lms.domain.content import queries, service
from lms.domain.content.reading import ModuleSource
from lms.foundation import db
from tests.at_once import PATIENCE_SECONDS, shared_database
from tests.factories.course_files import FIRST_LT, module_source

__all__ = ["shared_database"]
pytestmark = pytest.mark.usefixtures("shared_database", "files")


def publish(source: ModuleSource, start: threading.Barrier, results: list[object]) -> None:
    with db.reading():
        (prepared,) = service.prepare([source])
    start.wait(timeout=PATIENCE_SECONDS)
    try:
        with db.unit_of_work():
            found = service.publish(prepared, "test")
        results.append((found.number, found.is_new))
    except Exception as problem:
        results.append(problem)


def at_once(sources: list[ModuleSource]) -> list[object]:
    start, results = threading.Barrier(len(sources)), list[object]()
    threads = [threading.Thread(target=publish, args=(source, start, results)) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=2 * PATIENCE_SECONDS)
    return results


def revision_count() -> int:
    with db.reading() as session:
        return session.execute(text("SELECT count(*) FROM module_revisions")).scalar_one()


def test_the_same_files_make_one_revision() -> None:
    results = at_once([module_source() for _ in range(4)])
    assert sorted(map(str, results)) == ["(1, False)"] * 3 + ["(1, True)"]
    assert revision_count() == 1


def test_different_files_make_one_revision_after_the_other() -> None:
    at_once([module_source()])
    changed = [
        module_source({"lt/01-first.md": FIRST_LT.replace("212", str(number))}) for number in (300, 400)
    ]
    assert sorted(map(str, at_once(changed))) == ["(2, True)", "(3, True)"]
    with db.reading():
        first, last = queries.get_revision(1), queries.get_current("clusters")
    assert [block.id for block in first.lessons[0].blocks] == [block.id for block in last.lessons[0].blocks]


def test_withdrawing_and_publishing_take_turns() -> None:
    at_once([module_source()])
    start, results = threading.Barrier(2), list[object]()

    def withdraw() -> None:
        start.wait(timeout=PATIENCE_SECONDS)
        with db.unit_of_work():
            service.withdraw("clusters", "test")

    changed = module_source({"lt/01-first.md": FIRST_LT.replace("212", "300")})
    publisher = threading.Thread(target=publish, args=(changed, start, results))
    other: Callable[[], None] = withdraw
    withdrawer = threading.Thread(target=other)
    publisher.start()
    withdrawer.start()
    publisher.join(timeout=2 * PATIENCE_SECONDS)
    withdrawer.join(timeout=2 * PATIENCE_SECONDS)
    assert results == [(2, True)]
    assert revision_count() == 2
