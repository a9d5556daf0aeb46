"""Fifty people at work while web, worker and broker are killed: nothing acknowledged is lost or doubled."""

import random
import re
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from os import kill
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from ruamel.yaml import YAML
from sqlalchemy import Connection, create_engine, insert, text

from lms.domain.accounts.models import User
from tests.live.house import PASSWORD, ROOT, House, _family
from tests.live.visitor import Visitor

LEARNERS = 50
KILLS = 20
MODULE = "/lt/modules/social-clustering-concepts"
FILES = ROOT / "modules/social-clustering/01-social-clustering-concepts"
PARTS = ("Web server", "Worker and sweeper", "Broker")


class Killer(threading.Thread):
    """Kills a random process of a random part at random moments, without warning."""

    def __init__(self, house: House, seed: int) -> None:
        super().__init__(daemon=True)
        self.house, self.chance = house, random.Random(seed)
        self.killed: Counter[str] = Counter()
        self.is_over = threading.Event()

    def run(self) -> None:
        """Go on until all kills are done."""
        while self.killed.total() < KILLS and not self.is_over.wait(self.chance.uniform(0.5, 1.8)):
            part = PARTS[self.killed.total() % len(PARTS)]
            log = (self.house.folder / "house.log").read_text()
            started = re.findall(rf"{part}: started \(process (\d+)\)", log)
            victims = _family(int(started[-1]))
            try:
                kill(self.chance.choice(victims), signal.SIGKILL)
            except ProcessLookupError:
                continue
            self.killed[part] += 1


def right_answers() -> dict[str, list[str]]:
    """Return what to answer to each question of the shipped quiz."""
    questions = YAML().load(FILES / "quizzes/final.yaml")["questions"]
    return {str(question["key"]): _right(question) for question in questions}


def _right(question: Any) -> list[str]:
    if question["kind"] == "short":
        return [str(question["accept"]["lt"][0])]
    if question["kind"] == "true-false":
        return ["true" if question["right"] else "false"]
    return [str(option["key"]) for option in question["options"] if option.get("right")]


def settle(house: House) -> list[str]:
    """Enter fifty people into the house's books; return their addresses."""
    now, hashed = datetime.now(UTC), PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    people = [
        {
            "email": f"busy{number}@example.lt",
            "email_key": f"busy{number}@example.lt",
            "name": f"Vardas Pavardenis{number}",
            "sort_key": f"{number:03}",
            "password_hash": hashed,
            "standing": "active",
            "created_at": now,
            "confirmed_at": now,
            "mail_from_hour": 0,
            "mail_to_hour": 24,
        }
        for number in range(LEARNERS)
    ]
    engine = create_engine(house.database_url)
    with engine.begin() as connection:
        connection.execute(insert(User), people)
    engine.dispose()
    return [str(person["email"]) for person in people]


def study(house: House, email: str, answers: dict[str, list[str]]) -> None:
    """Do the learner's part of the story, pressing again whatever was not answered."""
    person = Visitor(house.url)
    person.sign_in(email, PASSWORD)
    person.send(person.get(MODULE).form("/enrol"))
    for lesson in sorted((FILES / "lt").glob("*.md")):
        path = f"{MODULE}/{lesson.stem.partition('-')[2]}"
        done(person.send(person.get(path).form("/read"), ("next", "1")))
    path = f"{MODULE}/three-sectors/ask"
    done(person.send(person.get(path).form("/ask"), ("text", f"Klausia {email}")))
    quiz = f"{MODULE}/quizzes/final"
    done(person.send(person.get(quiz).form("/quizzes/final")))
    shown = person.get(quiz)
    for question, values in answers.items():
        form = shown.form(f"/answers/{question}")
        done(person.send(form, *(("answer", value) for value in values)))
    done(person.send(person.get(quiz).form("/quizzes/final"), ("hand-in", "1")))
    work = f"{MODULE}/assignments/actor-map"
    done(person.send(person.get(work).form("/actor-map"), ("text", f"Juodraštis {email}"), ("save", "1")))
    answer = person.send(person.get(work).form("/actor-map"), ("text", f"Darbas {email}"), ("hand-in", "1"))
    # An answer that got lost on its way makes the second press a refusal: the work is already there.
    assert answer.status in (303, 409, 422), answer.text


def done(answer: Any) -> None:
    """Check that a deed was acknowledged."""
    assert answer.status in (303, 409), (answer.status, answer.url, answer.text[:2000])


def teach(house: House, is_over: threading.Event) -> None:
    """Answer and grade whatever waits, until everybody is served."""
    author = Visitor(house.url)
    author.sign_in("author@demo.example", PASSWORD)
    points = [(f"points-{key}", value) for key, value in zip(criteria(), "2221", strict=True)]
    while not is_over.is_set():
        for number in waiting(house, "SELECT id FROM conversations WHERE state = 'waiting' ORDER BY id"):
            page = author.get(f"/lt/messages/{number}")
            author.send(page.form(f"/messages/{number}"), ("text", f"Atsakymas {number}"))
        for number in waiting(house, "SELECT id FROM submissions WHERE state = 'handed-in' ORDER BY id"):
            page = author.get(f"/lt/teach/submissions/{number}")
            if page.status == 200:
                form = page.form(f"/submissions/{number}")
                author.send(form, *points, ("comment", f"Geras darbas {number}"), ("grade", "1"))
        time.sleep(0.2)


def criteria() -> list[str]:
    """Return the keys of the criteria in the order of the file."""
    assignment = YAML().load(FILES / "assignments/actor-map.yaml")
    return [str(criterion["key"]) for criterion in assignment["criteria"]]


def waiting(house: House, statement: str) -> list[int]:
    """Ask the house's books what waits."""
    engine = create_engine(house.database_url)
    with engine.connect() as connection:
        found = [int(row[0]) for row in connection.execute(text(statement))]
    engine.dispose()
    return found


def until(seconds: float, is_so: Any) -> bool:
    """Wait until something is so, at most so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.3)
    return False


@pytest.fixture
def house(tmp_path: Path) -> Any:
    found = House(tmp_path, LANG="C", LC_ALL="C")
    found.start()
    yield found
    found.stop()


def test_nothing_is_lost_or_doubled(house: House) -> None:
    emails, answers = settle(house), right_answers()
    killer, is_over = Killer(house, seed=20261121), threading.Event()
    teacher = threading.Thread(target=teach, args=(house, is_over), daemon=True)
    killer.start()
    teacher.start()
    with ThreadPoolExecutor(LEARNERS) as crowd:
        for outcome in [crowd.submit(study, house, email, answers) for email in emails]:
            outcome.result(timeout=240)
    killer.join(90)
    graded = "SELECT count(*) FROM submissions WHERE state = 'graded'"
    answered = "SELECT count(*) FROM conversations WHERE state = 'answered'"
    assert until(60, lambda: waiting(house, graded) == waiting(house, answered) == [LEARNERS])
    is_over.set()
    teacher.join(30)
    assert killer.killed.total() == KILLS
    unsent = "SELECT count(*) FROM notices WHERE mail <> 'sent'"
    assert until(90, lambda: waiting(house, unsent) == [0])
    engine = create_engine(house.database_url)
    with engine.connect() as books:
        check_books(books, answers)
        check_letters(books, house)
    engine.dispose()


def check_books(books: Connection, answers: dict[str, list[str]]) -> None:
    """Everything acknowledged is there, once."""

    def per_learner(statement: str) -> set[tuple[Any, ...]]:
        rows = books.execute(
            text(f"SELECT u.id, {statement} AND u.email LIKE 'busy%' GROUP BY u.id"),
        ).all()
        assert len(rows) == LEARNERS, statement
        return {tuple(row[1:]) for row in rows}

    assert per_learner("count(*) FROM users u, enrolments e WHERE e.learner_id = u.id") == {(1,)}
    lessons = len(list((FILES / "lt").glob("*.md")))
    read = (
        "count(*) FROM users u, enrolments e, readings r WHERE e.learner_id = u.id AND r.enrolment_id = e.id"
    )
    assert per_learner(read) == {(lessons,)}
    given = "count(*) FROM users u, attempts a, answers g WHERE a.learner_id = u.id AND g.attempt_id = a.id"
    assert per_learner(given) == {(len(answers),)}
    result = "count(*), min(a.score), max(a.max_score) FROM users u, attempts a WHERE a.learner_id = u.id"
    ((attempts, score, most),) = per_learner(result)
    assert (attempts, score) == (1, most)
    handed = (
        "count(*), max(v.text) = 'Darbas ' || max(u.email) "
        "FROM users u, submissions s, submission_versions v "
        "WHERE s.learner_id = u.id AND v.submission_id = s.id"
    )
    assert per_learner(handed) == {(1, 1)}
    grades = (
        "count(*), max(g.total) FROM users u, submissions s, gradings g "
        "WHERE s.learner_id = u.id AND g.submission_id = s.id"
    )
    assert per_learner(grades) == {(1, 7)}
    said = (
        "count(*) FROM users u, conversations c, messages m "
        "WHERE c.learner_id = u.id AND m.conversation_id = c.id"
    )
    assert per_learner(said) == {(2,)}
    complete = "count(e.completed_at) FROM users u, enrolments e WHERE e.learner_id = u.id"
    assert per_learner(complete) == {(1,)}
    kinds = dict(
        tuple(row) for row in books.execute(text("SELECT kind, count(*) FROM notices GROUP BY kind"))
    )
    # A grade that completes the module is one notice that says both.
    assert kinds == {
        "message-posted": 2 * LEARNERS,
        "submission-received": LEARNERS,
        "submission-graded": LEARNERS,
    }


def check_letters(books: Connection, house: House) -> None:
    """Every notice went out; a letter that was sent twice is the same letter."""
    expected = {row[0] for row in books.execute(text("SELECT message_id FROM notices"))}
    arrived = Counter(str(letter["Message-ID"]).strip("<>") for letter in house.post_office.letters)
    assert set(arrived) == expected
    assert sum(count - 1 for count in arrived.values()) <= KILLS
