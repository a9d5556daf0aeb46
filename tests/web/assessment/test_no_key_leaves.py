"""Before an attempt is handed in, nothing that we answer says what is right: every byte is searched."""

import re
import secrets
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.domain.assessment.models import Attempt
from lms.foundation.db import session
from tests.factories.any_quiz import LANGUAGES, AnyQuiz

# What can be sent as an answer, in the order in which a page has it.
CHOICES = re.compile(r'<(?:input[^>]*\bname="answer"[^>]*|option) value="([^"]*)"')


class Listener:
    """Somebody who takes a quiz and keeps every byte that comes back."""

    def __init__(self, story: Any, made: AnyQuiz) -> None:
        self.story, self.made, self.browser = story, made, story.browser()
        self.asked_for: set[str] = set()

    def heard(self, response: Any) -> str:
        """Search what came back, headers and all."""
        text = f"{response.headers}\n{response.get_data(as_text=True)}"
        found = {secret for secret in self.made.secrets - self.asked_for if secret in text}
        assert not found, (response.request.path, response.status, found)
        return text

    def page(self, language: str, expected: int = 200) -> str:
        response = self.browser.get(self.story.quiz(language))
        assert response.status_code == expected
        return self.heard(response)

    def save(self, question: str, answer: list[str], language: str, **more: Any) -> Any:
        path = self.story.quiz(language, f"/answers/{question}")
        response = self.browser.post_form(path, {"answer": answer, **more.pop("fields", {})}, **more)
        self.heard(response)
        return response

    def attempt(self) -> Attempt:
        session.rollback()
        return session.query(Attempt).filter_by(learner_id=self.story.learner.id).one()


def asked_in(page: str) -> list[tuple[str, list[str]]]:
    """Return the questions in their order, each with what can be sent as its answer in the order shown."""
    forms = re.split(r'(?=<form method="post" id="question-)', page)[1:]
    asked = []
    for form in forms:
        name = re.match(r'<form method="post" id="question-(\w+)"', form)
        assert name
        fields = form.partition("</form>")[0]
        asked.append((name[1], CHOICES.findall(fields)))
    return asked


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 1_000_000))
def test_no_key_in_any_response_before_handing_in(make_story: Callable[..., Any], number: int) -> None:
    made = AnyQuiz(number)
    story = make_story(quizzes=(made.quiz,))
    learner = Listener(story, made)
    learner.page("lt")
    learner.heard(learner.browser.post_form(story.quiz(), {"start": ""}))
    reads_the_same_in_both_languages(learner)
    answers_in_every_way(learner)
    meets_what_is_refused(learner)
    for language in LANGUAGES:
        learner.page(language)
        for path in (f"/{language}/modules/{story.slug}", f"/{language}/my", f"/{language}/my/record"):
            learner.heard(learner.browser.get(path))
    # The search finds what is there: once the attempt is over, the explanations are.
    learner.browser.post_form(story.quiz(), {"hand-in": "", "anyway": "1"})
    result = learner.browser.get(story.quiz()).text
    assert any(secret in result for secret in made.secrets - learner.asked_for)


def reads_the_same_in_both_languages(learner: Listener) -> None:
    """The same questions, with the same things to choose in the same order, and again after a reload."""
    first = asked_in(learner.page("lt"))
    kinds = {question.key: question.kind for question in learner.made.quiz.questions}
    assert sorted(key for key, _choices in first) == sorted(kinds)
    for language in ("en", "lt"):
        again = asked_in(learner.page(language))
        assert [key for key, _choices in again] == [key for key, _choices in first]
        for (key, choices), (_key, before) in zip(again, first, strict=True):
            # Gaps stand where the sentence of the language has them.
            assert choices == before or (kinds[key] == "gap" and sorted(choices) == sorted(before))


def answers_in_every_way(learner: Listener) -> None:
    """Wrongly, so that nothing right is said back: by plain form, by script, and twice under one key."""
    seed = learner.attempt().seed
    writer = {"Savimoka-Writer": str(learner.story.learner.id)}
    for place, question in enumerate(learner.made.quiz.questions):
        language = LANGUAGES[place % 2]
        wrong = learner.made.answer(question, seed, rightly=False)[language]
        if place % 3 == 0:
            assert learner.save(question.key, wrong, language).status_code == 303
        elif place % 3 == 1:
            by_script = {"X-Requested-With": "fetch"}
            assert learner.save(question.key, wrong, language, headers=by_script).status_code == 204
        else:
            headers = {**writer, "Idempotency-Key": secrets.token_hex(16)}
            for _twice in range(2):
                answer = learner.save(question.key, wrong, language, headers=headers)
                assert (answer.status_code, answer.is_json) == (200, True)
        path = learner.story.quiz(language, f"/answers/{question.key}")
        learner.heard(learner.browser.get(path))


def meets_what_is_refused(learner: Listener) -> None:
    """What is no number, a hint that nobody else asked for, and questions that are left."""
    keys = {question.kind: question.key for question in learner.made.quiz.questions}
    assert learner.save(keys["number"], ["apie tuziną"], "en").status_code == 422
    hints = learner.made.hints[keys["ordering"]]
    learner.asked_for |= hints
    learner.save(keys["ordering"], [], "lt", fields={"hint": "1"})
    assert any(hint in learner.page("en") for hint in hints)
    for language in LANGUAGES:
        refused = learner.browser.post_form(learner.story.quiz(language), {"hand-in": ""})
        assert refused.status_code == 422
        learner.heard(refused)
