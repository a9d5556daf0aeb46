"""A real LMTP client at the door: what it is told, one answer for each recipient."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.foundation import lmtp
from lms.foundation.lmtp import Answer


class Shelf:
    """Keeps what it is given, but for some recipients."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, bytes]] = []

    def knows(self, recipient: str) -> Answer:
        return Answer(550, "5.1.1 Nobody – here.") if "nobody" in recipient else Answer(250, "2.1.5 Go on.")

    def take(self, sender: str, recipient: str, content: bytes) -> Answer:
        if "broken" in recipient:
            raise RuntimeError("out of order")
        self.taken.append((sender, recipient, content))
        return Answer(451, "4.3.0 Later.") if "later" in recipient else Answer(250, "2.0.0 Kept.")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def door(shelf: Shelf) -> Iterator[int]:
    """The port of an open door."""
    opened = lmtp.open_door("127.0.0.1:0", shelf)
    threading.Thread(target=opened.serve_forever, args=(0.02,), daemon=True).start()
    yield int(opened.server_address[1])
    opened.shutdown()
    opened.server_close()


def answers_after_data(client: smtplib.LMTP, content: bytes, count: int) -> list[int]:
    """Send the mail and return the code for each recipient."""
    client.putcmd("data")
    assert client.getreply()[0] == 354
    client.send(content + b"\r\n.\r\n")
    return [client.getreply()[0] for _each in range(count)]


def test_each_recipient_has_an_answer_of_its_own(door: int, shelf: Shelf) -> None:
    with smtplib.LMTP("127.0.0.1", door) as client:
        client.ehlo()
        client.mail("ona@example.lt")
        assert [client.rcpt(each)[0] for each in ("one@x", "nobody@x", "later@x", "broken@x")] == [
            250,
            550,
            250,
            250,
        ]
        assert answers_after_data(client, b"Subject: x\r\n\r\n..dot\r\n" + b"long" * 1000, 3) == [
            250,
            451,
            451,
        ]
        assert client.noop()[0] == 250
    sender, recipient, content = shelf.taken[0]
    assert (sender, recipient) == ("ona@example.lt", "one@x")
    assert content == b"Subject: x\r\n\r\n.dot\r\n" + b"long" * 1000 + b"\r\n"


def test_no_mail_hides_in_another(door: int, shelf: Shelf) -> None:
    hidden = b"Subject: x\r\n\r\nlabas\n.\nMAIL FROM:<evil@x>\n\n.\r\nRCPT TO:<two@x>\r\nend"
    edge = b"x" * 65_535 + b"\r\nlast"  # a line end that falls between two readings
    with smtplib.LMTP("127.0.0.1", door) as client:
        for content in (hidden, edge):
            client.ehlo()
            client.mail("ona@example.lt")
            client.rcpt("one@x")
            assert answers_after_data(client, content, 1) == [250]
        assert client.noop() == (250, b"2.0.0 Still here.")
    assert [content for _sender, _recipient, content in shelf.taken] == [hidden + b"\r\n", edge + b"\r\n"]


def test_a_mail_without_sender_is_taken(door: int, shelf: Shelf) -> None:
    with smtplib.LMTP("127.0.0.1", door) as client:
        client.sendmail("", ["one@x"], b"Subject: bounce\r\n\r\nsorry")
    assert shelf.taken[0][0] == ""


def test_a_mail_that_is_too_large_is_refused_for_each(
    door: int, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lmtp, "LARGEST_MAIL", 1000)
    with smtplib.LMTP("127.0.0.1", door) as client:
        client.ehlo()
        assert client.mail("ona@example.lt", ["SIZE=1001"])[0] == 552
        client.mail("ona@example.lt")
        client.rcpt("one@x"), client.rcpt("two@x")
        assert answers_after_data(client, b"x" * 1001, 2) == [552, 552]
        client.mail("ona@example.lt")
        client.rcpt("one@x")
        assert answers_after_data(client, b"x" * 900, 1) == [250]
    assert len(shelf.taken) == 1


def test_who_speaks_out_of_turn_is_told(door: int) -> None:
    with smtplib.LMTP("127.0.0.1", door) as client:
        codes = [
            client.docmd(each)[0] for each in ("DATA", "RCPT TO:<a@b>", "MAIL FROM:<a@b>", "HELO x", "VRFY x")
        ]
        assert codes == [503, 503, 503, 500, 500]
        client.ehlo()
        assert client.docmd("MAIL FROM:a@b")[0] == 501
        assert client.docmd("LHLO")[0] == 501


def test_a_socket_in_a_folder_is_a_door_and_a_left_one_is_replaced(tmp_path: Path, shelf: Shelf) -> None:
    for _again in range(2):  # the first is never tidied up, as after a kill
        opened = lmtp.open_door(f"unix:{tmp_path}/in.sock", shelf)
        threading.Thread(target=opened.serve_forever, args=(0.02,), daemon=True).start()
        with smtplib.LMTP(f"{tmp_path}/in.sock") as client:
            client.sendmail("ona@example.lt", ["one@x"], b"Subject: x\r\n\r\nx")
        opened.shutdown()
        opened.server_close()
    assert len(shelf.taken) == 2


COMMANDS = st.sampled_from(
    [
        b"LHLO x\r\n",
        b"MAIL FROM:<>\r\n",
        b"RCPT TO:<a@b>\r\n",
        b"DATA\r\n",
        b".\r\n",
        b"RSET\r\n",
        b"\xff\r\n",
        b"\r\n",
    ]
)


@given(st.lists(st.one_of(COMMANDS, st.binary(max_size=40)), max_size=15))
def test_whatever_is_said_the_door_answers_or_ends(said: list[bytes]) -> None:
    opened = lmtp.open_door("127.0.0.1:0", Shelf())
    thread = threading.Thread(target=opened.handle_request, daemon=True)
    thread.start()
    with socket.create_connection(opened.server_address[:2], timeout=60) as client:
        client.sendall(b"".join(said))
        client.shutdown(socket.SHUT_WR)
        told = b""
        while piece := client.recv(4096):
            told += piece
    thread.join(60)
    opened.server_close()
    assert told.startswith(b"220 ")
    assert all(line[:3].isdigit() for line in told.splitlines())
