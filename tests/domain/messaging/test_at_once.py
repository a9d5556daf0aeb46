"""The same form sent twice at the very same moment, on both databases."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from lms.domain.accounts.actor import Actor
from lms.domain.messaging import queries, service
from lms.domain.messaging.events import MessagePosted
from lms.domain.messaging.models import Conversation, Message
from lms.foundation import db, events
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.content import make_module
from tests.factories.messaging import make_conversation

pytestmark = pytest.mark.usefixtures("shared_database")


@pytest.fixture(autouse=True)
def told() -> Iterator[list[MessagePosted]]:
    heard: list[MessagePosted] = []
    events.connect([(MessagePosted, heard.append)])
    yield heard
    events.connect([])


def at_once(deed: Callable[[], Any], times: int = 4) -> list[Any]:
    """Do the deed several times at the same moment; return what each gave, or its problem."""
    gate, outcomes = threading.Barrier(times), []

    def do() -> None:
        gate.wait()
        try:
            with db.unit_of_work():
                outcomes.append(deed())
        except Exception as problem:
            outcomes.append(problem)

    threads = [threading.Thread(target=do) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def count(model: type[db.Base]) -> int:
    with db.reading():
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_one_question(told: list[MessagePosted]) -> None:
    with db.unit_of_work():
        module, learner = make_module(), make_user()
        actor = Actor(id=learner.id, name=learner.name, email=learner.email)
    question = service.Question(
        module=module, lesson=module.lesson("first"), block="first-one", text="Kodėl?", form_key="k"
    )
    outcomes = at_once(lambda: service.ask(actor, question))
    assert len(set(outcomes)) == 1
    assert isinstance(outcomes[0], int)
    assert (count(Conversation), count(Message), len(told)) == (1, 1, 1)


def test_one_answer(told: list[MessagePosted]) -> None:
    with db.unit_of_work():
        module, author = make_module(), make_user()
        actor = Actor(
            id=author.id,
            name=author.name,
            email=author.email,
            authored_modules=frozenset({module.module_id}),
        )
        talk = queries.get_conversation(make_conversation(module=module).id)
    assert at_once(lambda: service.reply(actor, talk, "Todėl.", form_key="k")) == [None] * 4
    assert (count(Message), len(told)) == (2, 1)
