"""Answer times on a page and in a file: the same figures, for coordinators without small groups."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import make_module
from tests.factories.messaging import make_conversation

PAGE, FILE = "/lt/coordinate/answers", "/lt/coordinate/answers.csv"


def ask(module: Any, people: int, answered_after: timedelta | None = timedelta(hours=4)) -> None:
    """So many people ask a week ago; each gets an answer, unless none is given."""
    at = clock.now() - timedelta(days=7)
    answered = at + answered_after if answered_after else None
    state = {"state": "answered", "waiting_since": None} if answered else {"waiting_since": at}
    for _number in range(people):
        make_conversation(make_user(), module, started_at=at, first_answered_at=answered, **state)


@pytest.fixture
def story(app: Any) -> dict[str, Any]:
    big, small, third, foreign = (make_module() for _each in range(4))
    programme = make_programme(big, small, third)
    make_programme(foreign)
    ask(big, 9)
    ask(small, 2)
    ask(third, 5, answered_after=None)
    ask(foreign, 20)
    coordinator, author, learner = make_user(), make_user(), make_user()
    make_staff(coordinator, "coordinator", programme=programme)
    make_staff(author, "author", module=small)
    session.commit()
    return {
        "coordinator": coordinator,
        "author": author,
        "learner": learner,
        "programme": programme.id,
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
    assert (head[0], overall[0], overall[1:3]) == ("Modulis arba mėnuo", "Iš viso", ["16", "11"])
    assert all(len(row) == len(head) for row in rows)
    hours, days = overall[3], overall[4]
    assert f"{hours}\N{NO-BREAK SPACE}val. (darbo dienų:\N{NO-BREAK SPACE}{days})" in shown
    assert overall[9] == "5"
    assert shown.count("per mažai žmonių") == sum(row[1].startswith("per mažai") for row in rows) == 2


def test_modules_stand_by_title_as_lithuanians_sort_them(sign_in: Callable[..., Any], app: Any) -> None:
    author = make_user()
    for title in ("Žinios", "Čiabuviai", "Cechas"):
        module = make_module(title={"lt": title, "en": title})
        make_staff(author, "author", module=module)
        ask(module, 1)
    session.commit()
    browser = sign_in(author)
    rows = [row[0] for row in rows_of(browser.get("/lt/teach/answers.csv"))[2:5]]
    heads = re.findall(r'<th scope="row">([^<]*)', browser.get("/lt/teach/answers").text)
    assert heads[:3] == rows == ["Cechas", "Čiabuviai", "Žinios"]


def test_no_part_of_the_table_can_be_subtracted_from_it(story: Any, sign_in: Callable[..., Any]) -> None:
    browser = sign_in(story["coordinator"])
    whole = rows_of(browser.get(FILE))
    for part in (f"module={story['big']}", f"module={story['small']}", "programme=1", "module=none"):
        assert rows_of(browser.get(f"{FILE}?{part}")) == whole
        assert 'name="module"' not in browser.get(f"{PAGE}?{part}").text


def test_an_author_sees_their_own_modules_and_only_these(story: Any, sign_in: Callable[..., Any]) -> None:
    browser = sign_in(story["author"])
    assert rows_of(browser.get("/lt/teach/answers.csv"))[1][1:3] == ["2", "2"]
    assert "Atsakymų laikas jūsų moduliuose" in browser.get("/lt/teach/answers").text
    assert "Answer times in your modules" in browser.get("/en/teach/answers").text
    plain = browser.get("/en/teach/answers.csv?form=plain").get_data(as_text=True)
    assert plain.splitlines()[1].startswith("In all,2,2,")
    assert browser.get(f"/lt/teach/answers?module={story['big']}").status_code == 200
    assert len(rows_of(browser.get(f"/lt/teach/answers.csv?module={story['big']}"))) == 2


def test_it_is_closed_to_others(story: Any, client: Any, sign_in: Callable[..., Any]) -> None:
    assert client.get(PAGE).status_code == 303
    learner, author = sign_in(story["learner"]), sign_in(story["author"])
    for path in (PAGE, FILE, "/lt/teach/answers", "/lt/teach/answers.csv"):
        assert learner.get(path).status_code == 404
    assert author.get(PAGE).status_code == author.get(FILE).status_code == 404
    assert sign_in(story["coordinator"]).get("/lt/teach/answers").status_code == 404
