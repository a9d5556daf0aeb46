"""The conversation for both sides, the learner's list and the authors' inbox."""

import re
from collections.abc import Callable

import pytest

from lms.domain.accounts.models import User
from lms.domain.learning.models import Enrolment
from lms.domain.messaging.models import Conversation, Message
from lms.domain.notifications.models import Notice
from lms.foundation.db import session
from tests.conftest import Browser
from tests.factories.content import make_lesson, make_module
from tests.factories.learning import make_reading
from tests.factories.messaging import make_conversation, make_message
from tests.web.messaging.conftest import World

SignIn = Callable[[User], Browser]
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


@pytest.fixture
def talk(world: World) -> Conversation:
    conversation = make_conversation(world.learner, world.module)
    session.commit()
    return conversation


def test_the_learner_and_the_authors_read_it(world: World, talk: Conversation, sign_in: SignIn) -> None:
    for person in (world.learner, world.author, world.co_author):
        html = sign_in(person).get(f"/lt/messages/{talk.id}").get_data(as_text=True)
        assert "Kuo klasteris skiriasi nuo tinklo?" in html
        assert "<p>Pastraipa</p>" in html


def test_nobody_else_knows_of_it(world: World, talk: Conversation, sign_in: SignIn) -> None:
    for person in (world.other_learner, world.other_author, world.coordinator, world.admin):
        browser = sign_in(person)
        assert browser.get(f"/lt/messages/{talk.id}").status_code == 404
        assert browser.post_form(f"/lt/messages/{talk.id}", {"text": "Labas"}).status_code == 404
        assert browser.post_form(f"/lt/messages/{talk.id}/read").status_code == 404
        assert browser.post_form(f"/lt/messages/{talk.id}/close").status_code == 404
    assert sign_in(world.learner).get("/lt/messages/99999").status_code == 404
    assert session.query(Message).count() == 1


def test_a_visitor_is_sent_to_sign_in(talk: Conversation, client: Browser) -> None:
    for path in (f"/lt/messages/{talk.id}", "/lt/messages", "/lt/teach/questions"):
        assert client.get(path).status_code == 303


def test_an_answer_reaches_the_learner_and_takes_it_from_the_list(
    world: World, talk: Conversation, sign_in: SignIn
) -> None:
    author = sign_in(world.author)
    answer = author.post_form(f"/en/messages/{talk.id}", {"text": "Because of the aim."})
    assert answer.status_code == 303
    session.expire_all()
    assert session.get_one(Conversation, talk.id).state == "answered"
    assert "Kuo klasteris" not in author.get("/lt/teach/questions").get_data(as_text=True)
    learner = sign_in(world.learner)
    assert 'data-count="1"' in learner.get("/lt/my").get_data(as_text=True)
    html = learner.get("/lt/messages").get_data(as_text=True)
    assert "is-unread" in html
    assert "Atsakyta" in html
    assert '<p class="small" lang="en">Because of the aim.</p>' in html


def test_following_the_unread_mark_reads_it(world: World, talk: Conversation, sign_in: SignIn) -> None:
    sign_in(world.author).post_form(f"/lt/messages/{talk.id}", {"text": "Todėl."})
    learner = sign_in(world.learner)
    notice = session.query(Notice).filter_by(recipient_id=world.learner.id).one()
    assert f'href="/lt/notices/{notice.id}"' in learner.get("/lt/messages").get_data(as_text=True)
    page = learner.get(f"/lt/messages/{talk.id}").get_data(as_text=True)
    assert "Pažymėti kaip perskaitytą" in page
    answer = learner.get(f"/lt/notices/{notice.id}")
    assert answer.headers["Location"].endswith(f"/lt/messages/{talk.id}")
    page = learner.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Pažymėti kaip perskaitytą" not in page
    assert 'data-count="0"' in page
    assert "is-unread" not in learner.get("/lt/messages").get_data(as_text=True)


def test_it_can_be_marked_as_read_and_writing_back_marks_it_too(
    world: World, talk: Conversation, sign_in: SignIn
) -> None:
    author, learner = sign_in(world.author), sign_in(world.learner)
    author.post_form(f"/lt/messages/{talk.id}", {"text": "Todėl."})
    assert learner.post_form(f"/lt/messages/{talk.id}/read").status_code == 303
    author.post_form(f"/lt/messages/{talk.id}", {"text": "Ir dar todėl."})
    learner.post_form(f"/lt/messages/{talk.id}", {"text": "Ačiū!"})
    unread = session.query(Notice).filter_by(recipient_id=world.learner.id, read_at=None).count()
    assert unread == 0


def test_a_new_word_of_the_learner_reopens_it_also_when_the_module_is_withdrawn(
    world: World, talk: Conversation, sign_in: SignIn
) -> None:
    sign_in(world.author).post_form(f"/lt/messages/{talk.id}", {"text": "Todėl."})
    make_module(slug=world.module.slug, withdrawn=True)
    session.commit()
    assert (
        sign_in(world.learner).post_form(f"/lt/messages/{talk.id}", {"text": "O kodėl?"}).status_code == 303
    )
    html = sign_in(world.co_author).get("/en/teach/questions").get_data(as_text=True)
    assert "O kodėl?" in html
    assert "Waiting for an answer" in html
    inbox = sign_in(world.author).get("/en/teach/questions")
    assert "Waiting for your answer" in inbox.get_data(as_text=True)
    # No author has a page of a withdrawn text.
    page = sign_in(world.author).get(f"/lt/messages/{talk.id}").get_data(as_text=True)
    assert "Atverti šią pamokos vietą" not in page


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_the_learner_still_comes_to_what_is_gone_from_the_catalogue(
    world: World,
    talk: Conversation,
    sign_in: SignIn,
    statements: Callable[[], list[str]],
    is_withdrawn: bool,
) -> None:
    """The module is withdrawn, or its new revision has no such lesson any more."""
    enrolment = session.query(Enrolment).filter_by(learner_id=world.learner.id).one()
    make_reading(enrolment, "first", world.module)
    make_module(slug=world.module.slug, lessons=(make_lesson("other"),), withdrawn=is_withdrawn)
    stranger = make_conversation(world.other_learner, world.module)
    session.commit()
    learner = sign_in(world.learner)
    page = learner.get(f"/lt/messages/{talk.id}").get_data(as_text=True)
    (link,) = re.findall(r'href="([^"#]+)#first-one">Atverti šią pamokos vietą<', page)
    kept = learner.get(link)
    assert (kept.status_code, 'id="first-one"' in kept.text) == (200, True)
    statements()
    learner.get(f"/lt/messages/{talk.id}")
    assert len(statements()) <= 8
    # Who is in no such module has no such text.
    page = sign_in(world.other_learner).get(f"/lt/messages/{stranger.id}").get_data(as_text=True)
    assert "Atverti šią pamokos vietą" not in page


def test_the_sender_sees_what_became_of_it(world: World, talk: Conversation, sign_in: SignIn) -> None:
    author = sign_in(world.author)
    author.post_form(f"/lt/messages/{talk.id}", {"text": "Todėl."})
    page = author.get(f"/en/messages/{talk.id}").get_data(as_text=True)
    assert "Jonas Kalnietis: the notice is on the platform, the e-mail will follow." in page
    notice = session.query(Notice).filter_by(recipient_id=world.learner.id).one()
    notice.mail = "failed"
    session.commit()
    page = author.get(f"/lt/messages/{talk.id}").get_data(as_text=True)
    assert "Jonas Kalnietis: el. laiško pristatyti nepavyko, pranešimas laukia platformoje." in page
    sign_in(world.learner).post_form(f"/lt/messages/{talk.id}/read")
    assert "Jonas Kalnietis: opened on" in author.get(f"/en/messages/{talk.id}").get_data(as_text=True)


def test_a_question_that_nobody_answers_for_says_so(world: World, sign_in: SignIn) -> None:
    lonely = make_module()
    session.commit()
    browser = sign_in(world.learner)
    answer = browser.post_form(f"/lt/modules/{lonely.slug}/first/ask", {"text": "Ar kas nors čia?"})
    html = browser.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Šis modulis kol kas neturi rengėjo." in html


def test_an_author_takes_it_from_the_list_without_an_answer(
    world: World, talk: Conversation, sign_in: SignIn
) -> None:
    author = sign_in(world.author)
    assert "Atsakyti nereikia" in author.get(f"/lt/messages/{talk.id}").get_data(as_text=True)
    for _pressed_twice in range(2):
        assert author.post_form(f"/lt/messages/{talk.id}/close").status_code == 303
    assert "Atsakymo niekas nelaukia." in author.get("/lt/teach/questions").get_data(as_text=True)
    assert sign_in(world.learner).post_form(f"/lt/messages/{talk.id}/close").status_code == 404


def test_a_question_opened_from_what_waits_is_read(world: World, sign_in: SignIn) -> None:
    learner, author = sign_in(world.learner), sign_in(world.author)
    for text in ("Pirmas?", "Antras?"):
        learner.post_form(f"/lt/modules/{world.module.slug}/first/ask", {"text": text})
    first, second = (each.id for each in session.query(Notice).filter_by(recipient_id=world.author.id))
    html = author.get("/lt/teach").get_data(as_text=True)
    assert f'href="/lt/notices/{first}"' in html and f'href="/lt/notices/{second}"' in html
    opened = author.get(f"/lt/notices/{first}").headers["Location"]
    assert "Pažymėti kaip perskaitytą" not in author.get(opened).get_data(as_text=True)
    html = author.get("/lt/teach").get_data(as_text=True)
    assert f'href="{opened}"' in html and f'href="/lt/notices/{second}"' in html
    answer = author.post_form(opened, {"text": "Todėl.", "next": "1"})
    assert answer.headers["Location"] == f"/lt/notices/{second}"


def test_the_question_that_is_offered_next_is_read_once_it_is_opened(world: World, sign_in: SignIn) -> None:
    learner, author = sign_in(world.learner), sign_in(world.author)
    for text in ("Pirmas?", "Antras?"):
        learner.post_form(f"/lt/modules/{world.module.slug}/first/ask", {"text": text})
    first, second = session.query(Notice).filter_by(recipient_id=world.author.id).order_by(Notice.id)
    opened = author.get(f"/lt/notices/{first.id}").headers["Location"]
    assert author.post_form(opened, {"text": "Todėl."}).status_code == 303
    page = author.get(opened).get_data(as_text=True)
    assert f'href="/lt/notices/{second.id}"' in page.split("Toliau: atsakyti į klausimą")[0][-300:]
    author.get(f"/lt/notices/{second.id}")
    assert session.query(Notice).filter_by(recipient_id=world.author.id, read_at=None).count() == 0


@pytest.mark.parametrize("language", ["lt", "en"])
def test_an_empty_message_is_refused_on_its_own_page(
    world: World, talk: Conversation, sign_in: SignIn, language: str
) -> None:
    answer = sign_in(world.learner).post_form(f"/{language}/messages/{talk.id}", {"text": "\n"})
    assert answer.status_code == 422
    assert "Kuo klasteris skiriasi nuo tinklo?" in answer.get_data(as_text=True)


def test_what_was_typed_is_shown_as_typed_and_does_nothing(
    world: World, talk: Conversation, sign_in: SignIn
) -> None:
    text = f"Pirma eilutė\n\n  {HOSTILE} \u202e „ąčę“"
    sign_in(world.learner).post_form(f"/lt/messages/{talk.id}", {"text": text.replace("\n", "\r\n")})
    html = sign_in(world.author).get(f"/lt/messages/{talk.id}").get_data(as_text=True)
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "Pirma eilutė\n\n  &lt;script&gt;" in html
    inbox = sign_in(world.author).get("/lt/teach/questions").get_data(as_text=True)
    assert "<script>alert" not in inbox


def test_the_language_of_each_message_is_told_to_screen_readers(
    world: World, talk: Conversation, sign_in: SignIn
) -> None:
    sign_in(world.learner).post_form(f"/en/messages/{talk.id}", {"text": "In English now"})
    html = sign_in(world.learner).get(f"/lt/messages/{talk.id}").get_data(as_text=True)
    assert '<div class="message__text as-typed" lang="en">In English now</div>' in html


def test_the_inbox_is_for_authors(world: World, talk: Conversation, sign_in: SignIn) -> None:
    for person in (world.learner, world.coordinator, world.admin):
        assert sign_in(person).get("/lt/teach/questions").status_code == 404
    assert "Kuo klasteris" not in sign_in(world.other_author).get("/lt/teach/questions").get_data(
        as_text=True
    )
    html = sign_in(world.author).get("/lt/teach/questions").get_data(as_text=True)
    assert "Kuo klasteris" in html
    assert "Jonas Kalnietis" in html
    assert "1 pokalbis" in html


def test_the_inbox_can_be_narrowed_but_not_to_what_is_not_ones_own(
    world: World, talk: Conversation, sign_in: SignIn
) -> None:
    author = sign_in(world.author)
    assert author.get(f"/lt/teach/questions?module={world.module.slug}&show=all").status_code == 200
    assert author.get("/lt/teach/questions?module=another").status_code == 404
    assert author.get("/lt/teach/questions?show=everything").status_code == 404


def test_somebody_without_questions_is_told_how_to_ask(world: World, sign_in: SignIn) -> None:
    html = sign_in(world.other_learner).get("/en/messages").get_data(as_text=True)
    assert "You have not asked anything yet." in html
    assert "Besimokančiųjų klausimai" in sign_in(world.author).get("/lt/messages").get_data(as_text=True)


def test_pages_cost_the_same_however_much_was_written(
    world: World, talk: Conversation, sign_in: SignIn, statements: Callable[[], list[str]]
) -> None:
    author, learner = sign_in(world.author), sign_in(world.learner)
    pages = [
        (learner, "/lt/messages", 4),
        (learner, f"/lt/messages/{talk.id}", 7),
        (author, f"/lt/messages/{talk.id}", 11),
        (author, "/lt/teach/questions?show=all", 8),
    ]
    for browser, path, most in pages:
        browser.get(path)
        statements()
        browser.get(path)
        assert len(statements()) <= most, path
    for _ in range(5):
        other = make_conversation(world.learner, world.module)
        make_message(other, world.author)
        make_message(talk, world.author)
    session.commit()
    for browser, path, most in pages:
        statements()
        browser.get(path)
        assert len(statements()) <= most, path


def test_what_was_just_written_is_in_sight_and_the_author_finds_back(
    world: World, talk: Conversation, sign_in: SignIn
) -> None:
    author = sign_in(world.author)
    answer = author.post_form(f"/lt/messages/{talk.id}", {"text": "Todėl."})
    assert answer.location == f"/lt/messages/{talk.id}#newest"
    page = author.get(f"/lt/messages/{talk.id}").text
    assert page.split('id="newest"')[1].count("Todėl.") == 1
    assert 'href="/lt/teach"' in page.split('id="newest"')[1]


def test_after_an_answer_the_author_is_led_to_the_next_question(
    world: World, talk: Conversation, sign_in: SignIn
) -> None:
    waiting = make_conversation(world.learner, world.module)
    make_message(waiting, world.learner)
    session.commit()
    author = sign_in(world.author)
    assert f'href="/lt/messages/{waiting.id}"' not in author.get(f"/lt/messages/{talk.id}").text
    author.post_form(f"/lt/messages/{talk.id}", {"text": "Todėl."})
    assert f'href="/lt/messages/{waiting.id}"' in author.get(f"/lt/messages/{talk.id}").text
    assert (
        f'href="/lt/messages/{waiting.id}"' not in sign_in(world.learner).get(f"/lt/messages/{talk.id}").text
    )
