"""News: written in both languages, published, taken back."""

from collections.abc import Mapping
from datetime import timedelta

from lms.domain.accounts import queries as people
from lms.domain.accounts.actor import Actor
from lms.domain.catalogue import queries
from lms.domain.catalogue.events import NewsChanged, NewsPublished
from lms.domain.catalogue.models import News
from lms.foundation import audit, clock, events
from lms.foundation.db import session

SAME_FORM_FOR = timedelta(minutes=10)


def write_news(actor: Actor, title: Mapping[str, str], text: Mapping[str, str]) -> News:
    """Begin a piece of news; nobody but administrators sees it until it is published.

    A form that is sent twice begins one.
    """
    people.take_turn(actor.id)
    for written in queries.list_news_written_by(actor.id, since=clock.now() - SAME_FORM_FOR):
        if (written.title, written.text) == (dict(title), dict(text)):
            return written
    news = News(title=dict(title), text=dict(text), written_by_id=actor.id, created_at=clock.now())
    session.add(news)
    session.flush()
    audit.record(actor.label, "news-written", f"news:{news.id}")
    return news


def change_news(actor: Actor, news_id: int, title: Mapping[str, str], text: Mapping[str, str]) -> News:
    """Replace the words of a piece of news, published or not."""
    news = queries.get_news(news_id)
    news.title, news.text = dict(title), dict(text)
    audit.record(actor.label, "news-changed", f"news:{news.id}")
    if news.published_at is not None:
        events.publish(NewsChanged(news_id=news.id))
    return news


def publish_news(actor: Actor, news_id: int) -> None:
    """Let everyone read a piece of news from now on."""
    news = queries.get_news(news_id)
    if news.published_at is not None:
        return
    news.published_at = clock.now()
    audit.record(actor.label, "news-published", f"news:{news.id}")
    events.publish(NewsPublished(news_id=news.id))


def unpublish_news(actor: Actor, news_id: int) -> None:
    """Take a piece of news back to the administrators' desk."""
    news = queries.get_news(news_id)
    if news.published_at is None:
        return
    news.published_at = None
    audit.record(actor.label, "news-unpublished", f"news:{news.id}")
