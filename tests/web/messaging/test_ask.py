"""Asking the author from a lesson or a block of it."""

from collections.abc import Callable

import pytest
from flask import Flask

from lms.domain.accounts.models import User
from lms.domain.messaging.models import Conversation, Message
from lms.foundation.db import session
from tests.conftest import Browser
from tests.factories.content import make_block, make_lesson, make_module, make_revision
from tests.web.messaging.conftest import World

SignIn = Callable[[User], Browser]


def ask_path(world: World, language: str = "lt") -> str:
    return f"/{language}/modules/{world.module.slug}/first/ask"


def test_the_form_shows_the_piece_in_question(world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.learner).get(f"{ask_path(world)}?block=first-one")
    assert answer.status_code == 200
    html = answer.get_data(as_text=True)
    assert "<h1>Klausti rengėjo</h1>" in html
    assert '<blockquote class="quoted prose" lang="lt">' in html
    assert "<p>Pastraipa</p>" in html
    assert 'name="block" type="hidden" value="first-one"' in html


def test_it_speaks_english_too(world: World, sign_in: SignIn) -> None:
    html = sign_in(world.learner).get(f"{ask_path(world, 'en')}?block=first-one").get_data(as_text=True)
    assert "<h1>Ask the author</h1>" in html
    assert "<p>Paragraph</p>" in html


def test_a_piece_that_is_missing_in_the_language_is_shown_in_the_other_with_a_word(
    world: World, sign_in: SignIn
) -> None:
    make_revision(
        world.module, lessons=(make_lesson("first", make_block("only-lt", "Tik lietuviškai", None)),)
    )
    session.commit()
    html = sign_in(world.learner).get(f"{ask_path(world, 'en')}?block=only-lt").get_data(as_text=True)
    assert '<blockquote class="quoted prose" lang="lt">' in html
    assert "Shown in Lithuanian" in html


def test_a_question_is_sent_and_leads_to_its_conversation(world: World, sign_in: SignIn) -> None:
    browser = sign_in(world.learner)
    answer = browser.post_form(ask_path(world), {"block": "first-one", "text": "Kas yra klasteris?"})
    conversation = session.query(Conversation).one()
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/lt/messages/{conversation.id}")
    assert (conversation.learner_id, conversation.block) == (world.learner.id, "first-one")
    html = browser.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Kas yra klasteris?" in html
    assert "Jūsų klausimas išsiųstas modulio rengėjams." in html
    assert "Rasa Žemaitytė: pranešimas jau platformoje, el. laiškas bus išsiųstas." in html


def test_a_question_about_the_whole_lesson(world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.learner).post_form(ask_path(world), {"block": "", "text": "Kodėl?"})
    assert answer.status_code == 303
    assert session.query(Conversation).one().block is None


def test_the_same_form_sent_twice_is_one_question(world: World, sign_in: SignIn) -> None:
    browser = sign_in(world.learner)
    for _ in range(2):
        answer = browser.post_form(ask_path(world), {"block": "first-one", "text": "Kodėl?"})
        assert answer.status_code == 303
    assert session.query(Message).count() == 1


def test_who_goes_back_and_asks_something_else_in_the_same_form_asks_twice(
    world: World, sign_in: SignIn
) -> None:
    browser = sign_in(world.learner)
    for text in ("Kodėl?", "Kodėl?", "O kaip?", "O kaip?"):
        form = {"block": "first-one", "text": text, "form_key": "tas pats"}
        assert browser.post_form(ask_path(world), form).status_code == 303
    assert sorted(message.text for message in session.query(Message)) == ["Kodėl?", "O kaip?"]


@pytest.mark.parametrize(
    ("language", "reason"), [("lt", "Parašykite žinutę."), ("en", "Please write your message.")]
)
def test_an_empty_question_is_refused_with_its_reason(
    world: World, sign_in: SignIn, language: str, reason: str
) -> None:
    answer = sign_in(world.learner).post_form(ask_path(world, language), {"block": "first-one", "text": "  "})
    assert answer.status_code == 422
    assert reason in answer.get_data(as_text=True)
    assert 'value="first-one"' in answer.get_data(as_text=True)
    assert session.query(Conversation).count() == 0


def test_an_endless_question_is_refused_and_kept_in_the_form(world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.learner).post_form(ask_path(world), {"text": "ž" * 20_001})
    assert answer.status_code == 422
    assert "Žinutė per ilga" in answer.get_data(as_text=True)
    assert "ž" * 20_001 in answer.get_data(as_text=True)


def test_a_piece_that_nobody_knows_is_said_to_be_gone_and_the_text_stays(
    world: World, sign_in: SignIn
) -> None:
    browser = sign_in(world.learner)
    answer = browser.post_form(ask_path(world), {"block": "no-such", "text": "Mano ilgas klausimas"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Šios pamokos dalies nebėra." in html
    assert "Mano ilgas klausimas" in html
    assert 'name="block" type="hidden" value=""' in html


def test_a_form_opened_before_a_new_revision_still_asks_about_what_was_read(
    world: World, sign_in: SignIn
) -> None:
    make_revision(world.module, lessons=(make_lesson("first", make_block("new-one")),))
    session.commit()
    browser = sign_in(world.learner)
    data = {"block": "first-one", "revision": str(world.module.revision_id), "text": "Kodėl?"}
    answer = browser.post_form(ask_path(world), data)
    conversation = session.query(Conversation).one()
    assert (conversation.revision_id, conversation.block) == (world.module.revision_id, "first-one")
    assert "<p>Pastraipa</p>" in browser.get(answer.headers["Location"]).get_data(as_text=True)


def test_a_revision_of_another_module_is_not_taken(world: World, sign_in: SignIn) -> None:
    other = make_module(lessons=(make_lesson("first", make_block("secret")),))
    session.commit()
    data = {"block": "secret", "revision": str(other.revision_id), "text": "Kodėl?"}
    assert sign_in(world.learner).post_form(ask_path(world), data).status_code == 422


def test_a_module_withdrawn_meanwhile_still_takes_the_question_of_its_learner(
    world: World, sign_in: SignIn
) -> None:
    make_module(slug=world.module.slug, withdrawn=True)
    session.commit()
    data = {"block": "first-one", "text": "Kodėl?"}
    assert sign_in(world.learner).post_form(ask_path(world), data).status_code == 303
    assert sign_in(world.other_learner).post_form(ask_path(world), data).status_code == 404


def test_a_visitor_is_sent_to_sign_in_and_a_missing_lesson_is_not_there(
    world: World, client: Browser, sign_in: SignIn
) -> None:
    answer = client.get(ask_path(world))
    assert answer.status_code == 303
    assert "/lt/sign-in" in answer.headers["Location"]
    browser = sign_in(world.learner)
    assert browser.get(f"/lt/modules/{world.module.slug}/no-such/ask").status_code == 404
    assert browser.get("/lt/modules/no-such/first/ask").status_code == 404


def test_what_was_written_while_the_session_ended_waits_for_its_writer(
    world: World, client: Browser, sign_in: SignIn
) -> None:
    answer = client.post_form(ask_path(world), {"block": "first-one", "text": "Ilgai rašytas klausimas"})
    assert answer.status_code == 303
    assert session.query(Conversation).count() == 0
    waiting = answer.headers["Location"].partition("next=")[2]
    html = sign_in(world.learner).get(waiting).get_data(as_text=True)
    assert "Ilgai rašytas klausimas" in html
    assert f'action="{ask_path(world)}"' in html


def test_without_the_token_nothing_is_sent(world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.learner).post(ask_path(world), data={"text": "Kodėl?"})
    assert answer.status_code == 400
    assert session.query(Conversation).count() == 0


def test_asking_costs_few_statements(
    app: Flask, world: World, sign_in: SignIn, statements: Callable[[], list[str]]
) -> None:
    browser = sign_in(world.learner)
    browser.get(f"{ask_path(world)}?block=first-one")
    statements()
    browser.get(f"{ask_path(world)}?block=first-one")
    assert len(statements()) <= 6
