"""Answering a question of any kind rightly on its page, by hand or with nothing but the keyboard."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Locator, expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.window import Window
from tests.live import course

Question = dict[str, Any]
WRITTEN = "input[name=answer], textarea[name=answer]"


def form_of(window: Window, question: Question) -> Locator:
    """Return the form by which this question is answered."""
    return window.page.locator(f"#question-{question['key']}")


def wait_until_it_saves_itself(form: Locator) -> None:
    """Wait until the page saves the answer by itself: from then on the button for it is hidden."""
    expect(form.locator("[data-save-button][hidden]")).to_be_attached()


def wait_until_words_are_kept(window: Window) -> None:
    """Wait until what keeps words without a connection is there; without one it could not come any more."""
    window.page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/js/offline.js'))"
    )


def answer(window: Window, question: Question) -> Locator:
    """Answer by hand, with scripts or without; return the form."""
    form, values = form_of(window, question), course.right_values(question, window.language)
    if question["kind"] in ("short", "number", "open"):
        form.locator(WRITTEN).fill(*values)
        form.locator(WRITTEN).blur()
    elif question["kind"] == "matching":
        for pair in question["pairs"]:
            _list_of(form, pair).select_option(label=pair["right"][window.language])
    elif question["kind"] == "ordering":
        for place, item in enumerate(question["items"], 1):
            thing = form.locator("[data-item]", has_text=item["text"][window.language])
            thing.locator("select").select_option(label=str(place))
    elif question["kind"] == "gap":
        for gap, words in _gaps(form, question, window.language):
            _fill_in(gap, words)
    else:
        for value in values:
            form.locator(f"label[for=question-{question['key']}-{value}]").click()
    return form


def _list_of(form: Locator, pair: Question) -> Locator:
    return form.locator(f"select:has(option[value^='{pair['key']}='])")


def _in_gaps(question: Question, language: str) -> list[str]:
    """Return what belongs in the gaps, as they stand in the text of that language."""
    keys, words = course.right_values(question, "lt")[::2], course.right_values(question, language)[1::2]
    right = {key.removeprefix("~"): word for key, word in zip(keys, words, strict=True)}
    text = question["text"][language]
    return [right[key] for key in sorted(right, key=lambda key: text.index(f"[[{key}]]"))]


def _gaps(form: Locator, question: Question, language: str) -> Iterator[tuple[Locator, str]]:
    words = _in_gaps(question, language)
    expect(form.locator(".gap")).to_have_count(len(words))
    return zip(form.locator(".gap").all(), words, strict=True)


def _fill_in(gap: Locator, words: str) -> None:
    if gap.evaluate("gap => gap.tagName") == "SELECT":
        gap.select_option(words)
    else:
        gap.fill(words)
        gap.blur()


def answer_by_keys(keyboard: Keyboard, question: Question) -> Locator:
    """Answer with Tab, arrows, space and what is typed; return the form."""
    window = keyboard.window
    form, values = form_of(window, question), course.right_values(question, window.language)
    if question["kind"] in ("short", "number", "open"):
        keyboard.write_into(form.locator(WRITTEN), values[0])
    elif question["kind"] == "matching":
        for pair in question["pairs"]:
            listed = _list_of(form, pair)
            keyboard.choose_from(listed, listed.locator("option", has_text=pair["right"][window.language]))
    elif question["kind"] == "ordering":
        places = {
            item["text"][window.language]: str(place) for place, item in enumerate(question["items"], 1)
        }
        expect(form.locator("[data-item]")).to_have_count(len(places))
        for thing in form.locator("[data-item]").all():
            text = " ".join(thing.locator(".ordering__text").inner_text().split())
            # A digit chooses its place at once, without passing through those that are taken.
            keyboard.write_into(thing.locator("select"), places[text])
    elif question["kind"] == "gap":
        for gap, words in _gaps(form, question, window.language):
            if gap.evaluate("gap => gap.tagName") == "SELECT":
                keyboard.choose_from(gap, gap.locator(f"option[value='{words}']"))
            else:
                keyboard.write_into(gap, words)
    else:
        for value in values:
            keyboard.choose(form.locator(f"input[name=answer][value='{value}']"))
    return form
