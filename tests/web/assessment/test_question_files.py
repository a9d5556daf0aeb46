"""Lecturers bring in question files and take out quizzes: lines and reasons; nothing kept or published."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.content.models import ModuleRevision
from lms.domain.content.problems import ProblemList
from lms.domain.content.yaml_loading import load_yaml
from lms.foundation.db import session
from tests.factories.content import make_module, make_question, make_quiz

PATH = "/teach/question-files"
GIFT = "::Upė:: Ar Nemunas * yra upė?{T}\n\nKas <script>alert(1)</script> tai?{=upė ~ežeras}\n\nLūžęs {=a\n"


@pytest.fixture
def told(make_story: Callable[..., Any]) -> Any:
    """A module with a quiz, and another person's beside it."""
    make_module(
        quizzes=(make_quiz("final", make_question("first")),), title={"lt": "Svetimas", "en": "Foreign"}
    )
    session.commit()
    return make_story(quizzes=(make_quiz("final", make_question("first")),))


def send(told: Any, content: str | bytes, language: str = "lt", **fields: str) -> Any:
    content = content.encode() if isinstance(content, str) else content
    data = {
        "file": (io.BytesIO(content), "upės.gift"),
        "text_language": "",
        "form": "",
        "encoding": "",
        **fields,
    }
    return told.browser(told.author).post_form(f"/{language}{PATH}", data)


def test_it_shows_what_came_in_and_what_did_not(told: Any) -> None:
    answer = send(told, GIFT)
    assert answer.status_code == 200
    assert "Perkelti 2 klausimai." in answer.text
    assert "Čia atidarytas skliaustas { niekur neuždaromas." in answer.text
    assert "Ar Nemunas * yra upė?" in answer.text and "Tiesa ar netiesa" in answer.text
    assert "<script>alert" not in answer.text
    assert "The brace { is opened here" in send(told, GIFT, "en").text
    assert ">UTF-8<" in answer.text and ">Windows-1257<" in answer.text
    assert session.query(ModuleRevision).count() == 2, "nothing is published"


def test_the_quiz_is_downloaded_as_it_was_shown(told: Any) -> None:
    text = "title:\r\n  lt: Upės ąžuolai\r\n"
    answer = told.browser(told.author).post_form(f"/lt{PATH}/quiz.yaml", {"name": "../Upės 1", "yaml": text})
    assert answer.status_code == 200
    assert answer.data.decode() == "title:\n  lt: Upės ąžuolai\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="upes-1.yaml"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_large_quiz_comes_back_whole(told: Any) -> None:
    text = "# ą\n" * 250_000
    answer = post_parts(told, "/quiz.yaml", {"name": "", "yaml": text})
    assert answer.status_code == 200
    assert answer.data.decode() == text
    assert 'filename="quiz.yaml"' in answer.headers["Content-Disposition"]


def test_a_file_that_is_too_large_is_refused(told: Any) -> None:
    fields = {"text_language": "", "form": "", "encoding": "", 'file"; filename="a.txt': "x" * 1_100_000}
    answer = post_parts(told, "", fields)
    assert answer.status_code == 422
    assert "Failas didesnis nei 1 MB" in answer.text


def post_parts(told: Any, rest: str, fields: dict[str, str]) -> Any:
    """Send a form in parts that is held in memory: the test client would leave a large one's file open."""
    browser = told.browser(told.author)
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"csrf_token": "token-of-the-test", **fields}.items()
    ]
    body = "".join(parts) + "--b--\r\n"
    return browser.post(
        f"/lt{PATH}{rest}", data=body.encode(), content_type="multipart/form-data; boundary=b"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "Failas tuščias."),
        (b"\x00\x01", "Tai ne tekstinis failas"),
        ("Ørsta?{T}".encode("cp1252"), "pasirinkite iš sąrašo"),
    ],
)
def test_a_file_that_is_not_understood_says_why(told: Any, content: str | bytes, said: str) -> None:
    answer = send(told, content)
    assert answer.status_code == 422
    assert said in answer.text and "Neperkelta nieko." in answer.text


def test_what_cannot_be_told_is_chosen(told: Any) -> None:
    answer = send(
        told, "Ørsta?{T}".encode("cp1252"), encoding="windows-1252", text_language="en", form="gift"
    )
    assert answer.status_code == 200 and "Ørsta?" in answer.text
    assert send(told, GIFT, encoding="klingon").status_code == 422
    missing = told.browser(told.author).post_form(
        f"/lt{PATH}", {"text_language": "", "form": "", "encoding": ""}
    )
    assert missing.status_code == 422 and "Pasirinkite failą." in missing.text


def test_quizzes_go_out_in_both_languages(told: Any) -> None:
    browser = told.browser(told.author)
    page = browser.get(f"/lt{PATH}").text
    assert f"/lt{PATH}/{told.slug}/final.gift?language=en" in page
    assert "Svetimas" not in page
    answer = browser.get(f"/lt{PATH}/{told.slug}/final.gift?language=en")
    assert answer.status_code == 200 and "[markdown]" in answer.text
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{told.slug}-final-en.gift"'
    assert browser.get(f"/lt{PATH}/{told.slug}/nothing.gift").status_code == 404


def test_it_is_closed_to_others(told: Any) -> None:
    for person in (told.learner, told.stranger):
        assert told.browser(person).get(f"/lt{PATH}").status_code == 404
        assert told.browser(person).get(f"/lt{PATH}/{told.slug}/final.gift").status_code == 404


def test_what_it_asks_of_the_database(told: Any, statements: Any) -> None:
    for number in range(3):
        make_module(slug=f"more-{number}", quizzes=(make_quiz("final", make_question("first")),))
    session.commit()
    browser = told.browser(told.author)
    browser.get(f"/lt{PATH}")
    statements()
    assert browser.get(f"/lt{PATH}").status_code == 200
    assert len(statements()) <= 12


def test_the_shown_yaml_can_be_read(told: Any) -> None:
    problems = ProblemList()
    shown = send(told, "Ar „<b>“ yra &amp; ženklas?{T}", text_language="lt").text
    from html import unescape

    yaml = unescape(shown.partition('aria-describedby="yaml-hint">')[2].partition("</textarea>")[0]).lstrip(
        "\n"
    )
    assert load_yaml(yaml, "quiz.yaml", problems) and not problems
