"""A question with a file by phone, mended, told by the real worker, answered by keyboard, and settled."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import AUTHOR
from tests.journeys.looking import troubles_of
from tests.journeys.test_story import wait_for
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live import course
from tests.live.house import House

pytestmark = pytest.mark.browser
LESSON = f"{course.MODULE}/{course.lessons()[0]}"


def test_a_question_with_a_file_is_answered_and_settled(
    open_window: OpenWindow, house: House, somebody: str, tmp_path: Path
) -> None:
    window = open_window("lt", PHONE)
    window.sign_in(somebody)
    window.go(f"{LESSON}/ask")
    window.sees("Paprastai atsakoma per 3 darbo dienas. Atsakymo laukite iki")
    plan = tmp_path / "Mano planas.txt"
    plan.write_text("Trys sektoriai, vienas tikslas.")
    window.fill("Your question", "Ar tinka toks plans?")
    window.page.locator("input[type=file]").set_input_files(plan)
    assert troubles_of(window, 0) == []
    window.press("Send the question")
    window.sees("Atsakymo laukite iki")
    window.sees("Mano planas.txt")
    window.follow("Change the message")
    expect(window.page).to_have_url(re.compile(r"/messages/\d+/edit/\d+$"))
    window.fill("Your message", "Ar tinka toks planas? Žr. https://example.lt/planas")
    assert troubles_of(window, 1) == []
    window.press("Save the change")
    window.sees("Pakeista")
    expect(window.page.get_by_role("link", name="https://example.lt/planas")).to_be_visible()

    conversation = window.path
    wait_for(lambda: house.post_office.letters_to(AUTHOR), 90)
    author = open_window("en", PHONE)
    _answers_by_keyboard(author, conversation)

    wait_for(lambda: house.post_office.letters_to(somebody), 90)
    window.go(conversation)
    window.sees("Yes, it does.")
    assert troubles_of(window, 2) == []
    window.press("This answered it")
    window.sees("Išspręsta")

    # A new word opens it again, and each goes on in the other language.
    window.language, author.language = "en", "lt"
    window.go(conversation)
    window.sees("Question settled")
    window.fill("Your message", "And where do I begin?")
    window.press("Send the message")
    window.sees("Waiting for an answer")
    author.go(conversation)
    author.sees("Laukia jūsų atsakymo")
    author.page.locator("textarea[name=text]").fill("Nuo žemėlapio.")
    author.press("Send the answer")
    author.sees("Nuo žemėlapio.")
    window.go(conversation)
    expect(window.page.locator(".message__text[lang=lt]", has_text="Nuo žemėlapio.")).to_be_visible()
    window.press("This answered it")
    window.sees("Question settled")


def _answers_by_keyboard(window: Window, conversation: str) -> None:
    window.sign_in(AUTHOR)
    window.go(conversation)
    keyboard, page = Keyboard(window), window.page
    window.sees("Answer by:")
    assert troubles_of(window, 3) == []
    keyboard.press("Take the question")
    window.sees("This question is yours.")
    keyboard.write_into(page.locator("textarea[name=text]"), "Yes, it does.")
    keyboard.press("Send the answer")
    window.sees("Yes, it does.")
    expect(page).to_have_url(re.compile(r"#newest$"))
    window.go("/teach/absence")
    assert troubles_of(window, 4) == []
