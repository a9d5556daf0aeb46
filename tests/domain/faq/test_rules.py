"""A letter becomes a text for all: no greeting, no signature, no name; the rest as it was written."""

import pytest

from lms.domain.faq import rules

PEOPLE = ("Jonas Kalnietis", "Rasa Žemaitytė", "Morten Berg")


@pytest.mark.parametrize(
    ("letter", "language", "left"),
    [
        (
            "Laba diena, gerbiama Rasa,\n\nkuo jis skiriasi?\n\nPagarbiai\nJonas Kalnietis",
            "lt",
            "Kuo jis skiriasi?",
        ),
        ("Sveiki, Jonai! Klasteris turi tikslą.\nGeros dienos!\nRasa", "lt", "Klasteris turi tikslą."),
        ("Miela Rasa, ar galima?\n\nAčiū!", "lt", "Ar galima?"),
        ("Sveiki kaip suprasti klasterį?", "lt", "Kaip suprasti klasterį?"),
        ("Dear Rasa,\nhow does it work?\n\nBest regards,\nMorten", "en", "How does it work?"),
        ("Hello all, why is that?\nMany thanks!", "en", "Why is that?"),
        ("Kas yra klasteris?\n– Jonas", "lt", "Kas yra klasteris?"),
        ("What does Morten’s example show?", "en", "What does [name]’s example show?"),
    ],
)
def test_what_was_written_to_one_is_left_for_all(letter: str, language: str, left: str) -> None:
    assert rules.as_question(letter, PEOPLE, language) == left


@pytest.mark.parametrize(
    "text",
    [
        "Sveika mityba – ar tai klasterio veikla?",
        "Ačiū už paskaitą. Kas yra klasteris?",
        "Mieliau klausčiau kitaip.",
        "High walls?",
        "Pirma eilutė\n\n- vienas\n- du\n\nGeros dienos dalis?",
    ],
)
def test_words_that_only_look_like_a_greeting_stay(text: str) -> None:
    assert rules.as_question(text, PEOPLE, "lt") == text


def test_an_empty_letter_gives_nothing() -> None:
    assert rules.as_question("  \n", PEOPLE, "lt") == ""
    assert rules.as_question("Sveiki!", PEOPLE, "lt") == ""


def test_what_is_missing_is_told_by_language() -> None:
    half = {"lt": "Klausimas", "en": "Question"}
    assert rules.missing_languages(half, {"lt": "Atsakymas"}, ["lt", "en"]) == ["en"]
    assert rules.missing_languages(half, {"lt": "Atsakymas"}, ["lt"]) == []
    assert rules.written_languages({"lt": "Klausimas", "en": " "}, {"lt": "A", "en": "B"}) == ["lt"]


def test_what_still_tells_who_somebody_is_is_told_once() -> None:
    assert rules.names_left(["Jonui ir Jonui", "Rasai"], PEOPLE) == ["Jonui", "Rasai"]
    assert rules.marks_left(["Sakė [vardas]", "Said"]) == ["[vardas]"]
    assert rules.marks_left(["Nieko"]) == []
