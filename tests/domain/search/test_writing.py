"""The index is written in the deed that publishes, and by several publishers at once."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from lms import wiring
from lms.domain.catalogue import service as catalogue
from lms.domain.content import service as content
from lms.domain.content.collecting import read_collection
from lms.domain.search import asking, queries, service
from lms.domain.search.models import SearchEntry
from lms.foundation import db, storage
from lms.foundation.db import session
from tests.at_once import at_once, shared_database
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_news, make_programme
from tests.factories.content import make_block, make_lesson, make_module
from tests.factories.course_files import FIRST_LT, write_module

__all__ = ["shared_database"]


def found(typed: str, language: str = "lt") -> list[str]:
    return [hit.page for hit in queries.list_hits(None, asking.read(typed), language)]


def test_what_is_published_is_found_and_what_is_refused_leaves_nothing(
    database: Engine, tmp_path: Path
) -> None:
    wiring.connect()
    storage.use(storage.FolderStorage(tmp_path / "files"))
    text = FIRST_LT + "\n\nNepaprastas žodis: hipopotamas.\n"
    (source,) = read_collection(write_module(tmp_path, {"lt/01-first.md": text})).modules
    content.publish(source, "test")
    assert found("hipopotamai") == []
    session.commit()
    assert found("hipopotamai") == ["lesson:clusters/first"]
    content.withdraw("clusters", "test")
    session.commit()
    assert found("hipopotamai") == []


def test_news_programmes_and_texts_are_found_by_their_present_words(database: Engine) -> None:
    wiring.connect()
    admin = actor_of(make_user(is_admin=True))
    news = make_news(published_at=None)
    catalogue.publish_news(admin, news.id)
    catalogue.change_news(admin, news.id, {"lt": "Žirafa", "en": "Giraffe"}, {"lt": "Tekstas", "en": "Text"})
    catalogue.write_text(admin, "help", {"lt": "## Kaip\n\nKlauskite dramblio.", "en": "Ask the elephant."})
    session.commit()
    assert found("žirafos") == [f"news:{news.id}"]
    assert found("drambliai") == ["help"]
    assert found("elephants", "en") == ["help"]
    catalogue.unpublish_news(admin, news.id)
    session.commit()
    assert found("žirafos") == []


def test_making_it_anew_gives_the_same(database: Engine) -> None:
    make_programme(make_module(slug="one"), slug="all")
    make_news()
    service.rebuild()
    pages = sorted((entry.page, entry.language) for entry in session.query(SearchEntry))
    service.rebuild()
    assert sorted((entry.page, entry.language) for entry in session.query(SearchEntry)) == pages
    assert found("modulis one")[:1] == ["module:one"]


@pytest.mark.usefixtures("shared_database")
def test_several_publishers_at_once_wait_for_each_other() -> None:
    words = "Bendruomenė, savivaldybė, klasteris, partnerystė, pasitikėjimas, skaidrumas."
    with db.unit_of_work():
        lesson = make_lesson("l", make_block("b", words))
        modules = [make_module(slug=f"m{number}", lessons=(lesson,)) for number in range(4)]

    def publish_two(one: int, other: int) -> None:
        service.index_module(modules[one].revision_id)
        service.index_module(modules[other].revision_id)

    outcomes = at_once(
        *[lambda pair=pair: publish_two(*pair) for pair in ((0, 1), (1, 0), (2, 3), (3, 2))], service.rebuild
    )
    assert outcomes == [None] * 5
    with db.reading():
        assert sorted(found("partnerystės")) == [f"lesson:m{number}/l" for number in range(4)]
