"""A post that keeps what it is given, addresses without an application, and everybody listening."""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial

import pytest

from lms import wiring
from lms.domain.notifications import carrier
from lms.foundation import mailers, rendering, signing
from lms.foundation.mail import OutgoingMail
from tests.at_once import shared_database
from tests.live.post_office import PostOffice

__all__ = ["furnished", "post", "post_office", "shared_database"]

BASE = "https://learn.example.lt"
SENDER = "Savimoka <no-reply@learn.example.lt>"


class Post:
    """Takes mails until it is told what to do with one."""

    def __init__(self) -> None:
        self.mails: list[OutgoingMail] = []
        self.before: Callable[[OutgoingMail], None] = lambda _mail: None
        self.is_away: Exception | None = None

    def send(self, mail: OutgoingMail) -> None:
        if self.is_away:
            raise self.is_away
        self.before(mail)
        self.mails.append(mail)

    def batch(self) -> AbstractContextManager[None]:
        return nullcontext()

    def check(self) -> None:
        if self.is_away:
            raise self.is_away

    @property
    def addresses(self) -> list[str]:
        """To whom something went, in order."""
        return [mail.to_address for mail in self.mails]


@pytest.fixture(autouse=True)
def furnished(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the application plugs in."""

    def address_of(endpoint: str, **values: object) -> str:
        parts = "/".join(f"{name}={value}" for name, value in sorted(values.items()))
        return f"{BASE}/{endpoint}/{parts}".rstrip("/")

    monkeypatch.setattr(rendering, "_make_address", address_of)
    monkeypatch.setattr(signing, "_secret", "a key for the tests")
    wiring.connect()


@pytest.fixture(autouse=True)
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """The mailer of every round."""
    it = Post()
    monkeypatch.setattr(carrier, "_make_mailer", lambda: it)
    monkeypatch.setattr(carrier, "_host", "learn.example.lt")
    yield it


@pytest.fixture
def post_office(monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A real mail server on this machine, to which every round brings its mails."""
    office = PostOffice(_free_port())
    monkeypatch.setattr(carrier, "_make_mailer", partial(mailers.connect, office.url, SENDER))
    yield office
    office.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
