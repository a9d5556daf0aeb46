"""How quizzes and questions do, for those who answer for them: without names, as pages and as a file."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.assessment import service
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_attempt
from tests.factories.catalogue import make_staff
from tests.factories.content import make_module, make_question, make_quiz
from tests.factories.learning import make_enrolment

SHORT = make_question("short", kind="short", options=(), accept={"lt": ("savivaldybė",)})


@pytest.fixture
def taken(make_story: Callable[..., Any]) -> Any:
    """A quiz that six people have taken; another module's quiz is taken too."""
    evil = {"lt": "<p>=1+1 Kas tai?</p>", "en": "<p>=1+1 What is it?</p>"}
    story = make_story(quizzes=(make_quiz("final", make_question("first", text_html=evil), SHORT),))
    foreign = make_module()
    for place in range(6):
        for module in (story.module, foreign):
            hand_in(module, "no" if place < 2 else "yes", "seniūnija" if place < 5 else "Savivaldybė")
    session.commit()
    return story


def hand_in(module: Any, first: str, short: str) -> None:
    person = make_user(name="Jonas Kazlauskas")
    make_attempt(make_enrolment(person, module), module, answers={"first": [first], "short": [short]})
    service.submit_attempt(actor_of(person), module.slug, "final", language="lt", anyway=True)


def items(story: Any, language: str = "lt", query: str = "") -> str:
    return f"/{language}/teach/quizzes/{story.slug}/final{query}"


def test_figures_without_names(taken: Any) -> None:
    author = taken.browser(taken.author)
    lt, en = author.get(items(taken)).text, author.get(items(taken, "en")).text
    assert "=1+1 Kas tai?" in lt and "=1+1 What is it?" in en
    assert "67\u00a0%" in lt and "67%" in en
    assert "0,67 iš 1" in lt and "0.67 of 1" in en
    assert "seniūnija" in lt, "five people typed the same"
    assert "33\u00a0%" in lt, "two of six chose the wrong option"
    assert "Skiriamoji geba rodo" in lt and "Discrimination says" in en
    assert "Kazlauskas" not in lt


def test_nothing_is_said_of_few_people(story: Any) -> None:
    hand_in(story.module, "no", "")
    session.commit()
    page = story.browser(story.author).get(items(story)).text
    assert "Klausimas first" in page
    assert "iš 1" not in page and "100\u00a0%" not in page


def test_a_quiz_that_nobody_has_taken(story: Any) -> None:
    assert "Šio testo dar niekas nepateikė." in story.browser(story.author).get(items(story)).text


def test_it_is_closed_to_others_and_handles_a_missing_one(taken: Any) -> None:
    for person in (taken.learner, taken.stranger):
        assert taken.browser(person).get(items(taken)).status_code == 404
        assert taken.browser(person).get(items(taken) + "/items.csv").status_code == 404
    author = taken.browser(taken.author)
    assert author.get(f"/lt/teach/quizzes/{taken.slug}/nothing").status_code == 404
    assert author.get("/lt/teach/quizzes/nothing/final").status_code == 404


def test_columns_sort_the_table(taken: Any) -> None:
    author = taken.browser(taken.author)
    up = author.get(items(taken, query="?sort=right")).text
    down = author.get(items(taken, query="?sort=right&down=1")).text
    assert up.index("Klausimas short") < up.index("=1+1")
    assert down.index("=1+1") < down.index("Klausimas short")
    assert 'aria-sort="descending"' in down
    assert author.get(items(taken, query="?sort=nonsense")).status_code == 200


def test_the_file_has_the_same_figures_and_no_formulas(taken: Any) -> None:
    answer = taken.browser(taken.author).get(items(taken) + "/items.csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{taken.slug}-final.csv"'
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeffNumeris;Klausimas;Raktas;Žmonės;")
    assert "1;'=1+1 Kas tai?;dabartinis;6;67;0,67;1;" in text
    assert ";Ne;2" in text and ";seniūnija;5" in text
    plain = taken.browser(taken.author).get(items(taken) + "/items.csv?form=plain").get_data(as_text=True)
    assert plain.startswith("Numeris,")


def test_the_list_of_quizzes(taken: Any) -> None:
    author = taken.browser(taken.author)
    page = author.get("/lt/teach/quizzes").text
    assert f"/lt/teach/quizzes/{taken.slug}/final" in page
    assert page.count("Baigiamasis testas") == 1, "not those of other modules"
    assert "0\u00a0%" in page
    assert 'href="/lt/teach/quizzes"' in author.get("/lt/teach").text


def test_they_take_few_statements(taken: Any, statements: Callable[[], list[str]]) -> None:
    author = taken.browser(taken.author)
    for path in (items(taken), items(taken) + "/items.csv", "/lt/teach/quizzes"):
        statements()
        author.get(path)
        assert len(statements()) <= 12, path


def test_quizzes_stand_by_the_titles_of_their_modules(make_story: Callable[..., Any]) -> None:
    story = make_story(title={"lt": "Žemėlapis", "en": "A map"})
    first = make_module(title={"lt": "Šaltiniai", "en": "Sources"}, quizzes=(make_quiz("final"),))
    make_staff(story.author, module=first)
    session.commit()
    author = story.browser(story.author)
    for path in ("/teach/quizzes", "/teach/question-files"):
        lt, en = author.get(f"/lt{path}").text, author.get(f"/en{path}").text
        assert lt.index("Šaltiniai") < lt.index("Žemėlapis")
        assert en.index("A map") < en.index("Sources")
