"""News, published and still being written."""

from datetime import datetime

from sqlalchemy import func, select

from lms.domain.catalogue.models import News
from lms.foundation.db import session
from lms.foundation.errors import NotFound


def list_news(limit: int, offset: int = 0) -> list[News]:
    """Return published news, newest first."""
    return list(
        session.scalars(
            select(News)
            .where(News.published_at.is_not(None))
            .order_by(News.published_at.desc(), News.id.desc())
            .limit(limit)
            .offset(offset)
        )
    )


def count_news() -> int:
    """Count published news, for the pages of the list."""
    return session.scalar(select(func.count()).select_from(News).where(News.published_at.is_not(None))) or 0


def list_all_news() -> list[News]:
    """Return all news for the administrator: what is not published yet first, then the newest."""
    return list(
        session.scalars(
            select(News).order_by(News.published_at.is_not(None), News.published_at.desc(), News.id.desc())
        )
    )


def list_news_written_by(writer_id: int, since: datetime) -> list[News]:
    """Return the news that a person has begun lately, to know a form that is sent twice."""
    return list(
        session.scalars(select(News).where(News.written_by_id == writer_id, News.created_at >= since))
    )


def get_news(news_id: int) -> News:
    """Return a piece of news for its writer, or refuse."""
    news = session.get(News, news_id)
    if news is None:
        raise NotFound()
    return news


def get_published_news(news_id: int) -> News:
    """Return a piece of news that everyone may read, or refuse."""
    news = get_news(news_id)
    if news.published_at is None:
        raise NotFound()
    return news
