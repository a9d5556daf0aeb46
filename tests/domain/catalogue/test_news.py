"""News: written, published, taken back."""

from datetime import timedelta

import pytest

from lms.domain.catalogue import queries, service
from lms.domain.catalogue.events import NewsPublished
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.errors import NotFound
from lms.foundation.events import Event
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_news

pytestmark = pytest.mark.usefixtures("database")
TITLE = {"lt": "Atidarymas", "en": "Opening"}
TEXT = {"lt": "Pradedame.", "en": "We begin."}


def test_news_is_nobodys_until_published_and_told_once(told: list[Event]) -> None:
    admin = actor_of(make_user(is_admin=True))
    news = service.write_news(admin, TITLE, TEXT)
    assert queries.list_news(10) == []
    with pytest.raises(NotFound):
        queries.get_published_news(news.id)
    service.publish_news(admin, news.id)
    published_at = news.published_at
    service.publish_news(admin, news.id)
    session.commit()
    assert [each.id for each in queries.list_news(10)] == [news.id]
    assert news.published_at == published_at
    assert told == [NewsPublished(news_id=news.id)]


def test_news_is_changed_and_taken_back() -> None:
    admin, news, other = actor_of(make_user(is_admin=True)), make_news(), make_news()
    service.change_news(admin, news.id, TITLE, TEXT)
    assert queries.get_published_news(news.id).title == TITLE
    service.unpublish_news(admin, news.id)
    service.unpublish_news(admin, news.id)
    assert [each.id for each in queries.list_news(10)] == [other.id]
    assert queries.get_news(news.id).text == TEXT


def test_the_newest_comes_first_and_the_desk_shows_drafts_on_top() -> None:
    old = make_news(published_at=clock.now() - timedelta(days=2))
    new, draft = make_news(), make_news(published_at=None)
    assert [news.id for news in queries.list_news(10)] == [new.id, old.id]
    assert [news.id for news in queries.list_news(1, offset=1)] == [old.id]
    assert queries.count_news() == 2
    assert [news.id for news in queries.list_all_news()] == [draft.id, new.id, old.id]


def test_the_same_form_sent_twice_begins_one_piece_of_news() -> None:
    admin, other = actor_of(make_user(is_admin=True)), actor_of(make_user(is_admin=True))
    first = service.write_news(admin, TITLE, TEXT)
    assert service.write_news(admin, TITLE, TEXT).id == first.id
    assert service.write_news(admin, TITLE, {**TEXT, "lt": "Kita žinia."}).id != first.id
    assert service.write_news(other, TITLE, TEXT).id != first.id
