"""Letters stay readable where a mail program drops the head, knows no widths, is dark, or shows text only."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from lms.domain.notifications import letters, summaries
from lms.foundation.flowed_text import flow
from lms.foundation.mail import OutgoingMail
from tests.domain.notifications.samples import VARIANTS, sample
from tests.domain.notifications.test_letters import BOTH
from tests.domain.notifications.test_summaries import news

pytestmark = pytest.mark.usefixtures("sqlite")
LEAST_CONTRAST = 4.5
WIDEST = 600
LONGEST_LINE = 72
DARK_SHEET, DARK_BUTTON = "#1f2420", "#8cc3a6"
VOID = {"br", "meta", "hr", "img"}


class Programme(HTMLParser):
    """A mail program that has thrown away the head: it knows only what the tags say themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.words: list[tuple[str, str | None, str | None]] = []
        self.links: list[str] = []
        self.widths: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [given["href"]] if tag == "a" else []
        self.widths += [given["width"]] if "width" in given else []
        if tag not in VOID:
            self.open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append((data.strip(), self._said("color"), self._said("background-color", "bgcolor")))

    def _said(self, style: str, attribute: str = "") -> str | None:
        for _tag, given in reversed(self.open):
            found = re.search(rf"(?:^|;)\s*{style}: ?(#\w+)", given.get("style", ""))
            if found or attribute in given:
                return found.group(1) if found else given[attribute]
        return None


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, as WCAG counts it."""
    lighter, darker = sorted(map(_luminance, (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def all_letters(language: str) -> Iterator[tuple[str, OutgoingMail]]:
    """Every letter in this language, and the summary."""
    for variant in VARIANTS:
        yield variant, letters.compose(sample(variant, language))
    yield "summary", summaries.compose(news(language))


def troubles_of(mail: OutgoingMail) -> list[str]:
    found = []
    body = re.sub(r"<!DOCTYPE html>|<head>.*?</head>", "", mail.html, flags=re.DOTALL)
    seen = Programme()
    seen.feed(body)
    for words, colour, ground in seen.words:
        if colour is None or ground is None or contrast(colour, ground) < LEAST_CONTRAST:
            found.append(f"{colour} on {ground}: {words}")
    found += [f"too wide: {width}" for width in seen.widths if width != "100%" and int(width) > WIDEST]
    said = rf'<html lang="{mail.language}".*<table class="page"[^>]* lang="{mail.language}"'
    if not re.search(said, mail.html, re.DOTALL):
        found.append("the language is not said")
    if mail.html.count("<!--[if mso]>") != 2 or mail.html.count("<![endif]-->") != 2:
        found.append("the table for Outlook is not whole")
    written = set(re.findall(r"https?://\S+", mail.text))
    found += [f"only in HTML: {link}" for link in set(seen.links) - written]
    lines = [line for line in flow(mail.text).split("\n") if "://" not in line]
    return found + [f"too long: {line}" for line in lines if len(line) > LONGEST_LINE]


@BOTH
def test_every_letter_can_be_read_everywhere(language: str) -> None:
    found = [f"{name}: {trouble}" for name, mail in all_letters(language) for trouble in troubles_of(mail)]
    assert not found, "\n".join(found)


def test_by_night_words_stand_out_from_their_ground() -> None:
    dark = (
        summaries.compose(news("lt")).html.partition("prefers-color-scheme: dark")[2].partition("@media")[0]
    )
    rules = re.findall(r"([^{}]+)\{[^{}]*?(?<!-)color: (#\w{6}) !important", dark)
    grounds = dict(re.findall(r"\.(sheet|button) \{ background-color: (#\w{6})", dark))
    assert len(rules) >= 8 and set(grounds) == {"sheet", "button"}
    for selector, colour in rules:
        ground = grounds["button" if ".button" in selector else "sheet"]
        assert contrast(colour, ground) >= LEAST_CONTRAST, selector
