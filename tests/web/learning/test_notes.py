"""Notes of one's own: written beside a block, listed, taken along; seen by nobody else."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.learning import queries
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_staff
from tests.factories.content import make_block, make_lesson, make_module, make_revision
from tests.web.learning.conftest import Course

LESSON = "/lt/modules/concepts/second"
NOTE = f"{LESSON}/notes/gap-current"
FETCH = {"X-Requested-With": "fetch"}
EVIL = '"><script>alert(1)</script>'


@pytest.fixture
def other(course: Course, sign_in: Callable[..., Any]) -> Any:
    """Somebody who has written at the same block."""
    browser = sign_in(make_user())
    browser.post_form(NOTE, {"text": "Svetima mintis", "highlighted": "y"})
    return browser


def kept(course: Course) -> list[tuple[str, str, bool]]:
    session.remove()
    return [note[:3] for note in queries.list_notes_in(course.learner_id, course.module.module_id)]


def test_it_works_without_scripts(course: Course, other: Any) -> None:
    assert "Pirma pastraipa" in course.browser.get(NOTE).text
    answer = course.browser.post_form(NOTE, {"text": "Mano mintis", "highlighted": "y"})
    assert (answer.status_code, answer.location) == (303, f"{LESSON}#gap-current")
    assert kept(course) == [("gap-current", "Mano mintis", True)]
    text = course.browser.get(NOTE).text
    assert ">Mano mintis</textarea>" in text.replace("\r\n", "") and "checked" in text
    course.browser.post_form(NOTE, {"text": "Mano mintis", "delete": "1"})
    assert kept(course) == []


def test_scripts_only_hear_that_it_is_kept(course: Course, other: Any) -> None:
    answer = course.browser.post_form(NOTE, {"text": "Juodraštis", "save": "1"}, headers=FETCH)
    assert (answer.status_code, answer.data) == (204, b"")
    answer = course.browser.post_form(f"{NOTE}/highlight", {"on": "1"}, headers=FETCH)
    assert answer.status_code == 204
    assert kept(course) == [("gap-current", "Juodraštis", True)]
    course.browser.post_form(f"{NOTE}/highlight", {"on": "0"}, headers=FETCH)
    assert kept(course) == [("gap-current", "Juodraštis", False)]


def test_a_page_older_than_the_highlight_does_not_take_it_away(course: Course, other: Any) -> None:
    course.browser.post_form(f"{NOTE}/highlight", {"on": "1"}, headers=FETCH)
    course.browser.post_form(NOTE, {"text": "Mintis", "words-only": "1"}, headers=FETCH)
    assert kept(course) == [("gap-current", "Mintis", True)]
    course.browser.post_form(NOTE, {"text": "Mintis"})  # the page without scripts has a box for it
    assert kept(course) == [("gap-current", "Mintis", False)]


def test_the_lesson_shows_ones_own_notes_and_nobody_elses(course: Course, other: Any, client: Any) -> None:
    assert "own-notes" not in course.browser.get(LESSON).text
    course.browser.post_form(NOTE, {"text": f"Mano {EVIL}"})
    course.browser.post_form(f"{LESSON}/notes/gap-stale/highlight", {"on": "1"})
    for _ in range(2):
        own, theirs, visitors = (browser.get(LESSON).text for browser in (course.browser, other, client))
        assert "Mano &#34;&gt;&lt;script&gt;" in own and "Svetima" not in own
        assert '<li class="item" data-note="gap-stale" data-highlighted>' in own
        assert "Svetima mintis" in theirs and "Mano" not in theirs.split("<article")[1]
        assert "data-note=" not in visitors and "Svetima" not in visitors
    assert "Mano &#34;" not in course.browser.get("/lt/modules/concepts/first").text
    assert "Mano &#34;" in course.browser.get("/en/modules/concepts/second").text


def test_any_member_may_write_also_without_enrolling(course: Course, sign_in: Callable[..., Any]) -> None:
    author = make_user()
    make_staff(author, module=course.module)
    session.commit()
    for browser in (sign_in(make_user()), sign_in(author)):
        assert browser.post_form(NOTE, {"text": "Mintis"}).status_code == 303
        page = browser.get(LESSON).text
        assert "Mintis" in page and f'href="{NOTE}"' in page


def test_what_is_not_there_is_not_found(course: Course) -> None:
    for address in (
        f"{LESSON}/notes/no-such-block",
        "/lt/modules/concepts/none/notes/gap-current",
        "/lt/modules/none/second/notes/gap-current",
    ):
        assert course.browser.get(address).status_code == 404
        assert course.browser.post_form(address, {"text": "Mintis"}).status_code == 404
        assert course.browser.post_form(f"{address}/highlight", {"on": "1"}).status_code == 404
    assert kept(course) == []


def test_too_long_a_note_comes_back_as_it_was_typed(course: Course) -> None:
    answer = course.browser.post_form(NOTE, {"text": "ž" * 10_001})
    assert answer.status_code == 422
    assert "Užraše telpa 10000 ženklų." in answer.text and "ž" * 10_001 in answer.text


def test_my_notes_lists_them_in_the_order_of_the_text(course: Course, other: Any) -> None:
    for block, text in (("gap-missing", "Trečia mintis"), ("gap-current", "Pirma mintis")):
        course.browser.post_form(f"{LESSON}/notes/{block}", {"text": text})
    text = course.browser.get("/lt/my/notes").text
    assert text.index("Pirma mintis") < text.index("Trečia mintis")
    assert f'href="{LESSON}#gap-current"' in text and "Svetima" not in text
    assert "Antra tema" in text and "Tik lietuviškai" in text
    assert "Second topic" in course.browser.get("/en/my/notes").text


def test_words_are_found_whatever_their_diacritics(course: Course, other: Any) -> None:
    course.browser.post_form(NOTE, {"text": "Šeimos gydytoja žino"})
    course.browser.post_form(f"{LESSON}/notes/gap-stale", {"text": "Kita mintis"})
    found = course.browser.get("/lt/my/notes?q=gydytoja+zino").text
    assert "Šeimos gydytoja" in found and "Kita mintis" not in found
    assert "Kita mintis" in course.browser.get("/lt/my/notes?q=antra+pastraipa").text
    nothing = course.browser.get("/lt/my/notes?q=nesvarbu").text
    assert "Tokių žodžių jūsų užrašuose nėra." in nothing
    assert "&lt;script&gt;" in course.browser.get("/lt/my/notes", query_string={"q": EVIL}).text


def test_without_notes_it_says_what_to_do(course: Course) -> None:
    text = course.browser.get("/lt/my/notes").text
    assert "Užrašų dar nėra" in text and 'href="/lt/my"' in text


def test_notes_outlive_their_block_and_their_module(course: Course) -> None:
    course.browser.post_form(NOTE, {"text": "Mintis"})
    course.browser.post_form(f"{LESSON}/notes/gap-stale", {"text": "Antra mintis"})
    changed = make_lesson("second", make_block("gap-stale", "Visai kitas tekstas", "Other"))
    present = (make_lesson("first"), changed, make_lesson("third"))
    make_revision(course.module, lessons=present)
    session.commit()
    text = course.browser.get("/lt/my/notes").text
    assert "Pirma pastraipa" in text and "Šios dalies modulyje nebėra." in text
    assert "Antra pastraipa" in text and "Vėliau tekstas pakeistas." in text
    assert "Pirma pastraipa" in course.browser.get(NOTE).text
    assert course.browser.post_form(NOTE, {"text": "Pakeista mintis"}).location == "/lt/my/notes"
    make_module(slug="concepts", lessons=present, withdrawn=True)
    session.commit()
    text = course.browser.get("/lt/my/notes").text
    assert "Pakeista mintis" in text and f"/lt/my/record/{course.enrolment_id}/second#gap-stale" in text
    assert course.browser.post_form(NOTE, {"delete": "1"}).status_code == 303
    assert "Pakeista mintis" not in course.browser.get("/lt/my/notes").text


def test_all_notes_can_be_taken_along(course: Course, other: Any) -> None:
    course.browser.post_form(NOTE, {"text": "Mano <b> & mintis", "highlighted": "y"})
    answer = course.browser.get("/lt/my/notes.md")
    assert answer.mimetype == "text/markdown"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mano-uzrasai.md"'
    for line in ("# Mano užrašai", "## Samprata", "### Antra tema", "> Pirma pastraipa", "Mano <b> & mintis"):
        assert f"\n{line}\n" in f"\n{answer.text}"
    assert "Svetima" not in answer.text
    assert "# My notes" in course.browser.get("/en/my/notes.md").text


def test_a_lesson_with_notes_asks_one_question_more(
    course: Course, sign_in: Callable[..., Any], statements: Callable[[], list[str]]
) -> None:
    author = make_user()
    make_staff(author, module=course.module)
    session.commit()
    for browser, most in ((course.browser, 3), (sign_in(author), 4)):
        for block in ("gap-current", "gap-stale", "gap-missing"):
            browser.post_form(f"{LESSON}/notes/{block}", {"text": "Mintis"})
        browser.get(LESSON)
        statements()
        assert "Mintis" in browser.get(LESSON).text
        assert len(statements()) <= most


def test_the_list_asks_few_questions(course: Course, statements: Callable[[], list[str]]) -> None:
    for number in range(3):
        module = make_module(slug=f"module-of-notes-{number}", lessons=(make_lesson("one", make_block("a")),))
        session.commit()
        course.browser.post_form(f"/lt/modules/{module.slug}/one/notes/a", {"text": "Mintis"})
    course.browser.get("/lt/my/notes")
    statements()
    assert course.browser.get("/lt/my/notes").text.count("own-note__text") == 3
    assert len(statements()) <= 4
