"""How many tries in a time: counted in the broker, for all web servers together.

A window is fixed, so the answer can say from when on one may try again. While the
broker is down each process counts for itself: fewer tries are never lost, and
nobody is kept out because a queue is away.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from threading import Lock
from typing import NamedTuple

from flask import Flask, current_app, request
from redis import Redis
from redis.exceptions import RedisError

from lms.foundation import clock
from lms.foundation.broker import Rest
from lms.foundation.errors import Refusal
from lms.foundation.i18n import format_time
from lms.foundation.i18n import gettext as _


class Limit(NamedTuple):
    """So many tries of one kind in so many seconds."""

    name: str
    most: int
    seconds: int


# By account strictly; by network address generously, for a whole institution may share one.
SIGN_IN_OF_ACCOUNT = Limit("sign-in-account", 10, 15 * 60)
SIGN_IN_FROM_ADDRESS = Limit("sign-in-address", 200, 15 * 60)
PASSWORD_OF_MEMBER = Limit("own-password", 10, 15 * 60)
SIGN_UP_FROM_ADDRESS = Limit("sign-up-address", 300, 60 * 60)
LETTERS_TO_ADDRESS = Limit("letters-to", 6, 60 * 60)
# A calendar asks every few hours; one person may have it on several devices.
CALENDAR_OF_PERSON = Limit("calendar", 120, 60 * 60)
# Providers of calendars ask for many people from one address, also after an address was renewed.
CALENDARS_NOT_FOUND = Limit("calendar-not-found", 600, 60 * 60)
LETTERS_FROM_ADDRESS = Limit("letters-from", 200, 60 * 60)


class TooManyTries(Refusal):
    """Somebody tries too often; `until` is when they may again."""

    status = 429

    def __init__(self, until: datetime) -> None:
        super().__init__(_("You can try again from %(time)s on.", time=format_time(until)))
        self.retry_after = max(1, int((until - clock.now()).total_seconds()))


class Counter:
    """Counts in the broker, and in this process while the broker is away."""

    def __init__(self, broker: Redis, rest: Rest | None = None) -> None:
        self._broker = broker
        self._rest = rest or Rest()
        self._own: dict[str, tuple[int, float]] = {}
        self._lock = Lock()

    def add(self, key: str, amount: int, seconds: int) -> int:
        """Add to the count under this key, which lives so long; return the sum."""
        if not self._rest.is_on:
            try:
                together = self._broker.pipeline(transaction=True)
                together.incrby(key, amount)
                together.expire(key, seconds)
                return int(together.execute()[0])
            except (RedisError, OSError):
                self._rest.begin()
        return self._add_here(key, amount, seconds)

    def forget(self) -> None:
        """Forget what this process has counted."""
        with self._lock:
            self._own.clear()

    def _add_here(self, key: str, amount: int, seconds: int) -> int:
        now = time.monotonic()
        with self._lock:
            if len(self._own) > 10_000:
                self._own = {name: kept for name, kept in self._own.items() if kept[1] > now}
            count, ends = self._own.get(key, (0, now + seconds))
            self._own[key] = (count + amount, ends)
            return count + amount


def install(app: Flask) -> None:
    """Let the pages count in the application's broker."""
    app.extensions["tries"] = Counter(app.extensions["broker"], app.extensions["broker_rest"])


def count(limit: Limit, who: str, weight: int = 1) -> None:
    """Count a try, or refuse it with the time from which on one may try again."""
    if _add(limit, who, weight) > limit.most:
        raise TooManyTries(_window(limit)[1])


@contextmanager
def failures_only(*tries: tuple[Limit, str]) -> Iterator["Tries"]:
    """Count these tries before the work and take them back if `.succeeded()` was said.

    Counting first leaves no gap for many tries at the same moment.
    """
    counted = Tries()
    try:
        for limit, who in tries:
            count(limit, who)
        yield counted
    finally:
        if counted.went_well:
            for limit, who in tries:
                _add(limit, who, -1)


def forgive(limit: Limit, who: str) -> None:
    """Take back all tries of somebody who has shown in another way who they are."""
    _add(limit, who, -_add(limit, who, 0))


class Tries:
    """Whether what was tried went well."""

    went_well = False

    def succeeded(self) -> None:
        """Say that these tries do not count."""
        self.went_well = True


def visitor_address() -> str:
    """Return the network address of who is asking; of IPv6 the network that one household has."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or "unknown"
    return str(ip_network(f"{address}/64", strict=False) if address.version == 6 else address)


def _add(limit: Limit, who: str, amount: int) -> int:
    counter: Counter = current_app.extensions["tries"]
    # No addresses of people stand in the broker.
    hidden = hashlib.sha256(f"{current_app.secret_key!r}:{who}".encode()).hexdigest()[:32]
    return counter.add(f"tries:{limit.name}:{_window(limit)[0]}:{hidden}", amount, limit.seconds)


def _window(limit: Limit) -> tuple[int, datetime]:
    number = int(clock.now().timestamp()) // limit.seconds
    return number, datetime.fromtimestamp((number + 1) * limit.seconds, UTC)
