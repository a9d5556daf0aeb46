"""The page of all building blocks: the same every day, whole in both languages."""

import re
from pathlib import Path
from typing import Any

import pytest

from lms.foundation.db import session
from tests.factories.accounts import make_user

MACROS = Path(__file__).parents[3] / "templates" / "layout" / "macros.html"
TEMPLATE = Path(__file__).parents[3] / "templates" / "design" / "components.html"
# What is no piece by itself, or another one each time.
NOT_SHOWN = {"came_from", "csrf", "printed"}


@pytest.mark.parametrize("language", ["lt", "en"])
def test_all_pieces_are_shown_the_same_each_time(sign_in: Any, language: str) -> None:
    admin = make_user(is_admin=True)
    session.commit()
    browser = sign_in(admin)
    first, again = (browser.get(f"/{language}/admin/components").text for _time in range(2))
    assert first.split("<main")[1] == again.split("<main")[1]
    ids = re.findall(r'\sid="([^"]+)"', first)
    assert len(ids) == len(set(ids)), {each for each in ids if ids.count(each) > 1}


def test_every_macro_of_the_layout_stands_on_the_page() -> None:
    macros = set(re.findall(r"{% macro ([a-z]\w*)", MACROS.read_text("utf-8"))) - NOT_SHOWN
    shown = TEMPLATE.read_text("utf-8")
    assert {macro for macro in macros if not re.search(rf"[{{(\[ ]{macro}\(", shown)} == set()


def test_columns_say_what_they_draw(sign_in: Any) -> None:
    admin = make_user(is_admin=True)
    session.commit()
    text = sign_in(admin).get("/en/admin/components").text
    drawing = text.split('<figure class="columns"')[1].split("</figure>")[0]
    assert re.search(r'role="img" aria-labelledby="by-month-title by-month-desc"', drawing)
    assert "<title" in drawing and "<desc" in drawing
    assert drawing.count("<rect") == drawing.count('<td class="number"') == 12
    assert "style=" not in drawing
