"""Tries are counted in the broker, and in the process while the broker is away."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import fakeredis
import pytest
import time_machine
from flask import Flask
from redis import Redis
from redis.exceptions import ConnectionError as BrokerGone

from lms.foundation import clock
from lms.web.shell import limits
from lms.web.shell.limits import Counter, Limit, TooManyTries

pytestmark = pytest.mark.usefixtures("early_in_the_hour")
THREE = Limit("three", 3, 600)


class BrokenBroker(fakeredis.FakeStrictRedis):
    """A broker that never answers."""

    asked = 0

    def pipeline(self, *args: object, **kwargs: object) -> None:  # type: ignore[override]
        type(self).asked += 1
        raise BrokerGone("gone")


@pytest.fixture(params=["broker", "broken"])
def request_with_counter(app: Flask, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """A request while the broker is there, and one while it is not."""
    before = app.extensions["tries"]
    broker: Redis = fakeredis.FakeStrictRedis() if request.param == "broker" else BrokenBroker()
    app.extensions["tries"] = Counter(broker)
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        yield app
    app.extensions["tries"] = before


def test_more_than_the_limit_is_refused_until_the_window_ends(request_with_counter: Flask) -> None:
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False) as traveller:
        for _ in range(3):
            limits.count(THREE, "ona")
        traveller.shift(timedelta(minutes=4))
        with pytest.raises(TooManyTries) as refused:
            limits.count(THREE, "ona")
        assert refused.value.retry_after == 360
        limits.count(THREE, "jonas")
        limits.count(Limit("other", 3, 600), "ona")
        traveller.shift(timedelta(minutes=6, seconds=1))
        limits.count(THREE, "ona")


def test_successes_are_taken_back_and_failures_stay(request_with_counter: Flask) -> None:
    for _ in range(10):
        with limits.failures_only((THREE, "ona")) as tries:
            tries.succeeded()
    for _ in range(3):
        with limits.failures_only((THREE, "ona")):
            pass
    with pytest.raises(TooManyTries), limits.failures_only((THREE, "ona")) as tries:
        tries.succeeded()
    limits.forgive(THREE, "ona")
    limits.count(THREE, "ona")


def test_an_error_counts_as_a_failure(request_with_counter: Flask) -> None:
    for _ in range(3):
        with pytest.raises(ValueError), limits.failures_only((THREE, "ona")):
            raise ValueError
    with pytest.raises(TooManyTries):
        limits.count(THREE, "ona")


def test_weights_count(request_with_counter: Flask) -> None:
    limits.count(THREE, "ona", 3)
    with pytest.raises(TooManyTries):
        limits.count(THREE, "ona")


def test_a_silent_broker_is_left_alone_for_a_while() -> None:
    broker = BrokenBroker()
    BrokenBroker.asked = 0
    counter = Counter(broker)
    assert [counter.add("x", 1, 60) for _ in range(5)] == [1, 2, 3, 4, 5]
    assert BrokenBroker.asked == 1


def test_many_at_once_are_all_counted() -> None:
    counter = Counter(BrokenBroker())
    threads = [Thread(target=lambda: [counter.add("x", 1, 60) for _ in range(200)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.add("x", 0, 60) == 1600


def test_the_broker_keeps_no_addresses_and_forgets_in_time(app: Flask) -> None:
    broker = fakeredis.FakeStrictRedis()
    before = app.extensions["tries"]
    app.extensions["tries"] = Counter(broker)
    try:
        with app.test_request_context():
            limits.count(THREE, "ona@example.lt")
    finally:
        app.extensions["tries"] = before
    [key] = broker.keys()
    assert b"ona" not in key and 0 < broker.ttl(key) <= THREE.seconds


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"),
        ("not an address", "not an address"),
        ("", "unknown"),
    ],
)
def test_a_household_counts_as_one(app: Flask, address: str, counted: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert limits.visitor_address() == counted


def test_the_clock_of_the_window_is_ours(app: Flask) -> None:
    number, ends = limits._window(THREE)
    assert ends > clock.now() and int(ends.timestamp()) == (number + 1) * THREE.seconds
