"""Processes that die without warning, and people enough to notice it."""

import contextlib
import os
import random
import re
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import insert

from lms.domain.accounts.models import User, UserSession
from lms.domain.accounts.tokens import digest, new_token
from tests.live.house import PASSWORD, House, family_of
from tests.live.parts import books, engine_of, wait_until
from tests.live.visitor import Visitor

WEB, WORKER, BROKER = "Web server", "Worker and sweeper", "Broker"


class Killer:
    """Kills a random process of a part, and counts the dead."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.chance = house, random.Random(seed)
        self.killed: Counter[str] = Counter()

    def kill_one_of(self, part: str, *, spares_parent: bool = False) -> bool:
        """Kill a process of this part; tell whether one was there to die.

        A parent that has died is started again after a pause, which grows when it dies often.
        """
        parent, *children = self._processes_of(part)
        victims = children if spares_parent else [parent, *children]
        try:
            os.kill(self.chance.choice(victims), signal.SIGKILL)
        except (IndexError, ProcessLookupError):
            return False
        self.killed[part] += 1
        return True

    def kill_all_of(self, part: str) -> set[int]:
        """Kill a part with all that it has started; return the dead, once they are."""
        victims = set(self._processes_of(part))
        kill_for_good(victims)
        self.killed[part] += 1
        return victims

    def _processes_of(self, part: str) -> list[int]:
        log = (self.house.folder / "house.log").read_text()
        started = re.findall(rf"{part}: started \(process (\d+)\)", log)
        return family_of(int(started[-1]))


def kill_for_good(victims: set[int]) -> None:
    """Kill these processes without warning; return once none of them can do anything any more."""
    for pid in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not any(map(_is_alive, victims)))


def _is_alive(pid: int) -> bool:
    try:
        # The state stands behind the name in parentheses; the dead may wait for somebody to ask after them.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def process_of(holder: str) -> int:
    """Return the process that holds a lease: `host:pid:…` for letters, `sweeper:host:pid` for sweeping."""
    return next(int(part) for part in holder.split(":")[1:] if part.isdigit())


def in_hands_of_the_dead(house: House) -> set[tuple[str, str]]:
    """Return the letters, by Message-ID, that somebody was sending who has died, each with who that was.

    They stay in those hands until the lease has run out; whoever looks every few seconds sees them all.
    """
    sending = books(house, "SELECT message_id, lease_holder FROM notices WHERE mail = 'sending'")
    return {(name, holder) for name, holder in sending if not _is_alive(process_of(holder))}


def settle(house: House, how_many: int) -> list[str]:
    """Enter people into the house's books; return their addresses."""
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
        for number in range(how_many)
    ]
    engine = engine_of(house)
    with engine.begin() as connection:
        connection.execute(insert(User), people)
    engine.dispose()
    return [str(person["email"]) for person in people]


def signed_in(house: House, people: dict[int, str]) -> list[tuple[int, Visitor]]:
    """Open a session for each, as signing in does, without the work that passwords are meant to take."""
    now, tokens = datetime.now(UTC), {user_id: new_token() for user_id in people}
    sessions = [
        {
            "token_hash": digest(token),
            "user_id": user_id,
            "created_at": now,
            "last_seen_at": now,
            "expires_at": now + timedelta(days=1),
            "browser": "",
            "address": "127.0.0.1",
            "is_shared_computer": False,
        }
        for user_id, token in tokens.items()
    ]
    engine = engine_of(house)
    with engine.begin() as connection:
        connection.execute(insert(UserSession), sessions)
    engine.dispose()
    app = Flask(__name__)
    app.secret_key = house.settings()["LMS_SECRET_KEY"]
    sealing = SecureCookieSessionInterface().get_signing_serializer(app)
    assert sealing is not None
    visitors = []
    for user_id, token in tokens.items():
        visitor = Visitor(house.url)
        visitor.cookies["session"] = str(sealing.dumps({"_user_id": token, "_fresh": True}))
        visitors.append((user_id, visitor))
    return visitors
