"""Who sees which conversations, in which order, with other people's always beside them."""

from datetime import timedelta

import pytest

from lms.domain.accounts.actor import Actor
from lms.domain.messaging import policy, queries
from lms.foundation import clock
from lms.foundation.errors import NotFound
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module
from tests.factories.messaging import make_conversation, make_message

pytestmark = pytest.mark.usefixtures("database")
ALL = ("waiting", "answered", "closed")


def author(*, modules: tuple[int, ...] = (), programmes: tuple[int, ...] = (), user_id: int = 0) -> Actor:
    return Actor(
        id=user_id or make_user().id,
        name="Rasa",
        email="rasa@example.lt",
        authored_modules=frozenset(modules),
        authored_programmes=frozenset(programmes),
    )


def test_a_learner_sees_their_own_the_latest_word_first() -> None:
    learner = make_user()
    early = make_conversation(learner, last_message_at=clock.now() - timedelta(days=1))
    late = make_conversation(learner)
    make_conversation()
    assert [talk.id for talk in queries.list_own(learner.id, 10)] == [late.id, early.id]
    assert queries.count_own(learner.id) == 2


def test_an_author_sees_who_waits_longest_first() -> None:
    module = make_module()
    now = clock.now()
    fresh = make_conversation(module=module, waiting_since=now)
    old = make_conversation(module=module, waiting_since=now - timedelta(days=3))
    answered = make_conversation(module=module, state="answered", waiting_since=None)
    make_conversation()
    actor = author(modules=(module.module_id,))
    found = queries.list_inbox(actor, module=None, states=ALL, limit=10)
    assert [talk.id for talk in found] == [old.id, fresh.id, answered.id]
    assert queries.count_inbox(actor, module=None, states=("waiting",)) == 2


def test_the_author_of_a_programme_answers_for_its_modules() -> None:
    module, other = make_module(), make_module()
    programme = make_programme(module)
    make_programme(other)
    talk = make_conversation(module=module)
    make_conversation(module=other)
    actor = author(programmes=(programme.id,))
    assert [found.id for found in queries.list_inbox(actor, module=None, states=ALL, limit=10)] == [talk.id]
    assert policy.may_converse(actor, queries.get_conversation(talk.id))


def test_the_inbox_can_be_narrowed_to_a_module() -> None:
    module, other = make_module(), make_module()
    talk = make_conversation(module=module)
    make_conversation(module=other)
    make_conversation(module=other, state="answered", waiting_since=None)
    actor = author(modules=(module.module_id, other.module_id))
    found = queries.list_inbox(actor, module=module.slug, states=ALL, limit=10)
    assert [each.id for each in found] == [talk.id]
    waiting = {queue.module: queue.waiting for queue in queries.list_queues(actor)}
    assert waiting == {module.slug: 1, other.slug: 1}


def test_nobody_has_their_own_question_in_the_inbox() -> None:
    module, person = make_module(), make_user()
    talk = make_conversation(person, module)
    actor = author(modules=(module.module_id,), user_id=person.id)
    assert queries.list_inbox(actor, module=None, states=ALL, limit=10) == []
    assert queries.list_queues(actor) == []
    assert not policy.may_answer(actor, queries.get_conversation(talk.id))
    assert policy.may_converse(actor, queries.get_conversation(talk.id))


def test_the_list_shows_the_last_word_and_its_language() -> None:
    learner = make_user()
    conversation = make_conversation(learner)
    make_message(conversation, make_user(), text="Because. " * 100, language="en")
    (talk,) = queries.list_own(learner.id, 10)
    assert talk.last_text == ("Because. " * 100)[: queries.SHOWN_TEXT]
    assert talk.last_language == "en"


def test_a_conversation_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotFound):
        queries.get_conversation(2_000_000_000)


def test_the_first_message_is_known() -> None:
    conversation = make_conversation()
    later = make_message(conversation, make_user())
    first = queries.list_messages(conversation.id)[0]
    assert queries.is_first_message(first.id, conversation.id)
    assert not queries.is_first_message(later.id, conversation.id)
