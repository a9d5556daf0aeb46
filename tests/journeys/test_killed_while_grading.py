"""Five hundred works are graded while the worker is killed again and again: each learner is told once.

The worker dies at every fiftieth letter, which is more often than each ten seconds and follows no
clock: by turns the process that sends, and the worker with all that belongs to it; just before it
hears that the letter was taken, and at any moment after. So the test is short, and what it meets
does not depend on how fast the machine is.
"""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from lms.domain.assessment import rules
from lms.domain.assessment.models import Submission, SubmissionVersion
from lms.domain.learning.models import Enrolment
from tests.live import course
from tests.live.house import House
from tests.live.killing import WORKER, Killer, kill_for_good, process_of, settle, signed_in
from tests.live.parts import books, engine_of, wait_until
from tests.live.visitor import Visitor

GRADED, UNGRADED, LECTURERS = 500, 20, 3
DEATHS, EVERY = 8, 50
POINTS = [(f"points-{key}", value) for key, value in zip(course.criteria(), "2221", strict=True)]


class Deaths:
    """Kills at every so many letters, and remembers over which letters somebody has died."""

    def __init__(self, house: House) -> None:
        self.house, self.chance = house, random.Random(20261121)
        self.killer = Killer(house, seed=0)
        self.letters = self.count = 0
        self.in_hand: Counter[str] = Counter()  # by Message-ID
        self.dead: set[int] = set()
        self._lock = threading.Lock()

    def follow(self, letter: EmailMessage) -> None:
        """Take note of a letter that has arrived, of which its sender has not heard yet."""
        self.letters += 1
        if self.letters % EVERY or self.count == DEATHS:
            return
        self.count += 1
        victims, is_whole_tree = self._senders(message_id(letter)), self.count % 2 == 0
        if self.count % 4 in (1, 2):
            self.strike(victims, is_whole_tree)
        else:
            threading.Timer(self.chance.uniform(0, 0.1), self.strike, (victims, is_whole_tree)).start()

    def _senders(self, name: str) -> set[int]:
        who = "SELECT lease_holder FROM notices WHERE message_id = :name"
        return {process_of(row.lease_holder) for row in books(self.house, who, name=name)}

    def strike(self, victims: set[int], is_whole_tree: bool) -> None:
        """Kill who has sent a letter, or all that belongs to the worker."""
        with self._lock:
            if is_whole_tree:
                victims = self.killer.kill_all_of(WORKER)
            kill_for_good(victims)
            self.dead |= victims
            sending = "SELECT message_id, lease_holder FROM notices WHERE mail = 'sending'"
            held = [row for row in books(self.house, sending) if process_of(row.lease_holder) in victims]
            self.in_hand.update(row.message_id for row in held)

    def let_time_pass(self) -> None:
        """Let the leases of the dead run out, as they do by themselves after a minute or two."""
        with self._lock:
            dead = set(self.dead)
        ago = "2026-01-01 00:00:00.000000" if "sqlite" in self.house.database_url else "2026-01-01 00:00+00"
        for table, holder, until in (
            ("notices", "lease_holder", "lease_until"),
            ("leases", "holder", "until"),
        ):
            for (who,) in books(
                self.house, f"SELECT DISTINCT {holder} FROM {table} WHERE {until} > :ago", ago=ago
            ):
                if process_of(who) in dead:
                    change = f"UPDATE {table} SET {until} = :ago WHERE {holder} = :who"
                    books(self.house, change, ago=ago, who=who)


def message_id(letter: EmailMessage) -> str:
    return str(letter["Message-ID"]).strip("<>")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path, LANG="C", LC_ALL="C")
    found.start()
    yield found
    found.stop()


def handed_in(house: House) -> list[tuple[int, int]]:
    """Enter into the house's books what learners have handed in; return each work with its version."""
    settle(house, GRADED + UNGRADED)
    books(house, "UPDATE users SET language = 'en' WHERE email LIKE 'busy%7@example.lt'")
    slug = course.MODULE.rpartition("/")[2]
    ((module_id, revision_id),) = books(
        house, "SELECT id, current_revision_id FROM modules WHERE slug = :slug", slug=slug
    )
    now = datetime.now(UTC)
    learners = [row.id for row in books(house, "SELECT id FROM users WHERE email LIKE 'busy%' ORDER BY id")]
    place = {"module_id": module_id, "enrolled_at": now}
    _enter(house, Enrolment, [{**place, "learner_id": each} for each in learners])
    work = {
        "module_id": module_id,
        "revision_id": revision_id,
        "assignment": "actor-map",
        "draft_language": "lt",
        "state": rules.HANDED_IN,
        "created_at": now,
        "handed_in_at": now,
    }
    enrolments = books(house, "SELECT id, learner_id FROM enrolments WHERE module_id = :id", id=module_id)
    _enter(
        house,
        Submission,
        [{**work, "enrolment_id": row.id, "learner_id": row.learner_id} for row in enrolments],
    )
    works = [row.id for row in books(house, "SELECT id FROM submissions ORDER BY id")]
    version = {
        "number": 1,
        "text": "Darbas",
        "language": "lt",
        "revision_id": revision_id,
        "handed_in_at": now,
    }
    _enter(
        house,
        SubmissionVersion,
        [{**version, "submission_id": each, "receipt": rules.new_receipt()} for each in works],
    )
    versions = books(house, "SELECT submission_id, id FROM submission_versions ORDER BY id")
    return [tuple(row) for row in versions]


def _enter(house: House, table: type[Any], rows: list[dict[str, Any]]) -> None:
    engine = engine_of(house)
    with engine.begin() as connection:
        connection.execute(insert(table), rows)
    engine.dispose()


def grade(lecturer: Visitor, works: list[tuple[int, int]]) -> None:
    """Grade one work after the other; the form is seen once, for it differs only in what it is about."""
    shown = lecturer.get(f"/lt/teach/submissions/{works[0][0]}").form(f"/submissions/{works[0][0]}")
    for work, version in works:
        form = replace(shown, action=f"{lecturer.base}/lt/teach/submissions/{work}")
        fields = (("version", str(version)), *POINTS, ("comment", f"Geras darbas {work}"), ("grade", "1"))
        answer = lecturer.send(form, *fields)
        assert answer.status == 303, (answer.status, answer.text[:1000])


def test_each_learner_is_told_once(house: House) -> None:
    works = handed_in(house)
    ((author,),) = books(house, "SELECT id FROM users WHERE email = 'author@demo.example'")
    lecturers = [signed_in(house, {author: ""})[0][1] for _ in range(LECTURERS)]
    deaths = Deaths(house)
    house.post_office.before_the_yes = deaths.follow
    with ThreadPoolExecutor(LECTURERS) as staff:
        desks = [staff.submit(grade, who, works[at:GRADED:LECTURERS]) for at, who in enumerate(lecturers)]
        for desk in desks:
            desk.result(timeout=600)

    def all_told() -> bool:
        deaths.let_time_pass()
        ((left,),) = books(house, "SELECT count(*) FROM notices WHERE mail <> 'sent'")
        return bool(left == 0)

    wait_until(all_told)
    assert deaths.count == DEATHS
    check_notices(house)
    check_letters(house, deaths)


def check_notices(house: House) -> None:
    """Each whose work was graded has one notice, and nobody else has any."""
    told = books(house, "SELECT recipient_id, kind, occasion, subject FROM notices ORDER BY id")
    graded = books(
        house,
        "SELECT s.learner_id, 'submission-graded' AS kind, 'submission-graded:' || g.id AS occasion, "
        "'submission:' || s.id AS subject FROM submissions s JOIN gradings g ON g.submission_id = s.id",
    )
    assert len(graded) == GRADED
    assert sorted(map(tuple, told)) == sorted(map(tuple, graded))


def check_letters(house: House, deaths: Deaths) -> None:
    """Each notice was mailed to its learner under its own name; a copy is of one over which somebody died."""
    expected = {
        row.message_id: row.email
        for row in books(
            house, "SELECT n.message_id, u.email FROM notices n JOIN users u ON u.id = n.recipient_id"
        )
    }
    letters = house.post_office.letters
    assert {message_id(letter): letter["To"].addresses[0].addr_spec for letter in letters} == expected
    arrived = Counter(map(message_id, letters))
    copies = {name: count - 1 for name, count in arrived.items() if count > 1}
    assert copies, "nobody died between the yes and the mark"
    assert all(count <= deaths.in_hand[name] for name, count in copies.items()), (copies, deaths.in_hand)
