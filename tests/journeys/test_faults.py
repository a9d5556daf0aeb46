"""A part goes away: the pages say so, what was acknowledged stays, and all goes on when it is back."""

import http.client
import json
import secrets
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.live.house import PASSWORD, House
from tests.live.parts import BrokerPlace, Postgres, books, wait_until, wait_until_all_is_sent, wait_until_sent
from tests.live.post_office import PostOffice
from tests.live.visitor import Answer, ShownForm, Visitor

MODULE = "/lt/modules/social-clustering-concepts"
ASK = f"{MODULE}/three-sectors/ask"
WORK = f"{MODULE}/assignments/actor-map"
POINTS = [("points-problem", "2"), ("points-sectors", "2"), ("points-ties", "2"), ("points-conclusion", "1")]
# Seconds, however much else the machine does: who waits for a part that is away, or for a lock, waits longer.
QUICK = 10.0
LOCKED_SECONDS = 3.0


class Impatient(Visitor):
    """A person who takes the first answer, whatever it is."""

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        return self._ask_once(method, path, body)


@pytest.fixture(scope="module")
def broker() -> Iterator[BrokerPlace]:
    place = BrokerPlace()
    yield place
    place.close()


@pytest.fixture(scope="module")
def small_house(tmp_path_factory: pytest.TempPathFactory, broker: BrokerPlace) -> Iterator[House]:
    """A house on SQLite, whose broker comes and goes."""
    house = House(tmp_path_factory.mktemp("small"), LMS_REDIS_URL=broker.url, LC_ALL="en_GB.UTF-8")
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.end()


@pytest.fixture(scope="module")
def large_house(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Iterator[House]:
    """A house on PostgreSQL."""
    house = House(tmp_path_factory.mktemp("large"), LMS_DATABASE_URL=postgres.url, LC_ALL="en_GB.UTF-8")
    house.start()
    yield house
    house.stop()


def signed_in(house: House, name: str, language: str = "lt") -> Impatient:
    person = Impatient(house.url)
    person.sign_in(f"{name}@demo.example", PASSWORD, language)
    return person


def ready(house: House) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(f"{house.url}/readyz", timeout=120) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


def question_form(person: Visitor) -> ShownForm:
    return person.get(ASK).form("/ask")


def letters_about(house: House, words: str) -> int:
    return sum(words in letter.as_string() for letter in house.post_office.letters)


def ask(house: House, person: Visitor, words: str) -> int:
    """Ask the author; return the number of the notice."""
    answer = person.send(question_form(person), ("text", words))
    assert answer.status == 303, answer.text
    number = (answer.location or "").rpartition("/")[2]
    ((notice_id,),) = books(
        house,
        "SELECT max(id) FROM notices WHERE subject = :subject",
        subject=f"conversation:{number}",
    )
    return int(notice_id)


def mail_of(house: House, notice_id: int) -> str:
    return str(books(house, "SELECT mail FROM notices WHERE id = :id", id=notice_id)[0][0])


# The broker.


@pytest.mark.parametrize("how", ["gone", "silent"])
def test_without_a_broker_pages_are_quick_and_mail_goes_out(
    small_house: House, broker: BrokerPlace, how: str
) -> None:
    broker.clear() if how == "gone" else broker.silence()
    learner, admin = signed_in(small_house, "learner"), signed_in(small_house, "admin", "en")
    for path in ("/lt/", "/lt/my", MODULE):
        began = time.monotonic()
        assert learner.get(path).status == 200
        assert time.monotonic() - began < QUICK
    form, began = question_form(learner), time.monotonic()
    assert learner.send(form, ("text", f"Klausimas be eilės ({how})")).status == 303
    assert time.monotonic() - began < QUICK
    status, found = ready(small_house)
    assert (status, found["ready"], found["broker"], found["database"]) == (200, True, "down", "up")
    assert "The broker does not answer" in admin.get("/en/admin/outbox").text
    diagnosis = small_house.lms("doctor")
    assert diagnosis.returncode == 1
    assert "The broker does not answer" in diagnosis.stdout and "LMS_REDIS_URL" in diagnosis.stdout
    wait_until_all_is_sent(small_house)


@pytest.mark.parametrize("how", ["gone", "silent"])
def test_without_a_broker_guesses_at_passwords_are_still_counted(
    small_house: House, broker: BrokerPlace, how: str
) -> None:
    broker.clear() if how == "gone" else broker.silence()
    stranger = Impatient(small_house.url)
    form = stranger.get("/lt/sign-in").form("/sign-in")
    guesses = [("email", f"{how}@example.lt"), ("password", "spėju spėju")]
    answers: list[int] = []
    while 429 not in answers and len(answers) <= 20:  # the count begins anew each quarter of an hour
        answers.append(stranger.send(form, *guesses).status)
    assert answers[:10] == [422] * 10
    assert answers[-1] == 429, answers


def test_a_broker_that_is_back_is_used_again(small_house: House, broker: BrokerPlace) -> None:
    broker.clear()
    learner = signed_in(small_house, "learner")
    broker.run()
    wait_until(lambda: ready(small_house)[1]["broker"] == "up")
    time.sleep(5)  # as long as a broker that did not answer is left alone
    notice = ask(small_house, learner, "Klausimas, kai eilė grįžo")
    wait_until(lambda: mail_of(small_house, notice) == "sent")


# The mail server.


def test_while_the_mail_server_is_gone_mail_waits_and_then_goes_out_once(
    small_house: House, broker: BrokerPlace
) -> None:
    broker.run()
    learner = signed_in(small_house, "learner")
    port = small_house.post_office.port
    small_house.post_office.close()
    try:
        notice = ask(small_house, learner, "Klausimas be pašto")
        tried = "SELECT failure FROM notices WHERE id = :id AND failure IS NOT NULL"
        wait_until(lambda: books(small_house, tried, id=notice))
        page = learner.get(f"/lt/messages/{newest_conversation(small_house)}").text
        assert "el. laiškas bus išsiųstas" in page
        assert "MailUnavailable" not in page
        assert small_house.lms("doctor").returncode == 1
    finally:
        small_house.post_office = PostOffice(port)
    wait_until_sent(small_house, notice)
    assert "el. laiškas išsiųstas" in learner.get(f"/lt/messages/{newest_conversation(small_house)}").text
    ((message_id,),) = books(small_house, "SELECT message_id FROM notices WHERE id = :id", id=notice)
    time.sleep(1)
    assert letters_about(small_house, message_id) == 1


def newest_conversation(house: House) -> int:
    return int(books(house, "SELECT max(id) FROM conversations")[0][0])


def test_one_address_that_is_refused_harms_nobody_else_and_can_be_tried_again(
    small_house: House, broker: BrokerPlace
) -> None:
    broker.run()
    learner, author = signed_in(small_house, "learner2"), signed_in(small_house, "author")
    learner.send(learner.get(MODULE).form("/enrol"))
    assert (
        learner.send(learner.get(WORK).form("/actor-map"), ("text", "Darbas"), ("hand-in", "1")).status == 303
    )
    ((work,),) = books(small_house, "SELECT max(id) FROM submissions")
    page = f"/lt/teach/submissions/{work}"
    small_house.post_office.refused.add("learner2@demo.example")
    form = author.get(page).form(f"/submissions/{work}")
    assert author.send(form, *POINTS, ("comment", "Gerai."), ("grade", "1")).status == 303
    ((notice,),) = books(small_house, "SELECT id FROM notices WHERE kind = 'submission-graded'")
    wait_until(lambda: mail_of(small_house, notice) == "failed")
    assert "El. laiško pristatyti nepavyko" in author.get(page).text
    other = ask(small_house, signed_in(small_house, "learner"), "O mano laiškas?")
    wait_until(lambda: mail_of(small_house, other) == "sent")
    small_house.post_office.refused.clear()
    admin = signed_in(small_house, "admin", "en")
    shown = admin.get("/en/admin/outbox/letters?state=failed")
    assert "550 5.1.1 no such person here" in shown.text and "learner2@demo.example" in shown.text
    assert admin.send(shown.form(f"/outbox/{notice}/retry")).status == 303
    wait_until(lambda: mail_of(small_house, notice) == "sent")
    assert "El. laiško pristatyti nepavyko" not in author.get(page).text


# The database.


def test_while_sqlite_is_locked_writers_wait_and_readers_do_not(
    small_house: House, broker: BrokerPlace
) -> None:
    broker.run()
    writers = [signed_in(small_house, "learner") for _ in range(8)]
    forms = [question_form(writer) for writer in writers]
    reader = signed_in(small_house, "norway", "en")
    # Everybody's last visit would have to be noted now: that must not hold up readers either.
    books(small_house, "UPDATE user_sessions SET last_seen_at = '2026-01-01 00:00:00.000000'")
    other = sqlite3.connect(small_house.folder / "house/savimoka.db", isolation_level=None, timeout=60)
    try:
        other.execute("BEGIN IMMEDIATE")
        locked_at = time.monotonic()
        with ThreadPoolExecutor(len(writers)) as crowd:
            sent = [
                crowd.submit(writer.send, form, ("text", f"Rakinama {number}"))
                for number, (writer, form) in enumerate(zip(writers, forms, strict=True))
            ]
            while time.monotonic() - locked_at < LOCKED_SECONDS:
                began = time.monotonic()
                assert reader.get(MODULE.replace("/lt/", "/en/")).status == 200
                assert ready(small_house)[0] == 200
                assert time.monotonic() - began < QUICK
            assert not any(each.done() for each in sent)
            other.execute("ROLLBACK")
            assert [each.result().status for each in sent] == [303] * len(writers)
    finally:
        other.close()
    kept = books(small_house, "SELECT count(*) FROM messages WHERE text LIKE 'Rakinama%'")
    assert kept == [(len(writers),)]


@pytest.mark.parametrize(("language", "said"), [("lt", "Netrukus grįšime"), ("en", "We will be back")])
def test_while_postgresql_is_away_the_page_says_so_and_keeps_what_was_typed(
    large_house: House, postgres: Postgres, language: str, said: str
) -> None:
    learner, visitor = signed_in(large_house, "learner", language), Impatient(large_house.url)
    shown = learner.get(ASK.replace("/lt/", f"/{language}/")).form("/ask")
    postgres.stop()
    try:
        for person in (learner, visitor):
            for path in (f"/{language}/", f"/{language}{MODULE[3:]}"):
                began = time.monotonic()
                answer = person.get(path)
                assert (answer.status, said in answer.text) == (503, True)
                assert f'lang="{language}"' in answer.text
                assert time.monotonic() - began < QUICK
        assert learner.get("/static/css/lms.css").status == 200
        refused = learner.send(shown, ("text", f"Ilgas klausimas ({language})"))
        assert (refused.status, said in refused.text) == (503, True)
        status, found = ready(large_house)
        assert (status, found["database"]) == (503, "down")
        diagnosis = large_house.lms("doctor")
        assert diagnosis.returncode == 1 and "LMS_DATABASE_URL" in diagnosis.stdout
    finally:
        postgres.start_again()
    # Nothing was started anew: the next request finds the database again, and the page sends what it kept.
    answer = learner.send(refused.form("/ask"))
    assert (answer.status, "/messages/" in (answer.location or "")) == (303, True)
    assert ready(large_house)[0] == 200
    kept = books(large_house, "SELECT text FROM messages WHERE text LIKE :text", text=f"%({language})")
    assert kept == [(f"Ilgas klausimas ({language})",)]
    wait_until_all_is_sent(large_house)


def test_a_postgresql_that_was_replaced_costs_nobody_an_error(large_house: House, postgres: Postgres) -> None:
    learner = signed_in(large_house, "learner")
    threads = [threading.Thread(target=learner.get, args=("/lt/",)) for _ in range(12)]
    for thread in threads:
        thread.start()  # so that several connections lie ready, all of which will be dead
    for thread in threads:
        thread.join()
    form = question_form(learner)
    postgres.stop()
    postgres.start_again()
    assert learner.send(form, ("text", "Po pakeitimo")).status == 303
    assert [learner.get(path).status for path in ("/lt/", MODULE, "/lt/my", ASK)] == [200] * 4


# What is too large.


def send_bytes(house: House, path: str, kind: str, body: bytes, cookies: dict[str, str]) -> tuple[int, str]:
    """Send all of a body before looking for an answer, as browsers do."""
    address = urlsplit(house.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)
    headers = {
        "Content-Type": kind,
        "Origin": house.url,
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
    }
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("language", "said"), [("lt", "Failai per dideli"), ("en", "The files are too large")]
)
def test_a_member_sees_that_a_file_was_too_large_wherever_it_is_sent(
    small_house: House, language: str, said: str
) -> None:
    coordinator = signed_in(small_house, "coordinator", language)
    boundary = secrets.token_hex(8)
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = head.encode() + b"x" * (100 * 1024 * 1024) + f"\r\n--{boundary}--\r\n".encode()
    status, page = send_bytes(
        small_house,
        f"/{language}/coordinate/invitations",
        f"multipart/form-data; boundary={boundary}",
        body,
        coordinator.cookies,
    )
    assert (status, said in page) == (413, True)


def test_a_form_of_countless_fields_is_not_taken_apart(small_house: House) -> None:
    began = time.monotonic()
    kind = "application/x-www-form-urlencoded"
    status, _page = send_bytes(small_house, "/lt/sign-in", kind, b"a=1&" * 400_000, {})
    assert status == 413
    assert time.monotonic() - began < QUICK


def test_nothing_is_left_behind_in_the_folder_of_the_house(small_house: House) -> None:
    incoming = Path(small_house.folder / "house/files/.incoming")
    wait_until(lambda: [file.name for file in incoming.glob("*")] == [])
