"""Mail over a real SMTP conversation, and into the local mailbox."""

import ipaddress
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from lms.foundation import mailers
from lms.foundation.mail import MailRefused, MailUnavailable, OutgoingMail
from lms.foundation.mail_writing import compose
from lms.foundation.mailbox import Mailbox
from tests.smtp_server import MailServer, Post

SENDER = "Savimoka – mokymai <no-reply@learn.example>"
LETTER = OutgoingMail(
    message_id="notice-17.abc@learn.example",
    to_address="ona@example.lt",
    to_name="Ona Žemaitė",
    subject="Įvertintas jūsų darbas „Kaimynystės žemėlapis“",
    text="Laba diena,\n\njūsų darbas įvertintas.\n.\nVienas taškas eilutėje neturi nutraukti laiško.\n",
    html="<p>Laba diena, jūsų darbas <b>įvertintas</b>.</p>" + "<p>ąčęėįšųūž</p>" * 100,
    language="lt",
    written_at=datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
    headers={"List-Unsubscribe": "<https://learn.example/lt/account/notices>"},
)


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def server(post: Post) -> Iterator[MailServer]:
    with MailServer(post, enable_SMTPUTF8=True) as running:
        yield running


def test_a_letter_arrives_whole(server: MailServer, post: Post) -> None:
    mailers.connect(server.url, SENDER).send(LETTER)
    (taken,) = post.taken
    message = taken.message
    assert (taken.sender, taken.recipient) == ("no-reply@learn.example", "ona@example.lt")
    assert message["Subject"] == LETTER.subject
    assert message["From"] == SENDER
    assert message["To"] == "Ona Žemaitė <ona@example.lt>"
    assert message["Message-ID"] == "<notice-17.abc@learn.example>"
    assert message["Content-Language"] == "lt"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == LETTER.headers["List-Unsubscribe"]
    assert message["Date"].datetime == LETTER.written_at
    assert message.get_content_type() == "multipart/alternative"
    assert _body(message, "plain") == LETTER.text.strip()
    assert _body(message, "html") == LETTER.html
    assert max(map(len, taken.content.splitlines())) <= 998


def _body(message: Any, kind: str) -> str:
    return str(message.get_body((kind,)).get_content()).replace("\r\n", "\n").strip()


def test_a_batch_is_one_conversation(server: MailServer, post: Post) -> None:
    mailer = mailers.connect(server.url, SENDER)
    with mailer.batch():
        for number in range(20):
            mailer.send(replace(LETTER, message_id=f"{number}@x"))
    assert len(post.taken) == 20
    assert post.conversations == 1
    mailer.send(LETTER)
    assert post.conversations == 2


def test_a_refused_recipient_is_final_and_holds_up_nobody(server: MailServer, post: Post) -> None:
    post.says = lambda address: "550 5.1.1 no such mailbox" if address.startswith("gone") else "250 OK"
    mailer = mailers.connect(server.url, SENDER)
    with mailer.batch():
        with pytest.raises(MailRefused, match=r"550 5\.1\.1 no such mailbox"):
            mailer.send(replace(LETTER, to_address="gone@example.lt"))
        mailer.send(LETTER)
    assert [taken.recipient for taken in post.taken] == ["ona@example.lt"]
    assert post.conversations == 1


def test_a_full_mailbox_is_tried_again_and_holds_up_nobody(server: MailServer, post: Post) -> None:
    post.says = lambda _address: "452 4.2.2 mailbox full"
    with pytest.raises(MailUnavailable) as caught:
        mailers.connect(server.url, SENDER).send(LETTER)
    assert not caught.value.everyone
    assert "452" in caught.value.reason


def test_refused_content_is_final_and_deferred_content_is_not(server: MailServer, post: Post) -> None:
    mailer = mailers.connect(server.url, SENDER)
    with mailer.batch():
        post.says_to_content = lambda _mail: "554 5.6.0 we take this for rubbish"
        with pytest.raises(MailRefused, match="554"):
            mailer.send(LETTER)
        post.says_to_content = lambda _mail: "451 4.7.1 later please"
        with pytest.raises(MailUnavailable) as caught:
            mailer.send(LETTER)
        assert not caught.value.everyone
        post.says_to_content = lambda _mail: "250 OK"
        mailer.send(LETTER)
    assert len(post.taken) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS", "ignore:Session.login_data")
def test_a_server_that_wants_us_to_sign_in_refuses_nobody_for_ever() -> None:
    post = Post()
    with MailServer(post, auth_required=True, auth_require_tls=False, authenticator=_only_us) as server:
        with pytest.raises(MailUnavailable) as caught:
            mailers.connect(server.url, SENDER).send(LETTER)
        assert caught.value.everyone
        address = server.url.replace("//", "//lms:pa%24s%3Aword@")
        mailers.connect(address, SENDER).send(LETTER)
        with pytest.raises(MailUnavailable, match="535"):
            mailers.connect(server.url.replace("//", "//lms:wrong@"), SENDER).check()
    assert len(post.taken) == 1


def _only_us(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    assert isinstance(given, LoginPassword)
    return AuthResult(success=(given.login, given.password) == (b"lms", b"pa$s:word"), handled=False)


def test_a_server_that_hangs_up_between_mails_is_called_again(server: MailServer, post: Post) -> None:
    post.hangs_up_after = 3
    mailer = mailers.connect(server.url, SENDER)
    with mailer.batch():
        for number in range(10):
            mailer.send(replace(LETTER, message_id=f"{number}@x"))
    assert [taken.message["Message-ID"] for taken in post.taken] == [f"<{number}@x>" for number in range(10)]
    assert post.conversations == 4


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate for 127.0.0.1, from an authority that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    host = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(host, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    file.write_bytes(
        made.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_the_conversation_is_encrypted_where_the_server_can(certificate: ssl.SSLContext) -> None:
    post = Post()
    with MailServer(post, tls_context=certificate, require_starttls=True) as server:
        mailers.connect(server.url, SENDER).send(LETTER)
    assert len(post.taken) == 1


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    post = Post()
    with (
        MailServer(post, tls_context=certificate) as server,
        pytest.raises(MailUnavailable, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        mailers.connect(server.url, SENDER).send(LETTER)
    assert post.taken == []


def test_no_server_is_no_refusal() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        mailer = mailers.connect(f"smtp://127.0.0.1:{unused.getsockname()[1]}", SENDER)
        with pytest.raises(MailUnavailable) as caught:
            mailer.send(LETTER)
        assert caught.value.everyone
        with pytest.raises(MailUnavailable):
            mailer.check()


def test_a_silent_server_is_waited_for_only_so_long() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        mailer = mailers.connect(f"smtp://127.0.0.1:{silent.getsockname()[1]}?timeout=0.2", SENDER)
        with pytest.raises(MailUnavailable):
            mailer.send(LETTER)


def test_the_check_talks_to_the_server(server: MailServer, post: Post) -> None:
    mailers.connect(server.url, SENDER).check()
    assert post.conversations == 1
    assert post.taken == []


def test_a_domain_with_lithuanian_letters_reaches_any_server(post: Post) -> None:
    with MailServer(post, enable_SMTPUTF8=False) as old:
        mailers.connect(old.url, SENDER).send(replace(LETTER, to_address="ona@savivaldybė.lt"))
    assert post.taken[0].recipient == "ona@xn--savivaldyb-0mb.lt"


def test_an_address_beyond_ascii_needs_a_server_that_knows_them(server: MailServer, post: Post) -> None:
    letter = replace(LETTER, to_address="živilė@example.lt")
    mailers.connect(server.url, SENDER).send(letter)
    assert post.taken[0].recipient == "živilė@example.lt"
    with MailServer(Post(), enable_SMTPUTF8=False) as old, pytest.raises(MailRefused):
        mailers.connect(old.url, SENDER).send(letter)


@pytest.mark.parametrize(
    "address", ["", "ona", "a b@example.lt", "a@example.lt\r\nBcc: x@y.z", "<a@b.lt>", "a@", "@b"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(MailRefused, match="not an e-mail address"):
        compose(replace(LETTER, to_address=address), SENDER)


hostile = st.text(st.characters(codec="utf-8"), max_size=200)


@given(name=hostile, subject=hostile, text=hostile, html=hostile)
def test_whatever_people_type_stays_where_it_belongs(name: str, subject: str, text: str, html: str) -> None:
    content = compose(replace(LETTER, to_name=name, subject=subject, text=text, html=html), SENDER)
    message = message_from_bytes(content, policy=default)
    assert [each for each in message if each.lower() in ("bcc", "cc", "sender")] == []
    assert message.keys().count("To") == 1
    assert message["To"].addresses[0].addr_spec == "ona@example.lt"
    assert message.get_content_type() == "multipart/alternative"
    assert len(list(message.iter_parts())) == 2
    assert message["Message-ID"] == "<notice-17.abc@learn.example>"


def test_the_local_mailbox_keeps_one_mail_per_message_id(tmp_path: Path) -> None:
    mailer = mailers.connect(str(tmp_path / "mail"), SENDER)
    mailer.check()
    with mailer.batch():
        mailer.send(LETTER)
        mailer.send(LETTER)
        mailer.send(replace(LETTER, message_id="another@x", subject="Antras"))
    box = Mailbox(tmp_path / "mail")
    assert box.count() == 2
    assert {found.subject for found in box.page()} == {LETTER.subject, "Antras"}


def test_the_local_mailbox_is_read_newest_first_by_pages(tmp_path: Path) -> None:
    mailer = mailers.connect(str(tmp_path), SENDER)
    for number in range(7):
        written = LETTER.written_at + timedelta(minutes=number)
        mailer.send(
            replace(LETTER, message_id=f"{number}@x", subject=f"Laiškas {number}", written_at=written)
        )
    box = Mailbox(tmp_path)
    assert [found.subject for found in box.page(1, 3)] == ["Laiškas 6", "Laiškas 5", "Laiškas 4"]
    assert [found.subject for found in box.page(3, 3)] == ["Laiškas 0"]
    assert box.page(4, 3) == []
    kept = box.find(box.page(1, 1)[0].key)
    assert kept is not None
    assert (kept.text.strip(), kept.html.strip()) == (LETTER.text.strip(), LETTER.html)
    assert kept.to == "Ona Žemaitė <ona@example.lt>"
    assert kept.sent_at == LETTER.written_at + timedelta(minutes=6)


@pytest.mark.parametrize("key", ["../secret", "..", "", "a/b", ".hidden", "missing.savimoka", "x\x00y"])
def test_the_local_mailbox_gives_nothing_but_mail(tmp_path: Path, key: str) -> None:
    (tmp_path / "secret").write_text("x")
    (tmp_path / "new").mkdir()
    assert Mailbox(tmp_path).find(key) is None
    assert Mailbox(tmp_path / "nowhere").page() == []


def test_a_mailbox_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "mail").write_bytes(b"a file where a folder should be")
    mailer = mailers.connect(str(tmp_path / "mail"), SENDER)
    with pytest.raises(MailUnavailable):
        mailer.check()
    with pytest.raises(MailUnavailable):
        mailer.send(LETTER)
