"""Both languages side by side: each block with its counterpart, by an address that needs no scripts."""

from datetime import date
from typing import Any

from lms.domain.content.compiled import Module
from lms.foundation.db import session
from tests.factories.content import make_block, make_lesson, make_revision
from tests.web.learning.conftest import Course

ADDRESS = "/lt/modules/concepts/second"


def block(text: str, name: str) -> str:
    return text.split(f'id="{name}"')[1].split("</section>")[0]


def test_each_block_stands_before_its_counterpart(client: Any, module: Module) -> None:
    text = client.get(f"{ADDRESS}?with=en").text
    pair = block(text, "gap-current")
    assert pair.index("<p>Pirma pastraipa</p>") < pair.index('<div class="block__other" lang="en">')
    assert pair.index('lang="en">') < pair.index("<p>First paragraph</p>")
    english = block(client.get("/en/modules/concepts/second?with=lt").text, "gap-current")
    assert english.index("First paragraph") < english.index('<div class="block__other" lang="lt">')
    assert "data-peek-url" not in text


def test_what_is_missing_says_so_in_the_language_of_the_page(client: Any, module: Module) -> None:
    missing = block(client.get(f"{ADDRESS}?with=en").text, "gap-missing")
    assert "Ši dalis dar neišversta į anglų kalbą." in missing and 'lang="en"' not in missing
    missing = block(client.get("/en/modules/concepts/second?with=lt").text, "gap-missing")
    assert "This part has not been translated into English yet." in missing.split("block__other")[0]
    assert '<div class="block__other" lang="lt">' in missing and "Tik lietuviškai" in missing
    assert not missing.startswith(' lang="lt"')


def test_the_mode_goes_along_and_can_be_left(client: Any, module: Module) -> None:
    text = client.get(f"{ADDRESS}?with=en").text
    assert 'href="/en/modules/concepts/second?with=lt" lang="en" hreflang="en" data-keeps-place' in text
    assert text.count('href="/lt/modules/concepts/third?with=en"') == 3  # contents, bar, way on
    assert f'<a href="{ADDRESS}" data-keeps-place>Tik lietuviškai</a>' in text
    plain = client.get(ADDRESS).text
    assert f'href="{ADDRESS}?with=en"' in plain and "third?with" not in plain
    assert "First paragraph" not in plain


def test_reading_on_keeps_the_mode(course: Course) -> None:
    assert 'name="with" value="en"' in course.browser.get(f"{ADDRESS}?with=en").text
    answer = course.browser.post_form(f"{ADDRESS}/read", {"next": "1", "with": "en"})
    assert answer.location == "/lt/modules/concepts/third?with=en"
    answer = course.browser.post_form(f"{ADDRESS}/read", {"read": "1", "with": "//elsewhere"})
    assert answer.location == f"{ADDRESS}#end"


def test_another_language_than_ours_is_no_mode(client: Any, module: Module) -> None:
    for other in ("lt", "no", "en%22", ""):
        text = client.get(f"{ADDRESS}?with={other}").text
        assert "block--pair" not in text and "First paragraph" not in text


def test_older_text_says_since_when(client: Any, course: Course) -> None:
    stale = make_block("old", "Naujas tekstas", "Older", is_stale=True, changed_on=date(2026, 5, 3))
    make_revision(course.module, lessons=(make_lesson("second", stale),))
    session.commit()
    sentence = "The Lithuanian text was updated on 3 May 2026; this translation is yet to follow."
    assert sentence in block(client.get("/en/modules/concepts/second").text, "old")
    beside = block(client.get(f"{ADDRESS}?with=en").text, "old").split("block__other")[1]
    assert '<p class="block__note" lang="lt">Lietuviškas tekstas pakeistas 2026\u00a0m.' in beside
    assert "pakeistas" not in client.get(ADDRESS).text


def test_how_much_is_left_is_said_where_one_stopped(course: Course) -> None:
    course.browser.post_form(f"{ADDRESS}/place", {"block": "gap-stale"})
    assert "Liko apie 13 minučių" in course.browser.get(ADDRESS).text  # four of six words of 20 minutes
    course.browser.post_form(f"{ADDRESS}/place", {"block": "gap-missing"})
    assert "About 7 minutes left" in course.browser.get(ADDRESS.replace("/lt/", "/en/")).text
