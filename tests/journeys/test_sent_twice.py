"""The same form sent several times at the same moment (double click, two tabs) has one result."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.journeys.test_faults import ASK, MODULE, POINTS, WORK, Impatient, signed_in
from tests.live import course
from tests.live.house import House
from tests.live.parts import Postgres, books
from tests.live.visitor import ShownForm

AT_ONCE = 6
QUIZ = f"{MODULE}/quizzes/final"
# What the house does meanwhile by itself, when the hour for it comes. And a letter that is asked for twice
# may come twice, and who asked is written down each time.
UNCOUNTED = {"heartbeats", "job_runs", "leases", "account_tokens", "audit_entries", "user_sessions"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house on PostgreSQL: there, two deeds really happen at the same moment."""
    server = Postgres()
    found = House(tmp_path_factory.mktemp("twice"), LMS_DATABASE_URL=server.url)
    try:
        found.start()
        yield found
    finally:
        found.stop()
        server.end()


def rows(house: House) -> dict[str, int]:
    engine = create_engine(house.database_url)
    try:
        with engine.connect() as connection:
            names = set(inspect(connection).get_table_names()) - UNCOUNTED
            return {
                name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names
            }
    finally:
        engine.dispose()


def new_rows(house: House, person: Impatient, form: ShownForm, *typed: tuple[str, str]) -> dict[str, int]:
    """Send the form many times at once; return how many rows of which tables are new."""
    before = rows(house)
    with ThreadPoolExecutor(AT_ONCE) as hands:
        sent = [hands.submit(person.send, form, *typed) for _ in range(AT_ONCE)]
        answers = [each.result() for each in sent]
    assert {answer.status for answer in answers} <= {303, 422}, [answer.text for answer in answers]
    assert 303 in {answer.status for answer in answers}, answers[0].text
    after = rows(house)
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


def test_sign_up(house: House) -> None:
    visitor = Impatient(house.url)
    ona = [("name", "Ona Onaitė"), ("email", "ona@example.lt"), ("password", "keturi ramūs žodžiai")]
    found = new_rows(house, visitor, visitor.get("/lt/sign-up").form("/sign-up"), *ona)
    assert found.pop("notices") >= 1
    assert found == {"users": 1}


def test_learning_and_asking(house: House) -> None:
    learner = signed_in(house, "learner")
    assert new_rows(house, learner, learner.get(MODULE).form("/enrol")) == {"enrolments": 1}
    lesson = learner.get(f"{MODULE}/three-sectors")
    assert new_rows(house, learner, lesson.form("/read")) == {"readings": 1}
    asked = new_rows(house, learner, learner.get(ASK).form("/ask"), ("text", "Kodėl?"))
    assert asked == {"conversations": 1, "messages": 1, "notices": 1}
    ((talk,),) = books(house, "SELECT max(id) FROM conversations")
    for name in ("learner", "author"):
        person = signed_in(house, name)
        form = person.get(f"/lt/messages/{talk}").form(f"/messages/{talk}")
        assert new_rows(house, person, form, ("text", "Dar žodis")) == {"messages": 1, "notices": 1}


def test_quiz(house: House) -> None:
    learner = signed_in(house, "learner2")
    learner.send(learner.get(MODULE).form("/enrol"))
    assert new_rows(house, learner, learner.get(QUIZ).form("/quizzes/final")) == {"attempts": 1}
    question = course.question_of("single", "multiple")
    form = learner.get(QUIZ).form(f"/answers/{question['key']}")
    answer = ("answer", str(question["options"][0]["key"]))
    assert new_rows(house, learner, form, answer) == {"answers": 1}
    form = learner.get(QUIZ).form("/quizzes/final")
    assert new_rows(house, learner, form, ("hand-in", "1"), ("anyway", "1")) == {"achievements": 1}
    assert books(house, "SELECT count(*) FROM attempts") == [(1,)]


def test_work_and_grade(house: House) -> None:
    learner, author = signed_in(house, "norway"), signed_in(house, "author")
    learner.send(learner.get(MODULE).form("/enrol"))
    form = learner.get(WORK).form("/actor-map")
    assert new_rows(house, learner, form, ("text", "Juodraštis"), ("save", "1")) == {"submissions": 1}
    form = learner.get(WORK).form("/actor-map")
    handed_in = new_rows(house, learner, form, ("text", "Darbas"), ("hand-in", "1"))
    assert handed_in == {"submission_versions": 1, "notices": 1}
    ((work,),) = books(house, "SELECT max(id) FROM submissions")
    form = author.get(f"/lt/teach/submissions/{work}").form(f"/submissions/{work}")
    graded = new_rows(house, author, form, *POINTS, ("comment", "Gerai."), ("grade", "1"))
    assert graded == {"gradings": 1, "achievements": 1, "notices": 1}


def test_invitation(house: House) -> None:
    coordinator = signed_in(house, "coordinator")
    page = coordinator.get("/lt/coordinate/invitations")
    programme = re.search(r'<option[^>]*value="([1-9]\d*)"', page.text)
    assert programme
    form = page.form("/coordinate/invitations")
    typed = [("people", "Jonas, jonas@example.lt"), ("programme", programme[1]), ("institution", "0")]
    assert new_rows(house, coordinator, form, *typed) == {"invitations": 1, "notices": 1}


def test_deeds_of_the_administrator(house: House) -> None:
    admin = signed_in(house, "admin")
    words = [("title_lt", "Žinia"), ("text_lt", "t"), ("title_en", "News"), ("text_en", "t")]
    assert new_rows(house, admin, admin.get("/lt/admin/news/new").form("/news/new"), *words) == {"news": 1}
    form = admin.get("/lt/admin/institutions/new").form("/institutions/new")
    facts = [("name_lt", "Meras"), ("kind", "municipality"), ("country", "LT")]
    assert new_rows(house, admin, form, *facts) == {"institutions": 1}
    form = admin.get("/lt/admin/lists/category/new").form("/category/new")
    label = [("label_lt", "Naujas"), ("label_en", "New")]
    assert new_rows(house, admin, form, *label) == {"list_entries": 1}
    page = admin.get("/lt/admin/staff")
    module = re.search(r'value="(module:\d+)"', page.text)
    assert module
    duty = [("email", "learner2@demo.example"), ("duty", "author"), ("thing", module[1])]
    assert new_rows(house, admin, page.form("/admin/staff"), *duty) == {"staff": 1}
