"""Numbers, matches, orders and gaps in the browser: answered by plain forms, marked, explained."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.assessment import kinds, queries
from lms.domain.assessment.models import Attempt
from lms.domain.content.compiled_questions import Item, Option
from lms.foundation.db import session
from tests.factories.assessment import make_attempt
from tests.factories.content import (
    make_gap,
    make_matching,
    make_number,
    make_ordering,
    make_question,
    make_quiz,
)
from tests.live.visitor import forms_of

ITEMS = tuple(
    Item(f"key-{n}", {"lt": f"Žingsnis {word}", "en": f"Step {word}"})
    for n, word in enumerate(("poreikis", "partneriai", "planas", "patikra"))
)
QUESTIONS = (make_number(), make_matching(), make_ordering(items=ITEMS), make_gap())


@pytest.fixture
def story(make_story: Callable[..., Any]) -> Any:
    return make_story(quizzes=(make_quiz("final", *QUESTIONS, pass_percent=100),))


def save(browser: Any, story: Any, question: str, *values: str, language: str = "lt", **more: Any) -> Any:
    address = story.quiz(language, f"/answers/{question}")
    return browser.post_form(address, {"answer": list(values)}, **more)


def attempt_of(story: Any) -> Attempt:
    session.rollback()
    return session.query(Attempt).filter_by(learner_id=story.learner.id).one()


def right_answers(attempt: Attempt) -> dict[str, list[str]]:
    """What a browser sends when everything is right, with the marks of this attempt."""
    number, matching, ordering, _gap = QUESTIONS
    sides = [key for key, _texts in kinds.right_sides(matching, attempt.seed)]
    items = [item.key for item in kinds.items_as_asked(ordering, attempt.seed)]
    return {
        number.key: ["12,5 Eur"],
        matching.key: [f"{pair.key}=~{sides.index(pair.key) + 1}" for pair in matching.pairs],
        ordering.key: [f"~{items.index(item.key) + 1}={place}" for place, item in enumerate(ITEMS, 1)],
        "gap": ["~who", "SAVIVALDYBĖ", "~what", "trust"],
    }


def test_every_kind_is_answered_marked_and_explained(story: Any) -> None:
    browser = story.browser()
    browser.post_form(story.quiz(), {"start": ""})
    for question, values in right_answers(attempt_of(story)).items():
        assert save(browser, story, question, *values).status_code == 303
    kept = queries.read_answers(attempt_of(story).id)
    assert {key: answer.value for key, answer in kept.items()} == {
        "number": ["12,5 Eur"],
        "matching": ["public=public", "private=private", "civic=civic"],
        "ordering": ["key-0", "key-1", "key-2", "key-3"],
        "gap": ["who=SAVIVALDYBĖ", "what=trust"],
    }
    result = browser.post_form(story.quiz(), {"hand-in": ""}, follow_redirects=True).text
    assert "12 iš 12 balų" in result
    assert attempt_of(story).is_passed


def test_what_the_page_shows_again_is_what_was_saved(story: Any) -> None:
    """The form as it stands on the page, sent again in the other language, changes nothing."""
    browser = story.browser()
    browser.post_form(story.quiz(), {"start": ""})
    answers = right_answers(attempt_of(story))
    answers["ordering"] = answers["ordering"][1:3]
    answers["gap"][1] = ' "<b>" = ~who'
    for question, values in answers.items():
        save(browser, story, question, *values)
    before = {key: each.value for key, each in queries.read_answers(attempt_of(story).id).items()}
    assert before["ordering"] == ["", "key-1", "key-2", ""]
    for language in ("en", "lt"):
        page = browser.get(story.quiz(language))
        shown = [form for form in forms_of(page.text, story.quiz(language)) if "/answers/" in form.action]
        assert len(shown) == 4
        for form in shown:
            values = [value for name, value in form.fields if name == "answer"]
            question = form.action.partition("/answers/")[2].partition("?")[0]
            assert save(browser, story, question, *values, language=language).status_code == 303
        assert {key: each.value for key, each in queries.read_answers(attempt_of(story).id).items()} == before


def test_no_key_leaves_before_the_attempt_is_handed_in(story: Any) -> None:
    browser = story.browser()
    browser.post_form(story.quiz(), {"start": ""})
    pages = [browser.get(story.quiz(language)).text for language in ("lt", "en")]
    pages.append(save(browser, story, "number", "daug").text)
    for question, values in right_answers(attempt_of(story)).items():
        if question == "gap":
            values[1] = "kažkas"
        pages.append(browser.get(save(browser, story, question, *values).location).text)
    pages.append(browser.get(story.quiz()).text)
    for text in pages:
        for secret in ("12.5", "savivaldyb", "municipality", "key-0", "key-3", "=public", "=civic", "nobody"):
            assert secret not in text


def test_each_attempt_has_an_order_of_its_own_that_nobody_can_reckon_out(story: Any) -> None:
    browser = story.browser()
    seen = set()
    for _ in range(5):
        browser.post_form(story.quiz(), {"start": ""})
        first = re.findall(r"Žingsnis (\w+)", browser.get(story.quiz()).text)
        english = re.findall(r"Step (\w+)", browser.get(story.quiz("en")).text)
        assert first == english
        seen.add(tuple(first))
        browser.post_form(story.quiz(), {"hand-in": "", "anyway": "1"})
    assert len(seen) > 1
    session.rollback()
    seeds = [each.seed for each in session.query(Attempt).filter_by(learner_id=story.learner.id)]
    assert len(set(seeds)) == 5
    assert all(len(seed) == 16 for seed in seeds)


def test_options_in_an_order_of_the_attempts_own_stay_in_it(make_story: Callable[..., Any]) -> None:
    options = tuple(
        Option(f"o{n}", {"lt": f"Atsakymas {n}", "en": f"Answer {n}"}, n == 1, {"lt": "Taip", "en": "So"})
        for n in range(8)
    )
    question = make_question("q", kind="multiple", options=options, is_shuffled=True)
    story = make_story(quizzes=(make_quiz("final", question, review="after-hand-in"),))
    browser, seen = story.browser(), set()
    for _ in range(4):
        browser.post_form(story.quiz(), {"start": ""})
        first = re.findall(r"Atsakymas (\d)", browser.get(story.quiz()).text)
        assert sorted(first) == [str(n) for n in range(8)]
        save(browser, story, "q", "o1", "o5")
        assert re.findall(r"Answer (\d)", browser.get(story.quiz("en")).text) == first
        browser.post_form(story.quiz(), {"hand-in": ""})
        assert re.findall(r"Answer (\d)", browser.get(story.quiz("en")).text) == first
        seen.add(tuple(first))
    assert len(seen) > 1


@pytest.mark.parametrize(
    ("question", "values", "reason", "shown"),
    [
        ("number", ["apie dvylika"], "Įrašykite skaičių skaitmenimis", 'value="apie dvylika"'),
        ("ordering", ["~1=1", "~2=1"], "Dviem dalykams suteikta ta pati vieta", 'value="~2=1" selected'),
        ("gap", ["~who", "ž" * 501, "~what", "trust"], "Sutrumpinkite atsakymą", "ž" * 501),
    ],
)
def test_what_cannot_be_kept_comes_back_as_it_was_typed(
    story: Any, question: str, values: list[str], reason: str, shown: str
) -> None:
    browser = story.browser()
    browser.post_form(story.quiz(), {"start": ""})
    refused = save(browser, story, question, *values)
    assert refused.status_code == 422
    assert reason in refused.text
    assert shown in refused.text
    assert f'id="question-{question}-error"' in refused.text
    by_script = save(browser, story, question, *values, headers={"X-Requested-With": "fetch"})
    assert by_script.status_code == 422
    assert reason in json.loads(by_script.data)["reason"]
    assert queries.read_answers(attempt_of(story).id) == {}


def handed_in(story: Any, **values: Any) -> str:
    make_attempt(
        story.enrolment,
        story.module,
        submitted_at=story.enrolment.enrolled_at,
        score=0,
        max_score=12,
        answers={
            "number": ["99"],
            "matching": ["public=public", "private=nobody"],
            "ordering": ["key-1", "key-0", "key-2", "key-3"],
            "gap": ["who=verslas", "what=fear"],
        },
        **values,
    )
    session.commit()
    return str(story.browser().get(story.quiz()).text)


def test_the_right_answers_of_every_kind_are_said_after_passing(story: Any) -> None:
    page = re.sub(r"\s+", " ", handed_in(story, is_passed=True))
    for words in [
        "Teisingas atsakymas: 12,5 Eur",
        "Jūsų atsakymas: Niekas",
        "Teisingas atsakymas: Veikėjas 2",
        "Teisinga tvarka:",
        "Teisingas atsakymas: savivaldybė",
        "Jūsų atsakymas: baimę",
        "Teisingas atsakymas: pasitikėjimą",
        "____ (2)",
    ]:
        assert words in page


def test_the_right_answers_are_not_given_away_while_one_may_try_again(story: Any) -> None:
    page = handed_in(story, is_passed=False)
    assert "Teisingas atsakymas" not in page
    assert "Teisinga tvarka" not in page
    assert "savivaldybė" not in page
    assert "Vieta neteisinga" in page


HINT = {"lt": "<p>Užuominos žodžiai</p>", "en": "<p>Words of the hint</p>"}


def test_a_hint_is_shown_and_noted_once_it_is_asked_for(make_story: Callable[..., Any]) -> None:
    story = make_story(quizzes=(make_quiz("final", make_number(hint_html=HINT), make_gap()),))
    browser = story.browser()
    browser.post_form(story.quiz(), {"start": ""})
    page = browser.get(story.quiz()).text
    assert "Užuominos žodžiai" not in page
    assert page.count('name="hint"') == 1
    asked = browser.post_form(story.quiz(rest="/answers/number"), {"answer": "7", "hint": "1"})
    assert (asked.status_code, asked.location) == (303, story.quiz(rest="#question-number"))
    first = queries.read_answers(attempt_of(story).id)["number"]
    browser.post_form(story.quiz(rest="/answers/number"), {"answer": "12,5", "hint": "1"})
    again = queries.read_answers(attempt_of(story).id)["number"]
    assert (first.value, again.value) == (["7"], ["12,5"])
    assert first.hinted_at == again.hinted_at is not None
    page = browser.get(story.quiz("en")).text
    assert "Words of the hint" in page
    assert 'name="hint"' not in page
    assert browser.post_form(story.quiz(rest="/answers/gap"), {"hint": "1"}).status_code == 404
    browser.post_form(story.quiz(), {"hand-in": "", "anyway": "1"})
    assert "Naudojotės užuomina." in browser.get(story.quiz()).text


def test_a_hint_without_an_answer_leaves_the_question_unanswered(make_story: Callable[..., Any]) -> None:
    story = make_story(quizzes=(make_quiz("final", make_number(hint_html=HINT)),))
    browser = story.browser()
    browser.post_form(story.quiz(), {"start": ""})
    browser.post_form(story.quiz(rest="/answers/number"), {"answer": "", "hint": "1"})
    assert browser.post_form(story.quiz(), {"hand-in": ""}).status_code == 422
    assert "Užuominos žodžiai" in browser.get(story.quiz()).text
