"""Generating many learners with standings, sessions and results, in bulk."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection, insert, select

from lms.domain.accounts.models import Institution, User, UserSession
from lms.domain.accounts.tokens import digest
from lms.domain.catalogue.models import Programme, ProgrammeModule, Staff
from lms.domain.content.models import Module
from lms.domain.learning.models import Achievement, Enrolment, ProgrammeEnrolment, Reading
from lms.foundation.sorting import fold, person_sort_key, sort_key

FIRST = ["Ona", "Jonas", "Rūta", "Šarūnas", "Ieva", "Žygimantas", "Daiva", "Ėrika", "Tomas", "Ąžuolas"]
LAST = ["Čepaitė", "Petrauskas", "Šimkus", "Žukas", "Ivanauskaitė", "Yla", "Jankauskienė", "Ūsas", "Katinas"]
CHUNK = 5000


def fill(connection: Connection, count: int, *, seed: int = 7) -> list[int]:
    """Add so many people, each in one institution and enrolled in every module; return their ids."""
    chance, now = random.Random(seed), datetime.now(UTC)
    modules = list(connection.execute(select(Module.id, Module.current_revision_id).order_by(Module.id)))
    programmes = list(connection.execute(select(Programme.id)).scalars())
    institutions = _institutions(connection, max(8, count // 250))
    ids: list[int] = []
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        people = [_person(start + i, chance, institutions, now) for i in range(size)]
        new = list(
            connection.execute(
                insert(User).returning(User.id, sort_by_parameter_order=True), people
            ).scalars()
        )
        ids += new
        connection.execute(
            insert(ProgrammeEnrolment),
            [{"learner_id": one, "programme_id": p, "enrolled_at": now} for one in new for p in programmes],
        )
        _enrol(connection, new, modules, chance, now)
    connection.commit()
    return ids


def _person(number: int, chance: random.Random, institutions: list[int], now: datetime) -> dict[str, Any]:
    name, email = f"{chance.choice(FIRST)} {chance.choice(LAST)}", f"person{number}@bench.example"
    return {
        "email": email,
        "email_key": email,
        "name": name,
        "sort_key": person_sort_key(name),
        "search_key": fold(f"{name} {email}"),
        "standing": "active",
        "institution_id": chance.choice(institutions),
        "created_at": now,
        "confirmed_at": now,
        "mail_from_hour": 0,
        "mail_to_hour": 24,
    }


def _institutions(connection: Connection, count: int) -> list[int]:
    rows = []
    for number in range(count):
        name = f"Matavimų {number:04d} savivaldybė"
        rows.append({"name": {"lt": name, "en": name}, "kind": "municipality", "sort_key": sort_key(name)})
    statement = insert(Institution).returning(Institution.id, sort_by_parameter_order=True)
    return list(connection.execute(statement, rows).scalars())


def _enrol(
    connection: Connection, people: list[int], modules: list[Any], chance: random.Random, now: datetime
) -> None:
    rows = []
    for person in people:
        for module_id, revision_id in modules:
            dice = chance.random()
            completed = dice < 0.3
            rows.append(
                {
                    "learner_id": person,
                    "module_id": module_id,
                    "enrolled_at": now - timedelta(days=30),
                    "started_at": now - timedelta(days=20) if dice < 0.6 else None,
                    "completed_at": now - timedelta(days=2) if completed else None,
                    "completed_revision_id": revision_id if completed else None,
                    "completed_language": "lt" if completed else None,
                }
            )
    statement = insert(Enrolment).returning(Enrolment.id, sort_by_parameter_order=True)
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        ids = list(connection.execute(statement, part).scalars())
        revisions = dict(modules)
        readings, results = [], []
        for enrolment_id, row in zip(ids, part, strict=True):
            if row["started_at"] is None:
                continue
            common = {
                "enrolment_id": enrolment_id,
                "revision_id": revisions[row["module_id"]],
                "language": "lt",
            }
            readings.append({**common, "lesson": "first", "read_at": now})
            if row["completed_at"]:
                results += [
                    {**common, "requirement_key": key, "score": 8, "max_score": 10, "is_passed": True,
                     "achieved_at": now, "source": "bench"}
                    for key in ("quiz:final", "assignment:work")
                ]  # fmt: skip
        connection.execute(insert(Reading), readings)
        if results:
            connection.execute(insert(Achievement), results)


def appoint(connection: Connection, user_id: int, duty: str) -> None:
    """Make a person author or coordinator of every programme."""
    programmes = connection.execute(select(Programme.id)).scalars()
    connection.execute(
        insert(Staff), [{"user_id": user_id, "duty": duty, "programme_id": one} for one in programmes]
    )
    connection.commit()


def cookies_for(connection: Connection, secret: str, user_ids: list[int]) -> list[str]:
    """Open a session for each of these people; return the cookies their browsers would send."""
    now = datetime.now(UTC)
    app = Flask(__name__)
    app.secret_key = secret
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert isinstance(serializer, URLSafeTimedSerializer)
    rows, cookies = [], []
    for user_id in user_ids:
        token = f"bench-{user_id}"
        rows.append(
            {"token_hash": digest(token), "user_id": user_id, "created_at": now, "last_seen_at": now,
             "expires_at": now + timedelta(days=1), "browser": "bench", "address": "127.0.0.1"}
        )  # fmt: skip
        cookies.append(f"session={serializer.dumps({'_user_id': token, 'csrf': 'bench'})}")
    connection.execute(insert(UserSession), rows)
    connection.commit()
    return cookies


def module_slugs(connection: Connection) -> list[str]:
    """Return the slugs of the modules in their order."""
    statement = select(Module.slug).join(ProgrammeModule).order_by(ProgrammeModule.place)
    return list(connection.execute(statement).scalars())
