"""The page of a module: what it is about, what completes it, what the viewer still misses."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import make_submission
from tests.factories.catalogue import make_staff
from tests.factories.content import make_block, make_lesson, make_module
from tests.factories.learning import (
    make_achievement,
    make_completed_enrolment,
    make_enrolment,
    make_reading,
)
from tests.web.catalogue.conftest import Shelf

ADDRESS = "/lt/modules/concepts"


def test_a_visitor_reads_all_about_it(client: Any, shelf: Shelf) -> None:
    text = client.get(ADDRESS).text
    for words in (
        "Tikslas",
        "Paaiškinti sąvoką",
        "Rasa Žemaitytė",
        "rengėja",
        "https://example.lt/",
        "Klasterystė",
    ):
        assert words in text
    assert "8\u00a0akad.\u00a0val. (6\u00a0val.)" in text
    assert "2026-11-10" in text
    assert "/lt/modules/concepts/first" in text
    assert "20\u00a0min." in text
    assert "Registruotis į modulį" not in text
    assert "/lt/sign-up?next=/lt/modules/concepts" in text


def test_it_says_what_completes_it(client: Any, shelf: Shelf) -> None:
    text = client.get(ADDRESS).text
    assert "Perskaityti 2 pamokas" in text
    assert "Išlaikyti testą „Baigiamasis testas“ (surinkti bent 70\u00a0% balų)" in text
    assert "Atlikti užduotį „Veikėjų žemėlapis“" in text
    english = client.get("/en/modules/concepts").text
    assert "Pass the quiz “Final quiz” with at least 70%" in english
    assert "Read all 2 lessons" in english


def test_a_learner_sees_what_is_still_missing(sign_in: Callable[..., Any], shelf: Shelf) -> None:
    learner = make_user()
    enrolment = make_enrolment(learner, shelf.first)
    make_reading(enrolment, "first", shelf.first)
    make_achievement(enrolment, "quiz:final", shelf.first)
    other = make_enrolment(make_user(), shelf.first)
    make_reading(other, "second", shelf.first)
    text = sign_in(learner).get(ADDRESS).text
    assert text.count("· perskaityta") == 1
    assert text.count("· dar neperskaityta") == 1
    assert text.count(">dar liko<") == 2
    assert text.count(">atlikta<") == 1
    assert "Atlikta 2 iš 4" in text
    assert 'href="/lt/modules/concepts/second"' in text.split("Kitas žingsnis")[1]


def test_work_in_grading_is_not_the_learners_next_step(sign_in: Callable[..., Any], shelf: Shelf) -> None:
    learner = make_user()
    enrolment = make_enrolment(learner, shelf.first)
    for lesson in ("first", "second"):
        make_reading(enrolment, lesson, shelf.first)
    make_achievement(enrolment, "quiz:final", shelf.first)
    make_submission(enrolment, shelf.first, state="handed-in")
    assert "Savo dalį atlikote." in sign_in(learner).get(ADDRESS).text


def test_prerequisites_are_advice(client: Any, shelf: Shelf) -> None:
    text = client.get("/lt/modules/trust").text
    assert "Pravartu žinoti" in text
    assert 'href="/lt/modules/concepts">Samprata' in text
    assert "unknown" not in text


def test_missing_language_is_shown_as_such(client: Any, shelf: Shelf) -> None:
    make_module(
        slug="only-lithuanian",
        languages=("lt",),
        title={"lt": "Tik lietuviškai"},
        lessons=(make_lesson("one", make_block("a", en=None), title={"lt": "Pirma"}),),
    )
    session.commit()
    page = client.get("/en/modules/only-lithuanian")
    assert page.status_code == 200
    assert '<span lang="lt">Tik lietuviškai</span>' in page.text
    assert "has not been translated yet" in page.text


def test_older_and_missing_translations_are_counted(client: Any, shelf: Shelf) -> None:
    blocks = [make_block("a"), make_block("b", is_stale=True), make_block("c", en=None), make_block("d")]
    make_module(slug="half", lessons=(make_lesson("one", *blocks),))
    session.commit()
    text = client.get("/en/modules/half").text
    assert "Older translation" in text
    assert text.count("25% of the text") == 2
    assert "Senesnis vertimas" not in client.get("/lt/modules/half").text


@pytest.mark.parametrize("language", ["lt", "en"])
def test_a_withdrawn_module_is_there_only_for_who_was_in_it(
    client: Any, sign_in: Callable[..., Any], shelf: Shelf, language: str
) -> None:
    learner = make_user()
    enrolment = make_completed_enrolment(learner, shelf.first)
    make_module(slug="concepts", withdrawn=True)
    session.commit()
    address = f"/{language}/modules/concepts"
    assert client.get(address).status_code == 404
    assert sign_in(make_user()).get(address).status_code == 404
    page = sign_in(learner).get(address)
    assert page.status_code == 200
    assert f"/{language}/my/record/{enrolment.id}" in page.text
    assert "/enrol" not in page.text


def test_enrolling_leaving_and_returning_keep_what_was_done(
    sign_in: Callable[..., Any], shelf: Shelf
) -> None:
    browser = sign_in(make_user())
    answer = browser.post_form(f"{ADDRESS}/enrol")
    assert (answer.status_code, answer.location) == (303, ADDRESS)
    browser.post_form(f"{ADDRESS}/first/read")
    assert browser.post_form(f"{ADDRESS}/leave").status_code == 303
    assert "Grįžti į modulį" in browser.get(ADDRESS).text
    browser.post_form(f"{ADDRESS}/enrol")
    assert "Atlikta 1 iš 4" in browser.get(ADDRESS).text


def test_a_visitor_who_enrols_is_sent_to_sign_in_and_back(client: Any, shelf: Shelf) -> None:
    answer = client.post_form(f"{ADDRESS}/enrol")
    assert answer.status_code == 303
    assert "/lt/sign-in?next=" in answer.location


def test_unknown_modules_are_not_found_and_not_entered(
    client: Any, sign_in: Callable[..., Any], shelf: Shelf
) -> None:
    assert client.get("/lt/modules/no-such-module").status_code == 404
    browser = sign_in(make_user())
    for deed in ("enrol", "leave"):
        assert browser.post_form(f"/lt/modules/no-such-module/{deed}").status_code == 404
    assert browser.post_form(f"{ADDRESS}/leave").status_code == 404


def test_its_author_finds_the_way_to_work_and_questions(sign_in: Callable[..., Any], shelf: Shelf) -> None:
    author, stranger = make_user(), make_user()
    make_staff(author, programme=shelf.programme)
    make_staff(stranger, module=shelf.single)
    assert "Šio modulio darbai ir klausimai" in sign_in(author).get(ADDRESS).text
    assert "Šio modulio darbai ir klausimai" not in sign_in(stranger).get(ADDRESS).text


def test_it_asks_at_most_six_questions_even_of_an_author_who_learns(
    sign_in: Callable[..., Any], shelf: Shelf, statements: Callable[[], list[str]]
) -> None:
    person = make_user()
    make_staff(person, module=shelf.single)
    enrolment = make_enrolment(person, shelf.second)
    for lesson in ("first", "second"):
        make_reading(enrolment, lesson, shelf.second)
    make_achievement(enrolment, "quiz:final", shelf.second)
    browser = sign_in(person)
    browser.get("/lt/modules/trust")
    statements()
    assert browser.get("/lt/modules/trust").status_code == 200
    assert len(statements()) <= 6
