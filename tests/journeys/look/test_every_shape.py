"""Every page, for everyone who comes to it, in both languages and in every shape: with a picture of each,
on paper, and as a screen reader would say it."""

import os
import re
from pathlib import Path

import pytest
from flask import Flask

from tests.journeys.every_page import PEOPLE, after_letters_and_trouble, all_ways
from tests.journeys.looking import hidden_focus, troubles_in
from tests.journeys.shapes import ALL, DESK_BY_DAY, PHONE_BY_DAY, ZOOMED
from tests.journeys.window import OpenWindow, Window
from tests.live.house import House

pytestmark = [pytest.mark.browser, pytest.mark.look]
LANGUAGES = ["lt", "en"]


@pytest.fixture(scope="session")
def album() -> Path:
    """Where the pictures go, for a person to see."""
    folder = Path(os.environ["LOOK_FOLDER"]) / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_of_everyone(
    furnished_house: House, whole_app: Flask, open_window: OpenWindow, album: Path, who: str, language: str
) -> None:
    window = open_window(language, house=furnished_house)
    if PEOPLE[who]:
        window.sign_in(PEOPLE[who])
    troubles = [
        trouble
        for path in all_ways(furnished_house, whole_app, who)
        for trouble in _look_at(window, path, album / who / language)
    ]
    assert not troubles, "\n" + "\n".join(troubles)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_letters_and_of_trouble(
    furnished_house: House, open_window: OpenWindow, album: Path, language: str
) -> None:
    window = open_window(language, house=furnished_house)
    with window.expecting(404):
        troubles = [
            trouble
            for path in after_letters_and_trouble(furnished_house)
            for trouble in _look_at(window, path, album / "letters" / language)
        ]
    assert not troubles, "\n" + "\n".join(troubles)


def _look_at(window: Window, path: str, folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9-]+", "_", path.lower()).strip("_")[:60] or "front"
    window.go(path)
    found = troubles_in(window, ALL, str(folder / f"{name}.{{shape}}.png"))
    DESK_BY_DAY.put_on(window.page)  # on paper there are no buttons
    (folder / f"{name}.txt").write_text(window.page.locator("body").aria_snapshot(), encoding="utf-8")
    (folder / f"{name}.pdf").write_bytes(window.page.pdf(format="A4"))
    for shape in (PHONE_BY_DAY, DESK_BY_DAY, ZOOMED):
        found += hidden_focus(window, shape)
    return found
