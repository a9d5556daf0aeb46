"""Files beside messages, mending one's own words, and saying that this answered it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from lms.domain.accounts.actor import Actor
from lms.domain.messaging import jobs, policy, queries, service
from lms.domain.messaging.models import Conversation, MessageFile
from lms.foundation import clock, storage, uploads
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed
from tests.factories.accounts import make_user
from tests.factories.content import make_module
from tests.factories.messaging import find_first_message, make_conversation, make_message, make_message_file

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def kept(tmp_path: Path) -> Iterator[storage.Storage]:
    former, folder = storage._storage, storage.FolderStorage(tmp_path / "files")
    storage.use(folder)
    yield folder
    storage._storage = former


def actor_of(user: Any, module: Any = None) -> Actor:
    authored = frozenset({module.module_id}) if module else frozenset()
    return Actor(id=user.id, name=user.name, email=user.email, authored_modules=authored)


def a_file(content: bytes = b"Mano failas", name: str = "planas.txt") -> uploads.CheckedUpload:
    return uploads.check_upload(BytesIO(content), name)


def test_files_go_with_the_message_each_once_and_a_form_sent_twice_brings_nothing_new() -> None:
    learner = make_user()
    talk = queries.get_conversation(make_conversation(learner).id)
    make_message_file(find_first_message(make_conversation()))
    for _ in range(2):
        files = [a_file(), a_file(), a_file(b"Kitas", "kitas.txt")]
        service.reply(actor_of(learner), talk, "Pridedu.", form_key="k", files=files)
    session.flush()
    (_first, message) = queries.list_messages(talk.id)
    assert [(file.name, file.size) for file in message.files] == [("planas.txt", 11), ("kitas.txt", 5)]
    found = queries.get_file(message.files[0].id)
    with storage.current().open(found.storage_key) as stored:
        assert stored.read() == b"Mano failas"
    service.reply(actor_of(learner), talk, "Pridedu.", form_key="k", files=[a_file(b"Naujas")])
    assert len(queries.list_messages(talk.id)) == 3


def test_too_many_files_are_refused() -> None:
    learner = make_user()
    talk = queries.get_conversation(make_conversation(learner).id)
    with pytest.raises(Invalid) as refusal:
        service.reply(actor_of(learner), talk, "Daug.", files=[a_file(bytes([65 + n])) for n in range(6)])
    assert refusal.value.field == "files"


def test_a_file_is_open_to_the_people_of_its_conversation_only() -> None:
    module, learner = make_module(), make_user()
    file = make_message_file(find_first_message(make_conversation(learner, module)))
    found = queries.get_file(file.id)
    assert policy.may_converse(actor_of(learner), found)
    assert policy.may_converse(actor_of(make_user(), module), found)
    assert not policy.may_converse(actor_of(make_user(), make_module()), found)
    coordinator = replace(actor_of(make_user()), coordinated_programmes=frozenset({1, 2, 3}))
    assert not policy.may_converse(coordinator, found)


def test_stored_files_that_no_message_has_are_swept_after_a_day(
    kept: storage.Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_message_file(find_first_message(make_conversation()))
    kept.put("messages/aa/lost.txt", BytesIO(b"?"))
    kept.put("submissions/aa/other.txt", BytesIO(b"?"))
    session.commit()
    jobs.sweep_files()
    assert kept.exists("messages/aa/lost.txt")
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    jobs.sweep_files()
    assert not kept.exists("messages/aa/lost.txt")
    assert kept.exists("submissions/aa/other.txt")
    assert kept.exists(session.query(MessageFile).filter_by(id=file.id).one().storage_key)


def test_ones_own_words_are_mended_and_the_earlier_ones_stay() -> None:
    learner = make_user()
    conversation = make_conversation(learner, text="Kodl?")
    own = queries.get_own_message(conversation.id, find_first_message(conversation).id)
    service.edit_message(actor_of(learner), own, "Kodėl?")
    service.edit_message(actor_of(learner), own, "Kodėl?")
    session.flush()
    (message,) = queries.list_messages(conversation.id)
    assert (message.text, [earlier.text for earlier in message.earlier]) == ("Kodėl?", ["Kodl?"])
    assert message.edited_at is not None
    for text in ("", " \n", "x" * 20_001):
        with pytest.raises(Invalid):
            service.edit_message(actor_of(learner), own, text)


def test_neither_anothers_words_nor_answered_nor_old_ones_are_mended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module, learner = make_module(), make_user()
    author = make_user()
    conversation = make_conversation(learner, module)
    own = queries.get_own_message(conversation.id, find_first_message(conversation).id)
    with pytest.raises(NotAllowed):
        service.edit_message(actor_of(author, module), own, "Kitaip")
    answer = make_message(conversation, author, text="Todėl")
    with pytest.raises(Conflict):
        service.edit_message(actor_of(learner), own, "Kitaip")
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(Conflict):
        own = queries.get_own_message(conversation.id, answer.id)
        service.edit_message(actor_of(author, module), own, "Kitaip")


def test_the_learner_says_that_this_answered_it_and_nobody_else_does() -> None:
    module, learner = make_module(), make_user()
    conversation = make_conversation(learner, module)
    talk = queries.get_conversation(conversation.id)
    with pytest.raises(Conflict):
        service.settle(actor_of(learner), talk)
    service.reply(actor_of(make_user(), module), talk, "Todėl.")
    for other in (actor_of(make_user(), module), actor_of(make_user())):
        with pytest.raises(NotAllowed):
            service.settle(other, talk)
    service.settle(actor_of(learner), talk)
    assert session.get_one(Conversation, conversation.id).state == "settled"
    service.reply(actor_of(learner), talk, "Vis dėlto ne.")
    assert session.get_one(Conversation, conversation.id).state == "waiting"
