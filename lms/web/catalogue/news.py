"""News for everyone, as pages and as a feed."""

from email.utils import format_datetime

from flask import Response, render_template, request

from lms.domain.catalogue import queries
from lms.domain.catalogue.written import as_html, first_words
from lms.foundation.i18n import current_language, in_language
from lms.web.catalogue.blueprint import blueprint
from lms.web.shell.access import public
from lms.web.shell.pages import page
from lms.web.shell.paging import Page

NEWS_PER_PAGE = 20


@blueprint.get("/news")
@public
def list_news() -> str:
    """List published news, newest first."""
    paging = Page.of(request.args.get("page"), queries.count_news(), NEWS_PER_PAGE)
    news = queries.list_news(paging.size, paging.offset)
    return page("catalogue/list_news", news=news, paging=paging, first_words=first_words)


@blueprint.get("/news/<int:news_id>")
@public
def show_news(news_id: int) -> str:
    """Show one piece of news."""
    news = queries.get_published_news(news_id)
    return page("catalogue/show_news", news=news, html=as_html(in_language(news.text), current_language()))


@blueprint.get("/news.rss")
@public
def news_feed() -> Response:
    """Give the latest news to feed readers, in the language of the address."""
    feed = render_template(
        "catalogue/news_feed.xml",
        news=queries.list_news(NEWS_PER_PAGE),
        as_html=as_html,
        rss_date=format_datetime,
    )
    return Response(feed, content_type="application/rss+xml; charset=utf-8")
