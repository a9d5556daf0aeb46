"""Asking, answering, reopening: nothing sent is lost, and nothing is there twice."""

from collections.abc import Iterator

import pytest

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.content.compiled import Module
from lms.domain.messaging import queries, rules, service
from lms.domain.messaging.events import MessagePosted
from lms.domain.messaging.models import Conversation, Message
from lms.foundation import events, i18n
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed
from tests.factories.accounts import make_user
from tests.factories.content import make_module, make_revision
from tests.factories.messaging import make_conversation

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def told() -> Iterator[list[MessagePosted]]:
    heard: list[MessagePosted] = []
    events.connect([(MessagePosted, heard.append)])
    yield heard
    events.connect([])


def actor_of(user: User, module: Module | None = None) -> Actor:
    """The person; as an author of the module if one is given."""
    authored = frozenset({module.module_id}) if module else frozenset()
    return Actor(id=user.id, name=user.name, email=user.email, authored_modules=authored)


def ask(actor: Actor, module: Module, text: str = "Kodėl?", **values: str) -> int:
    question = service.Question(
        module=module,
        lesson=module.lesson("first"),
        block=values.pop("block", "first-one"),
        text=text,
        **values,
    )
    return service.ask(actor, question)


def messages_of(conversation_id: int) -> list[str]:
    return [message.text for message in queries.list_messages(conversation_id)]


def test_a_question_begins_a_conversation_that_waits(told: list[MessagePosted]) -> None:
    module, learner = make_module(), make_user()
    make_conversation(module=module)
    conversation_id = ask(actor_of(learner), module)
    session.commit()
    talk = queries.get_conversation(conversation_id)
    assert (talk.state, talk.lesson, talk.block, talk.revision_id) == (
        "waiting",
        "first",
        "first-one",
        module.revision_id,
    )
    assert talk.lesson_title == {"lt": "Pamoka first", "en": "Lesson first"}
    assert talk.waiting_since is not None
    assert messages_of(conversation_id) == ["Kodėl?"]
    assert [(event.is_from_learner, event.learner_id) for event in told] == [(True, learner.id)]


def test_a_question_may_be_about_the_whole_lesson() -> None:
    module = make_module()
    talk = queries.get_conversation(ask(actor_of(make_user()), module, block=""))
    assert talk.block is None


def test_a_question_about_a_block_that_is_not_there_says_so() -> None:
    with pytest.raises(Invalid) as refusal:
        ask(actor_of(make_user()), make_module(), block="gone")
    assert refusal.value.field == "block"


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (rules.LONGEST_TEXT + 1)])
def test_an_empty_or_endless_text_is_refused(text: str) -> None:
    module = make_module()
    with pytest.raises(Invalid) as refusal:
        ask(actor_of(make_user()), module, text)
    assert refusal.value.field == "text"
    assert session.query(Conversation).count() == 0


def test_the_same_form_sent_twice_is_one_question(told: list[MessagePosted]) -> None:
    module, learner = make_module(), actor_of(make_user())
    first = ask(learner, module, form_key="abc")
    assert ask(learner, module, form_key="abc") == first
    assert ask(learner, module, form_key="another") != first
    session.commit()
    assert len(told) == 2


def test_a_form_without_a_key_sent_twice_is_one_question() -> None:
    module, learner = make_module(), actor_of(make_user())
    first = ask(learner, module)
    assert ask(learner, module) == first
    assert ask(learner, module, "Kitas klausimas") != first


def test_another_persons_form_key_is_not_ones_own() -> None:
    module = make_module()
    first = ask(actor_of(make_user()), module, form_key="abc")
    assert ask(actor_of(make_user()), module, form_key="abc") != first


def test_an_answer_of_any_author_answers(told: list[MessagePosted]) -> None:
    module = make_module()
    conversation = make_conversation(module=module)
    service.reply(actor_of(make_user(), module), queries.get_conversation(conversation.id), "Todėl.")
    session.commit()
    talk = queries.get_conversation(conversation.id)
    assert (talk.state, talk.waiting_since, talk.last_text) == ("answered", None, "Todėl.")
    assert [event.is_from_learner for event in told] == [False]


@pytest.mark.parametrize("state", ["answered", "closed"])
def test_a_new_word_of_the_learner_always_reopens(state: str) -> None:
    module, learner = make_module(), make_user()
    conversation = make_conversation(learner, module, state=state, waiting_since=None)
    make_module(slug=module.slug, withdrawn=True)
    service.reply(actor_of(learner), queries.get_conversation(conversation.id), "Dar vienas dalykas.")
    talk = queries.get_conversation(conversation.id)
    assert talk.state == "waiting"
    assert talk.waiting_since is not None
    assert talk.is_withdrawn


def test_a_second_question_does_not_begin_the_wait_anew() -> None:
    learner = make_user()
    conversation = make_conversation(learner)
    since = conversation.waiting_since
    service.reply(actor_of(learner), queries.get_conversation(conversation.id), "Ir dar.")
    assert queries.get_conversation(conversation.id).waiting_since == since


def test_the_same_answer_sent_twice_is_one_message() -> None:
    learner = make_user()
    talk = queries.get_conversation(make_conversation(learner).id)
    for _ in range(2):
        service.reply(actor_of(learner), talk, "Ačiū", form_key="k")
    service.reply(actor_of(learner), talk, "Ačiū", form_key="l")
    assert len(messages_of(talk.id)) == 3


def test_strangers_coordinators_and_other_authors_may_not_write() -> None:
    module = make_module()
    talk = queries.get_conversation(make_conversation(module=module).id)
    stranger, other_author = actor_of(make_user()), actor_of(make_user(), make_module())
    coordinator = Actor(
        id=make_user().id, name="K", email="k@example.lt", coordinated_programmes=frozenset({1})
    )
    admin = Actor(id=make_user().id, name="A", email="a@example.lt", is_admin=True)
    for actor in (stranger, other_author, coordinator, admin):
        with pytest.raises(NotAllowed):
            service.reply(actor, talk, "Labas")


def test_an_author_may_say_that_no_answer_is_needed() -> None:
    module, learner = make_module(), make_user()
    talk = queries.get_conversation(make_conversation(learner, module).id)
    author = actor_of(make_user(), module)
    for _pressed_twice in range(2):
        service.close(author, talk)
        assert queries.get_conversation(talk.id).state == "closed"
    answered = make_conversation(learner, module, state="answered", waiting_since=None)
    with pytest.raises(Conflict):
        service.close(author, queries.get_conversation(answered.id))
    with pytest.raises(NotAllowed):
        service.close(actor_of(learner), talk)


def test_text_is_kept_byte_for_byte_with_its_language() -> None:
    text = "<script>alert(1)</script> \u202eatbulai\n\n  du tarpai „ąčę“ 🙂"
    module = make_module()
    with i18n.speaking("en"):
        conversation_id = ask(actor_of(make_user()), module, text)
    message = session.query(Message).filter_by(conversation_id=conversation_id).one()
    assert (message.text, message.language) == (text, "en")


def test_the_quoted_block_stays_that_of_the_revision() -> None:
    module, learner = make_module(), make_user()
    conversation_id = ask(actor_of(learner), module)
    newer = make_revision(module, title={"lt": "Nauja", "en": "New"})
    talk = queries.get_conversation(conversation_id)
    assert talk.revision_id == module.revision_id != newer.revision_id
