"""News for everyone: the list, one piece, the feed."""

import xml.etree.ElementTree as etree
from datetime import timedelta
from typing import Any

from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.catalogue import make_news


def test_the_list_goes_on_page_by_page(client: Any) -> None:
    for number in range(25):
        make_news(title={"lt": f"Naujiena nr{number:02}", "en": "News"}, published_at=_ago(number))
    session.commit()
    first, second = client.get("/lt/news").text, client.get("/lt/news?page=2").text
    assert "nr00" in first
    assert "nr24" not in first
    assert "nr24" in second
    for senseless in ("0", "-3", "x", "999999999999", "٣"):
        assert client.get("/lt/news", query_string={"page": senseless}).status_code == 200


def _ago(days: int) -> Any:
    return clock.now() - timedelta(days=days)


def test_one_piece_is_read_in_both_languages(client: Any) -> None:
    news = make_news(
        title={"lt": "Atidarymas", "en": "Opening"}, text={"lt": '**Svarbu**: "labas"', "en": "Hello"}
    )
    session.commit()
    page = client.get(f"/lt/news/{news.id}")
    assert "<strong>Svarbu</strong>: „labas“" in page.text
    assert "Opening" in client.get(f"/en/news/{news.id}").text


def test_what_is_not_published_is_not_found(client: Any) -> None:
    draft = make_news(published_at=None)
    session.commit()
    assert client.get(f"/lt/news/{draft.id}").status_code == 404
    assert client.get("/lt/news/999999").status_code == 404


def test_the_feed_is_well_formed_and_speaks_the_language_of_its_address(client: Any) -> None:
    news = make_news(
        title={"lt": "Naujiena & <b>daugiau</b>", "en": "News"}, text={"lt": "Tekstas < 5", "en": "Text"}
    )
    make_news(title={"lt": "Juodraštis", "en": "Draft"}, published_at=None)
    session.commit()
    answer = client.get("/lt/news.rss")
    assert answer.content_type == "application/rss+xml; charset=utf-8"
    channel = etree.fromstring(answer.data).find("channel")
    assert channel is not None
    assert channel.findtext("language") == "lt"
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == ["Naujiena & <b>daugiau</b>"]
    assert items[0].findtext("link") == f"http://localhost/lt/news/{news.id}"
    assert items[0].findtext("description") == "<p>Tekstas &lt; 5</p>"
    english = etree.fromstring(client.get("/en/news.rss").data).find("channel")
    assert english is not None
    assert english.findtext("item/title") == "News"
