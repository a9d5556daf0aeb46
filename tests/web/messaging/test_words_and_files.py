"""Files beside messages, links in them, and changing one's own words, on their pages."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from lms.domain.accounts.models import User
from lms.domain.messaging.models import Conversation, Message, MessageFile
from lms.foundation import clock, storage
from lms.foundation.db import session
from tests.conftest import Browser
from tests.factories.messaging import find_first_message, make_conversation, make_message_file
from tests.web.messaging.conftest import World

SignIn = Callable[[User], Browser]


@pytest.fixture
def talk(world: World) -> Conversation:
    conversation = make_conversation(world.learner, world.module)
    make_message_file(find_first_message(make_conversation(world.other_learner)))
    session.commit()
    return conversation


def test_a_question_takes_files_with_it(world: World, talk: Conversation, sign_in: SignIn) -> None:
    learner = sign_in(world.learner)
    data = {"text": "Žr. priedą.", "files": [(BytesIO(b"Mano planas"), "Mano planas.txt")]}
    answer = learner.post_form(f"/lt/modules/{world.module.slug}/first/ask", data)
    assert answer.status_code == 303
    file = session.query(MessageFile).filter_by(name="Mano planas.txt").one()
    assert "Mano planas.txt" in sign_in(world.author).get(answer.headers["Location"]).get_data(as_text=True)
    for person in (world.learner, world.co_author):
        got = sign_in(person).get(f"/lt/messages/files/{file.id}", buffered=True)
        assert got.data == b"Mano planas"
        assert got.headers["Content-Disposition"].startswith("attachment")
        assert got.headers["Cache-Control"] == "private, no-store"
    for person in (world.other_learner, world.other_author, world.coordinator, world.admin):
        assert sign_in(person).get(f"/lt/messages/files/{file.id}").status_code == 404


def test_a_picture_loses_its_notes(world: World, talk: Conversation, sign_in: SignIn) -> None:
    picture, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "Telefonas iš Biržų"
    Image.new("RGB", (8, 8)).save(picture, "JPEG", exif=exif)
    assert b"Telefonas" in picture.getvalue()
    data = {"text": "Nuotrauka", "files": [(BytesIO(picture.getvalue()), "foto.jpg")]}
    assert sign_in(world.learner).post_form(f"/lt/messages/{talk.id}", data).status_code == 303
    file = session.query(MessageFile).filter_by(name="foto.jpg").one()
    with storage.current().open(file.storage_key) as stored:
        assert b"Telefonas" not in stored.read()


@pytest.mark.parametrize(
    ("language", "again"),
    [("lt", "Pasirinkite šiuos failus dar kartą:"), ("en", "Please choose these files again:")],
)
def test_a_refused_form_says_which_files_to_choose_again(
    world: World, talk: Conversation, sign_in: SignIn, language: str, again: str
) -> None:
    files = [(BytesIO(b"Planas"), "planas.txt"), (BytesIO(b"MZ\x90\x00"), "programa.exe")]
    data = {"text": "Ilgai rašyta žinutė", "files": files}
    answer = sign_in(world.learner).post_form(f"/{language}/messages/{talk.id}", data)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Ilgai rašyta žinutė" in html
    assert again in html
    assert "planas.txt" in html
    assert session.query(Message).filter_by(conversation_id=talk.id).count() == 1


def test_a_file_that_is_too_large_leaves_the_words_in_the_form(
    world: World, talk: Conversation, sign_in: SignIn
) -> None:
    fields = {"csrf_token": "token-of-the-test", "text": "Didelis priedas"}
    parts = [
        f'--riba\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = '--riba\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    body = "".join([*parts, head]).encode() + b"x" * (21 * 1024 * 1024) + b"\r\n--riba--\r\n"
    learner = sign_in(world.learner)
    with learner.session_transaction() as cookie:
        cookie["csrf"] = "token-of-the-test"
    kind = "multipart/form-data; boundary=riba"
    answer = learner.post(f"/lt/messages/{talk.id}", data=body, content_type=kind)
    assert answer.status_code == 422
    assert "Didelis priedas" in answer.get_data(as_text=True)


def test_links_can_be_followed_and_nothing_else_comes_alive(
    world: World, talk: Conversation, sign_in: SignIn
) -> None:
    text = 'Žr. https://example.lt/a?b=1&c=2 ir <a href="javascript:alert(1)">čia</a>\n\njavascript:alert(2)'
    sign_in(world.learner).post_form(f"/lt/messages/{talk.id}", {"text": text})
    html = sign_in(world.author).get(f"/lt/messages/{talk.id}").get_data(as_text=True)
    assert 'href="https://example.lt/a?b=1&amp;c=2"' in html
    assert "nofollow" in html
    assert 'href="javascript' not in html
    assert "&lt;a href=" in html


def test_ones_own_message_is_changed_with_a_trace(world: World, talk: Conversation, sign_in: SignIn) -> None:
    learner, message = sign_in(world.learner), find_first_message(talk)
    path = f"/lt/messages/{talk.id}/edit/{message.id}"
    assert path in learner.get(f"/lt/messages/{talk.id}").get_data(as_text=True)
    assert "Kuo klasteris skiriasi nuo tinklo?" in learner.get(path).get_data(as_text=True)
    assert learner.post_form(path, {"text": " "}).status_code == 422
    answer = learner.post_form(path, {"text": "Kuo klasteris skiriasi nuo asociacijos?"})
    assert answer.headers["Location"].endswith(f"/lt/messages/{talk.id}#message-{message.id}")
    for person in (world.learner, world.author):
        html = sign_in(person).get(f"/lt/messages/{talk.id}").get_data(as_text=True)
        assert "nuo asociacijos?" in html
        assert "Kuo klasteris skiriasi nuo tinklo?" in html
        assert "Pakeista " in html
    assert sign_in(world.author).get(path).status_code == 404
    other = make_conversation(world.other_learner)
    session.commit()
    assert learner.get(f"/lt/messages/{other.id}/edit/{message.id}").status_code == 404


def test_what_comes_too_late_changes_nothing_and_is_not_lost(
    world: World, talk: Conversation, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner, message = sign_in(world.learner), find_first_message(talk)
    path = f"/lt/messages/{talk.id}/edit/{message.id}"
    sign_in(world.author).post_form(f"/lt/messages/{talk.id}", {"text": "Todėl."})
    answer = learner.post_form(path, {"text": "Vėluojanti mintis"})
    assert answer.status_code == 409
    assert "Vėluojanti mintis" in answer.get_data(as_text=True)
    assert "Vėluojanti mintis" not in learner.get(f"/lt/messages/{talk.id}").get_data(as_text=True)
    assert learner.get(path).status_code == 303
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "Keisti žinutę" not in learner.get(f"/lt/messages/{talk.id}").get_data(as_text=True)
