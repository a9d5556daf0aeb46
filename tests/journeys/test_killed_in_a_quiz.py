"""A hundred people answer the same quiz at once while web processes are killed: each answer counts, once."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from lms.domain.learning.models import Enrolment
from tests.live import course
from tests.live.house import House
from tests.live.killing import WEB, Killer, settle, signed_in
from tests.live.parts import books, engine_of
from tests.live.visitor import Answer, Visitor

LEARNERS, KILLS = 100, 8
PATIENCE = 600  # seconds; a hundred people on a busy machine need a while, and nobody gives up before
QUIZ = f"/lt{course.QUIZ}"
QUESTIONS = course.questions()
MAY_BE_WRONG = [question for question in QUESTIONS if course.wrong_values(question)]


class Tally:
    """Counts the answers that were acknowledged; whenever so many more are there, a web process dies."""

    def __init__(self, killer: Killer) -> None:
        self.killer, self.acknowledged = killer, 0
        self._every = LEARNERS * len(QUESTIONS) // (KILLS + 2)
        self._lock = threading.Lock()

    def note(self) -> None:
        """One more is acknowledged."""
        with self._lock:
            self.acknowledged += 1
            if self.acknowledged % self._every == 0:
                is_middle = self.acknowledged // self._every == KILLS // 2
                self.killer.kill_one_of(WEB, spares_parent=not is_middle)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path, LANG="C", LC_ALL="C")
    found.start()
    yield found
    found.stop()


def enrolled(house: House) -> dict[int, str]:
    """Let a hundred people live in the house, who are enrolled in the module."""
    emails = settle(house, LEARNERS)
    people = {row.id: row.email for row in books(house, "SELECT id, email FROM users") if row.email in emails}
    slug = course.MODULE.rpartition("/")[2]
    ((module_id,),) = books(house, "SELECT id FROM modules WHERE slug = :slug", slug=slug)
    now = datetime.now(UTC)
    engine = engine_of(house)
    with engine.begin() as connection:
        rows = [{"learner_id": each, "module_id": module_id, "enrolled_at": now} for each in people]
        connection.execute(insert(Enrolment), rows)
    engine.dispose()
    return people


def answers_of(number: int) -> tuple[dict[str, list[str]], int]:
    """Return what a learner answers, one thing wrong in each, and the points that are lost by it."""
    wrong = MAY_BE_WRONG[number % len(MAY_BE_WRONG)]
    answers = {str(each["key"]): course.right_values(each, "lt") for each in QUESTIONS}
    answers[str(wrong["key"])] = course.wrong_values(wrong) or []
    return answers, int(wrong["points"])


def take_the_quiz(
    number: int, writer: int, person: Visitor, together: threading.Barrier, tally: Tally
) -> None:
    """Begin, answer each question and hand in; what nobody answered is sent again, under the same key."""
    shown = person.get(QUIZ)
    together.wait(PATIENCE)
    acknowledged(person.send_once(writer, shown.form(QUIZ), ("start", "")))
    shown = person.get(QUIZ)
    for question, values in answers_of(number)[0].items():
        form = shown.form(f"/answers/{question}")
        acknowledged(person.send_once(writer, form, *(("answer", value) for value in values)))
        tally.note()
    acknowledged(person.send_once(writer, shown.form(QUIZ), ("hand-in", "")))


def acknowledged(answer: Answer) -> None:
    assert answer.status in (200, 204), (answer.status, answer.url, answer.text[:1000])


def test_each_acknowledged_answer_counts_once(house: House) -> None:
    people = signed_in(house, enrolled(house))
    tally, together = Tally(Killer(house, seed=20261121)), threading.Barrier(LEARNERS)
    with ThreadPoolExecutor(LEARNERS) as crowd:
        sent = [
            crowd.submit(take_the_quiz, number, writer, person, together, tally)
            for number, (writer, person) in enumerate(people)
        ]
        for outcome in sent:
            outcome.result(timeout=PATIENCE)
    assert tally.killer.killed[WEB] >= KILLS
    check_books(house, [writer for writer, _person in people])


def check_books(house: House, learners: list[int]) -> None:
    """One attempt of each learner, with what they answered last; one result of each in the register."""
    attempts = {row.learner_id: row for row in books(house, "SELECT * FROM attempts")}
    assert books(house, "SELECT count(*) FROM attempts") == [(LEARNERS,)]
    given: dict[int, dict[str, list[str]]] = {}
    for row in books(house, "SELECT attempt_id, question, value FROM answers"):
        value = json.loads(row.value) if isinstance(row.value, str) else row.value
        given.setdefault(row.attempt_id, {})[row.question] = value
    results = {
        row.learner_id: (row.times, row.score, row.source)
        for row in books(
            house,
            "SELECT e.learner_id, count(*) AS times, max(a.score) AS score, max(a.source) AS source "
            "FROM enrolments e JOIN achievements a ON a.enrolment_id = e.id GROUP BY e.learner_id",
        )
    }
    most = course.quiz_points()
    for number, learner in enumerate(learners):
        attempt = attempts[learner]
        answers, lost = answers_of(number)
        kept = {each["key"]: course.kept_values(each, answers[each["key"]]) for each in QUESTIONS}
        assert attempt.submitted_at is not None
        assert (attempt.score, attempt.max_score) == (most - lost, most)
        assert given[attempt.id] == kept
        assert results[learner] == (1, most - lost, f"attempt:{attempt.id}")
    # Each form was done once: begun, answered question by question, handed in.
    assert books(house, "SELECT count(*) FROM sent_forms") == [(LEARNERS * (len(QUESTIONS) + 2),)]
