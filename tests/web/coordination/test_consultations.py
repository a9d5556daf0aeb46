"""Figures of consultations on a page and in a file: the same, without small groups, without any words."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.consultations import make_booking, make_slot
from tests.factories.content import make_module

PAGE, FILE = "/lt/coordinate/consultations", "/lt/coordinate/consultations.csv"
OWN_PAGE, OWN_FILE = "/lt/teach/consultations/figures", "/lt/teach/consultations/figures.csv"
SECRET = "Slaptas klausimas"


def book(module: Any, author: Any, people: int, outcome: str | None = "held") -> None:
    """So many people have talked with the author three days after they booked, all on one day."""
    booked_at = (clock.now() - timedelta(days=7)).replace(hour=8)
    for number in range(people):
        slot = make_slot(author, module, starts_at=booked_at + timedelta(days=3, hours=number / 2))
        words = {"subject": SECRET, "outcome_note": SECRET}
        make_booking(slot, make_user(), booked_at=booked_at, outcome=outcome, **words)


@pytest.fixture
def story(app: Any) -> dict[str, Any]:
    big, small, third, foreign = (make_module() for _each in range(4))
    programme = make_programme(big, small, third)
    make_programme(foreign)
    author, colleague, coordinator, learner = (make_user() for _each in range(4))
    book(big, colleague, 9)
    book(small, author, 2, outcome="learner-absent")
    book(third, colleague, 5, outcome=None)
    book(foreign, colleague, 20)
    make_staff(coordinator, "coordinator", programme=programme)
    make_staff(author, "author", programme=programme)
    session.commit()
    return {
        "coordinator": coordinator,
        "author": author,
        "learner": learner,
        **{name: each.slug for name, each in (("big", big), ("small", small), ("foreign", foreign))},
    }


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_the_file_says_what_the_page_says(
    story: Any, sign_in: Callable[..., Any], statements: Callable[[], list[str]]
) -> None:
    browser = sign_in(story["coordinator"])
    browser.get(PAGE)
    statements()
    shown = browser.get(PAGE).text
    assert len(statements()) <= 12
    head, overall, *rows = rows_of(browser.get(FILE))
    assert (head[0], overall[0]) == ("Modulis arba mėnuo", "Iš viso")
    assert overall[1:7] == ["16", "9", "2", "0", "0", "5"]
    assert overall[7] == "3"
    assert all(len(row) == len(head) for row in rows)
    # Two people alone could be subtracted from the total, so the next smallest row goes too.
    assert shown.count("per mažai žmonių") == sum(row[1].startswith("per mažai") for row in rows) == 2
    assert "Konsultacijos" in shown


def test_no_part_of_the_table_can_be_subtracted_from_it(story: Any, sign_in: Callable[..., Any]) -> None:
    browser = sign_in(story["coordinator"])
    whole = rows_of(browser.get(FILE))
    for part in (f"module={story['big']}", f"module={story['small']}", "programme=1", "module=none"):
        assert rows_of(browser.get(f"{FILE}?{part}")) == whole
        assert 'name="module"' not in browser.get(f"{PAGE}?{part}").text


def test_no_words_of_a_consultation_are_in_the_figures(story: Any, sign_in: Callable[..., Any]) -> None:
    browser = sign_in(story["coordinator"])
    assert SECRET not in browser.get(PAGE).text
    assert SECRET not in browser.get(FILE).data.decode()


def test_an_author_sees_their_own_hours_and_only_these(story: Any, sign_in: Callable[..., Any]) -> None:
    browser = sign_in(story["author"])
    assert rows_of(browser.get(OWN_FILE))[1][1:4] == ["2", "0", "2"]
    assert "Jūsų konsultacijų rodikliai" in browser.get(OWN_PAGE).text
    assert OWN_PAGE in browser.get("/lt/teach/consultations").text
    plain = browser.get(f"{OWN_FILE.replace('/lt/', '/en/')}?form=plain").get_data(as_text=True)
    assert plain.splitlines()[1].startswith("In all,2,0,2,")
    assert len(rows_of(browser.get(f"{OWN_FILE}?module={story['big']}"))) == 2


def test_it_is_closed_to_others(story: Any, client: Any, sign_in: Callable[..., Any]) -> None:
    assert client.get(PAGE).status_code == 303
    learner, author = sign_in(story["learner"]), sign_in(story["author"])
    for path in (PAGE, FILE, OWN_PAGE, OWN_FILE):
        assert learner.get(path).status_code == 404
    assert author.get(PAGE).status_code == author.get(FILE).status_code == 404
    assert sign_in(story["coordinator"]).get(OWN_PAGE).status_code == 404
