"""What a learner is shown of a result: as its author decides."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.content import make_question, make_quiz

OVERALL = {
    "passed": {"lt": "<p>Puikiai padirbėjote.</p>", "en": "<p>Well done.</p>"},
    "failed": {"lt": "<p>Perskaitykite trečią pamoką.</p>", "en": "<p>Read the third lesson.</p>"},
}
WORD = make_question("word", kind="short", options=(), accept={"lt": ("raktažodis",), "en": ("keyword",)})


@pytest.fixture
def result_of(make_story: Callable[..., Any]) -> Callable[..., str]:
    """The page after handing in this answer."""

    def hand_in(answer: str, language: str = "lt", **quiz: Any) -> str:
        story = make_story(quizzes=(make_quiz("final", WORD, overall=OVERALL, **quiz),))
        browser = story.browser()
        browser.post_form(story.quiz(), {"start": ""})
        browser.post_form(story.quiz(rest="/answers/word"), {"answer": answer})
        browser.post_form(story.quiz(), {"hand-in": ""})
        return str(browser.get(story.quiz(language)).text)

    return hand_in


@pytest.mark.parametrize(
    ("review", "answer", "shows_answers", "shows_key"),
    [
        ("", "kitas", True, False),
        ("after-hand-in", "kitas", True, True),
        ("result-only", "kitas", False, False),
        ("result-only", "raktažodis", False, False),
    ],
)
def test_the_author_decides_what_is_shown(
    result_of: Callable[..., str], review: str, answer: str, shows_answers: bool, shows_key: bool
) -> None:
    page = result_of(answer, review=review)
    assert ("Jūsų atsakymai" in page) is shows_answers
    assert ("Teisingas atsakymas: raktažodis" in page) is shows_key
    assert ("1 iš 1 balo" if answer == "raktažodis" else "0 iš 1 balo") in page


@pytest.mark.parametrize(
    ("answer", "language", "said"),
    [
        ("raktažodis", "lt", "Puikiai padirbėjote."),
        ("kitas", "lt", "Perskaitykite trečią pamoką."),
        ("kitas", "en", "Read the third lesson."),
    ],
)
def test_the_whole_result_has_words_of_its_own(
    result_of: Callable[..., str], answer: str, language: str, said: str
) -> None:
    assert said in result_of(answer, language)


def test_who_has_to_wait_reads_until_when(result_of: Callable[..., str]) -> None:
    page = result_of("kitas", wait_minutes=60)
    assert "Kitą bandymą galėsite pradėti" in page
    assert 'name="start"' not in page
    assert 'name="start"' in result_of("kitas", wait_minutes=0)
