"""Fifty people at work while web, worker and broker are killed: nothing acknowledged is lost or doubled."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from tests.live import course
from tests.live.house import PASSWORD, House
from tests.live.killing import BROKER, WEB, WORKER, Killer, in_hands_of_the_dead, settle
from tests.live.parts import books, engine_of, wait_until
from tests.live.visitor import Visitor

LEARNERS = 50
KILLS = 20
MODULE = f"/lt{course.MODULE}"
PARTS = (WEB, WORKER, BROKER)


class Death(threading.Thread):
    """Kills a random process of one part after the other at random moments; sees what they leave behind."""

    def __init__(self, killer: Killer) -> None:
        super().__init__(daemon=True)
        self.killer, self.is_over = killer, threading.Event()
        self.left: set[tuple[str, str]] = set()  # letters in the hands of the dead

    def run(self) -> None:
        """Go on until all kills are done, and look on until all is over."""
        killed = self.killer.killed
        while not self.is_over.wait(self.killer.chance.uniform(0.5, 1.8)):
            if killed.total() < KILLS:
                self.killer.kill_one_of(PARTS[killed.total() % len(PARTS)])
            self.left |= in_hands_of_the_dead(self.killer.house)


def study(house: House, email: str) -> None:
    """Do the learner's part of the story, pressing again whatever was not answered."""
    person = Visitor(house.url)
    person.sign_in(email, PASSWORD)
    person.send(person.get(MODULE).form("/enrol"))
    for lesson in course.lessons():
        path = f"{MODULE}/{lesson}"
        done(person.send(person.get(path).form("/read"), ("next", "1")))
    path = f"{MODULE}/three-sectors/ask"
    done(person.send(person.get(path).form("/ask"), ("text", f"Klausia {email}")))
    quiz = f"{MODULE}/quizzes/final"
    done(person.send(person.get(quiz).form("/quizzes/final")))
    shown = person.get(quiz)
    for question in course.questions():
        form = shown.form(f"/answers/{question['key']}")
        done(person.send(form, *(("answer", value) for value in course.right_values(question, "lt"))))
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
    points = [(f"points-{key}", value) for key, value in zip(course.criteria(), "2221", strict=True)]
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


def waiting(house: House, statement: str) -> list[int]:
    """Ask the house's books what waits."""
    return [int(row[0]) for row in books(house, statement)]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path, LANG="C", LC_ALL="C")
    found.start()
    yield found
    found.stop()


def test_nothing_is_lost_or_doubled(house: House) -> None:
    emails = settle(house, LEARNERS)
    killer, is_over = Killer(house, seed=20261121), threading.Event()
    death = Death(killer)
    teacher = threading.Thread(target=teach, args=(house, is_over), daemon=True)
    death.start()
    teacher.start()
    with ThreadPoolExecutor(LEARNERS) as crowd:
        for outcome in [crowd.submit(study, house, email) for email in emails]:
            outcome.result(timeout=600)
    wait_until(lambda: killer.killed.total() == KILLS)
    graded = "SELECT count(*) FROM submissions WHERE state = 'graded'"
    answered = "SELECT count(*) FROM conversations WHERE state = 'answered'"
    wait_until(lambda: waiting(house, graded) == waiting(house, answered) == [LEARNERS])
    is_over.set()
    teacher.join(300)
    unsent = "SELECT count(*) FROM notices WHERE mail <> 'sent'"
    wait_until(lambda: waiting(house, unsent) == [0])
    death.is_over.set()
    death.join(300)
    engine = engine_of(house)
    with engine.connect() as connection:
        check_books(connection)
        check_letters(connection, house, death)
    engine.dispose()


def check_books(connection: Connection) -> None:
    """Everything acknowledged is there, once."""

    def per_learner(statement: str) -> set[tuple[Any, ...]]:
        rows = connection.execute(
            text(f"SELECT u.id, {statement} AND u.email LIKE 'busy%' GROUP BY u.id"),
        ).all()
        assert len(rows) == LEARNERS, statement
        return {tuple(row[1:]) for row in rows}

    assert per_learner("count(*) FROM users u, enrolments e WHERE e.learner_id = u.id") == {(1,)}
    read = (
        "count(*) FROM users u, enrolments e, readings r WHERE e.learner_id = u.id AND r.enrolment_id = e.id"
    )
    assert per_learner(read) == {(len(course.lessons()),)}
    given = "count(*) FROM users u, attempts a, answers g WHERE a.learner_id = u.id AND g.attempt_id = a.id"
    assert per_learner(given) == {(len(course.questions()),)}
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
        tuple(row) for row in connection.execute(text("SELECT kind, count(*) FROM notices GROUP BY kind"))
    )
    # A grade that completes the module is one notice that says both.
    assert kinds == {
        "message-posted": 2 * LEARNERS,
        "submission-received": LEARNERS,
        "submission-graded": LEARNERS,
    }


def check_letters(connection: Connection, house: House, death: Death) -> None:
    """Every notice went out; a letter that was sent twice is the same, and somebody died over it."""
    expected = {row[0] for row in connection.execute(text("SELECT message_id FROM notices"))}
    arrived = Counter(str(letter["Message-ID"]).strip("<>") for letter in house.post_office.letters)
    assert set(arrived) == expected
    died_over = Counter(name for name, _holder in death.left)
    assert all(count - 1 <= died_over[name] for name, count in arrived.items()), (arrived, died_over)
