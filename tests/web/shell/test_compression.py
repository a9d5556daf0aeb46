"""Answers travel compressed and arrive as they were written."""

import gzip
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lms.foundation.db import session
from lms.web.shell import compression
from lms.web.shell.prerender import Prerendered, hole
from tests.factories.content import make_module

TEXTS = st.binary(max_size=3000)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), TEXTS, st.integers(0, 70_000))
def test_stitched_pieces_are_one_stream(pairs: list[tuple[bytes, bytes]], last: bytes, length: int) -> None:
    raw, between = [text for text, _ in pairs] + [last], [plain for _, plain in pairs]
    if between:
        between[0] += b"x" * length
    packed = compression.stitched([compression.piece(text) for text in raw], raw, between)
    whole = b"".join(a + b for a, b in zip(raw, [*between, b""], strict=True))
    assert gzip.decompress(packed) == whole


def test_a_page_with_holes_says_the_same_either_way(app: Any) -> None:
    page = Prerendered(f"<p>Žąsis</p>{hole('name')}<b>{hole('count')}</b>")
    values = {"name": "<Ėglė>", "count": "3"}
    with app.test_request_context(headers={"Accept-Encoding": "gzip"}):
        answer = page.answer(values)
    assert gzip.decompress(answer.data).decode() == page.fill(values) == "<p>Žąsis</p>&lt;Ėglė&gt;<b>3</b>"


def test_browsers_get_what_they_take(client: Any) -> None:
    module = make_module()
    session.commit()
    for path in ("/lt/", f"/lt/modules/{module.slug}/{module.lessons[0].slug}", "/static/css/lms.css"):
        with client.get(path) as answer:
            plain, is_plain = answer.data, "Content-Encoding" not in answer.headers
        packed = client.get(path, headers={"Accept-Encoding": "gzip, br"})
        assert is_plain
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain
        assert "Accept-Encoding" in packed.headers["Vary"]


def test_first_visit_is_light(client: Any) -> None:
    """Lesson, stylesheet and script together stay far below the budget of 60 kB."""
    module = make_module()
    session.commit()
    paths = [
        f"/lt/modules/{module.slug}/{module.lessons[0].slug}",
        "/static/css/lms.css",
        "/static/js/lms.js",
    ]
    assert sum(len(client.get(path, headers={"Accept-Encoding": "gzip"}).data) for path in paths) < 45_000
