"""A session ends while somebody writes: what was typed goes with them through signing in and is sent."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from tests.journeys.test_faults import ASK, MODULE, POINTS, WORK, Impatient, signed_in
from tests.live.house import PASSWORD, House
from tests.live.parts import books
from tests.live.visitor import Answer, ShownForm

WORDS = "Ilgas tekstas su „kabutėmis“, <ženklais> & eilutėmis.\r\n\r\nAntra pastraipa: ąčęėįšųūž 🙂"
KEPT = WORDS.replace("\r\n", "\n")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    found = House(tmp_path_factory.mktemp("ended"))
    found.start()
    yield found
    found.stop()


def end_in_the_books(house: House, _person: Impatient) -> None:
    """The session ran out, or was ended on another device."""
    books(house, "UPDATE user_sessions SET ended_at = last_seen_at")


def lose_the_cookies(_house: House, person: Impatient) -> None:
    """The browser has forgotten everything, as after an hour on a shared computer."""
    person.cookies.clear()


ENDINGS = [end_in_the_books, lose_the_cookies]
Ending = Callable[[House, Impatient], None]


def send_after_the_end(
    house: House, name: str, person: Impatient, form: ShownForm, end: Ending, *typed: tuple[str, str]
) -> Answer:
    """Send the form once the session has ended, and do what the pages then say."""
    end(house, person)
    answer = person.send(form, *typed)
    if answer.status == 400:  # the token is gone with the cookies: the page asks to send it once more
        assert answer.form(urlsplit(form.action).path)
        answer = person.send(answer.form(urlsplit(form.action).path))
    assert answer.status == 303 and answer.location
    shown = person.get(answer.location)
    entered = person.send(shown.form("/sign-in"), ("email", f"{name}@demo.example"), ("password", PASSWORD))
    assert entered.status == 303 and entered.location and "/continue/" in entered.location
    offered = person.get(entered.location)
    assert "Ilgas tekstas su" in offered.text
    return person.send(offered.form(urlsplit(form.action).path))


@pytest.mark.parametrize("end", ENDINGS)
def test_a_question_and_a_reply(house: House, end: Ending) -> None:
    learner = signed_in(house, "learner")
    sent = send_after_the_end(house, "learner", learner, learner.get(ASK).form("/ask"), end, ("text", WORDS))
    assert sent.status == 303 and sent.location and "/lt/messages/" in sent.location
    talk = sent.location.rpartition("/")[2]
    author = signed_in(house, "author")
    form = author.get(f"/lt/messages/{talk}").form(f"/messages/{talk}")
    assert send_after_the_end(house, "author", author, form, end, ("text", WORDS)).status == 303
    said = books(house, "SELECT text FROM messages WHERE conversation_id = :talk", talk=int(talk))
    assert [text for (text,) in said] == [KEPT, KEPT]


@pytest.mark.parametrize(("name", "end"), [("learner", ENDINGS[0]), ("learner2", ENDINGS[1])])
def test_the_text_of_an_assignment_and_the_comments_of_its_grader(
    house: House, name: str, end: Ending
) -> None:
    learner, author = signed_in(house, name), signed_in(house, "author")
    learner.send(learner.get(MODULE).form("/enrol"))
    form = learner.get(WORK).form("/actor-map")
    draft = send_after_the_end(house, name, learner, form, end, ("text", WORDS), ("save", "1"))
    assert draft.status == 303
    form = learner.get(WORK).form("/actor-map")
    assert ("text", KEPT) in [(field, value.replace("\r\n", "\n")) for field, value in form.fields]
    handed_in = send_after_the_end(house, name, learner, form, end, ("text", WORDS), ("hand-in", "1"))
    assert handed_in.status == 303
    ((work, text),) = books(
        house, "SELECT submission_id, text FROM submission_versions ORDER BY id DESC LIMIT 1"
    )
    assert text == KEPT
    author = signed_in(house, "author")
    form = author.get(f"/lt/teach/submissions/{work}").form(f"/submissions/{work}")
    typed = [*POINTS, ("comment-ties", WORDS), ("comment", WORDS), ("grade", "1")]
    assert send_after_the_end(house, "author", author, form, end, *typed).status == 303
    assert books(house, "SELECT comment, total FROM gradings ORDER BY id DESC LIMIT 1") == [(KEPT, 7)]


def test_a_form_from_another_site_is_neither_sent_nor_offered(house: House) -> None:
    learner = signed_in(house, "learner")
    form = learner.get(ASK).form("/ask")
    stranger = Impatient(house.url)
    stranger.base, stranger.cookies = "http://evil.example", dict(learner.cookies)
    fields = [(name, value) for name, value in form.fields if name != "csrf_token"]
    before = books(house, "SELECT count(*) FROM messages")
    for token in ([], [("csrf_token", "spėju")]):
        answer = stranger.post(form.action, [*fields, *token, ("text", WORDS)])
        assert answer.status == 400
        assert "Ilgas tekstas" not in answer.text
    assert books(house, "SELECT count(*) FROM messages") == before
