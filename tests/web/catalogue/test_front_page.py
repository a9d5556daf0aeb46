"""The front page: programmes, modules of their own, news, for anyone."""

from collections.abc import Callable
from typing import Any

from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_news, make_programme
from tests.factories.content import make_module
from tests.web.catalogue.conftest import Shelf


def test_a_visitor_sees_programmes_hours_and_modules(client: Any, shelf: Shelf) -> None:
    text = client.get("/lt/").text
    for words in ("Klasterystė", "Samprata", "Pasitikėjimas", "Kiti moduliai", "Vadovas"):
        assert words in text
    assert "16\u00a0akad.\u00a0val. (12\u00a0val.)" in text
    assert text.index("Samprata") < text.index("Pasitikėjimas")


def test_it_speaks_english(client: Any, shelf: Shelf) -> None:
    text = client.get("/en/").text
    assert "Clustering" in text
    assert "2 modules" in text
    assert "Free" not in client.get("/lt/").text


def test_an_empty_site_says_what_to_do(client: Any) -> None:
    page = client.get("/lt/")
    assert page.status_code == 200
    assert "/lt/contact" in page.text
    assert "Naujienų dar nėra." in page.text


def test_withdrawn_things_and_unpublished_news_are_not_there(client: Any, shelf: Shelf) -> None:
    make_module(slug="guide", withdrawn=True)
    make_news(title={"lt": "Juodraštis", "en": "Draft"}, published_at=None)
    make_news(title={"lt": "Atidarymas", "en": "Opening"})
    session.commit()
    text = client.get("/lt/").text
    assert "Kiti moduliai" not in text
    assert "Juodraštis" not in text
    assert "Atidarymas" in text


def test_hostile_titles_are_words(client: Any) -> None:
    evil = '<script>alert("1")</script>'
    make_programme(make_module(title={"lt": evil, "en": evil}), title={"lt": evil, "en": evil})
    make_news(title={"lt": evil, "en": evil}, text={"lt": evil, "en": evil})
    session.commit()
    for address in ("/lt/", "/lt/news", "/lt/news.rss"):
        assert "<script>alert" not in client.get(address).text


def test_it_costs_the_same_however_many_modules_there_are(
    sign_in: Callable[..., Any], shelf: Shelf, statements: Callable[[], list[str]]
) -> None:
    browser = sign_in(make_user())
    browser.get("/lt/")
    statements()
    browser.get("/lt/")
    few = len(statements())
    for _ in range(5):
        make_programme(make_module(), make_module())
    session.commit()
    browser.get("/lt/")
    statements()
    browser.get("/lt/")
    assert len(statements()) == few <= 12
