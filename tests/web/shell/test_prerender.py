"""Pages rendered once: holes are filled, escaped, and nobody else's; the cache is bounded."""

import pytest
from markupsafe import Markup

from lms.web.shell.prerender import PageCache, Prerendered, hole


def test_values_are_escaped_unless_they_are_our_own_markup() -> None:
    page = Prerendered(f"<p>{hole('name')}</p>{hole('end')}{hole('name')}")
    filled = page.fill({"name": "<b>Ona</b> & Co", "end": Markup("<hr>")})
    assert filled == "<p>&lt;b&gt;Ona&lt;/b&gt; &amp; Co</p><hr>&lt;b&gt;Ona&lt;/b&gt; &amp; Co"
    assert page.holes == {"name", "end"}


def test_a_hole_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        Prerendered(str(hole("name"))).fill({})


def test_a_page_without_holes_is_itself() -> None:
    assert Prerendered("<p>hole-abc-name-end</p>").fill({}) == "<p>hole-abc-name-end</p>"


def test_the_value_of_one_hole_opens_no_other() -> None:
    page = Prerendered(f"{hole('name')}|{hole('token')}")
    assert "secret" not in page.fill({"name": str(hole("token")), "token": "secret"}).split("|")[0]


def test_a_page_is_rendered_once_while_it_is_kept() -> None:
    rendered = []

    def render() -> str:
        rendered.append(1)
        return "x" * 1000

    cache = PageCache(most_bytes=2500)
    assert cache.get("a", render) is cache.get("a", render)
    cache.get("b", render)
    assert len(rendered) == 2
    cache.get("c", render)
    cache.get("c", render)
    cache.get("a", render)
    assert len(rendered) == 4
    cache.clear()
    cache.get("a", render)
    assert len(rendered) == 5


def test_one_page_too_great_is_still_served() -> None:
    assert PageCache(most_bytes=1).get("a", lambda: "x" * 100).fill({}) == "x" * 100
