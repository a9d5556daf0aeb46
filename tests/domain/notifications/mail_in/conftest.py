"""A door that is open, and a question that waits for its author's answer."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.domain.notifications import carrier
from lms.domain.notifications.receiving import Reception
from lms.foundation import db, lmtp, storage
from tests.domain.notifications.mail_in.at_the_door import DOMAIN, World, reply_address
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_staff
from tests.factories.content import make_module
from tests.factories.messaging import make_conversation


@pytest.fixture(autouse=True)
def taking_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(carrier, "_reply_domain", DOMAIN)
    storage.use(storage.connect(str(tmp_path / "files")))


@pytest.fixture
def world(shared_database: str) -> World:
    with db.unit_of_work():
        module = make_module()
        learner = make_user(email="jonas@example.lt", name="Jonas Kalnietis", language="en")
        author = make_user(email="Rasa@Example.lt", name="Rasa Žemaitytė", language="lt")
        make_staff(author, module=module)
        make_conversation(make_user(), module)  # somebody else's
        talk = make_conversation(learner, module)
        return World(learner.id, author.id, talk.id, reply_address(talk.id, author.id))


@pytest.fixture
def door() -> Iterator[str]:
    """The port of the door, as smtplib wants it."""
    opened = lmtp.open_door("127.0.0.1:0", Reception())
    threading.Thread(target=opened.serve_forever, args=(0.02,), daemon=True).start()
    yield str(opened.server_address[1])
    opened.shutdown()
    opened.server_close()
