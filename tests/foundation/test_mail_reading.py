"""What mail programs make of an answer, and what its writer wrote."""

import quopri
import struct
import time
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.foundation import mail_bounces, mail_cutting, mail_reading
from lms.foundation.mail_reading import IncomingMail

WORDS = "Ačiū, dabar aišku: klasteris – ne tinklas. Ąžuolas žaliuoja."


def read(content: bytes) -> IncomingMail:
    return mail_reading.read(mail_reading.parse(content), content)


def said(content: bytes) -> str:
    """What becomes a message."""
    return mail_cutting.cut(read(content).text)


def mail(body: str | bytes, kind: str = "text/plain; charset=utf-8", *headers: str) -> bytes:
    head = [
        "From: Ona Žemaitė <ona@example.lt>",
        "Message-ID: <1@example.lt>",
        f"Content-Type: {kind}",
        *headers,
    ]
    content = body.encode() if isinstance(body, str) else body
    return "\r\n".join(head).encode() + b"\r\n\r\n" + content.replace(b"\n", b"\r\n")


def quoted_printable(text: str, charset: str = "utf-8") -> bytes:
    return quopri.encodestring(text.encode(charset))


GMAIL = f"""{WORDS}

2026-11-21, št, 12:14 Savimoka <r-1-2-k3j-aaaaaaaaaaaaaaaaaaaaaaaa@reply.example.lt>
rašė:

> {mail_cutting.MARKER}
>
> Laba diena, Ona,
"""
GMAIL_NORWEGIAN = f"""{WORDS}

lør. 21. nov. 2026 kl. 12:14 skrev Savimoka <no-reply@learn.example.lt>:

> {mail_cutting.MARKER}
> Hello,
"""
APPLE = f"""{WORDS}

Sent from my iPhone

> On 21 Nov 2026, at 12:14, Savimoka <no-reply@learn.example.lt> wrote:
>
> {mail_cutting.MARKER}
"""
THUNDERBIRD_BELOW = f"""On 21/11/2026 12:14, Savimoka wrote:
> {mail_cutting.MARKER}
>
> Hello,

{WORDS}

{"-- "}
Ona Žemaitė
Savivaldybė
"""
ROUNDCUBE = f"""{WORDS}

---
Ona

2026-11-21 12:14, Savimoka rašė:
> Laba diena,
"""
OUTLOOK_PLAIN = f"""{WORDS}

________________________________
Nuo: Savimoka <no-reply@learn.example.lt>
Išsiųsta: 2026 m. lapkričio 21 d., šeštadienis 12:14
Kam: Ona Žemaitė <ona@example.lt>
Tema: Rasa atsakė į jūsų klausimą

{mail_cutting.MARKER}

Laba diena, Ona,
"""
OUTLOOK_OLD = f"{WORDS}\n\n-----Original Message-----\nFrom: Savimoka\nSent: Saturday\nTo: Ona\n\nHello,\n"
WITHOUT_MARKS = f"""{WORDS}

On Sat, Nov 21, 2026 at 12:14 PM Savimoka <no-reply@learn.example.lt> wrote:
Hello, Ona,
Rasa has answered your question.
"""


@pytest.mark.parametrize(
    "text",
    [GMAIL, GMAIL_NORWEGIAN, APPLE, THUNDERBIRD_BELOW, OUTLOOK_PLAIN, OUTLOOK_OLD, WITHOUT_MARKS],
    ids=["gmail", "gmail-no", "apple", "thunderbird", "outlook", "outlook-old", "without-marks"],
)
def test_only_what_was_written_is_left(text: str) -> None:
    assert said(mail(text)) == WORDS


@pytest.mark.parametrize(
    "heading",
    [
        "2026 m. lapkričio 21 d., šeštadienis 12:14, Savimoka <no@x.lt> rašė:",
        "Savimoka rašė 2026-11-21 12:14:",
        "Den 21.11.2026 12.14, skrev Savimoka:",
        "Cituojama Savimoka <no@x.lt>:",
        "21.11.2026 12:14, Savimoka пишет:",
        "On Sat, Nov 21, 2026 at 12:14 PM Savimoka via Rasa Žemaitytė\n<r-1-2-k3j@reply.example.lt> wrote:",
        "-----Pradinis pranešimas-----\nNuo: Savimoka\nData: 2026-11-21",
        "-------- Pradinė žinutė --------Nuo: Savimoka <no@x.lt> Data: 2026-11-21 12:14 Kam: ona@x.lt",
        "Begin forwarded message:\n\nFrom: Savimoka\nSubject: x\nDate: 2026\nTo: me",
        "Gaukite „Outlook“, skirtą „iOS“<https://aka.ms/o>\n____________\nNuo: Savimoka\nIšsiųsta: x\nKam: y",
    ],
)
@pytest.mark.parametrize("mark", ["", "> "])
def test_what_programs_write_above_a_quotation_goes_with_it(heading: str, mark: str) -> None:
    assert said(mail(f"{WORDS}\n\n{heading}\n\n{mark}Laba diena,\n{mark}Rasa atsakė.\n")) == WORDS


@pytest.mark.parametrize("lines", ["\n" * 99_000, ">\na\n" * 20_000, "_" * 12 + "\n" + "\n" * 98_000])
def test_a_mail_of_many_lines_is_cut_as_fast_as_it_is_read(lines: str) -> None:
    began = time.thread_time()  # of this work alone, however busy the machine is
    assert mail_cutting.cut(f"{WORDS}\n{lines}").startswith(WORDS)
    assert time.thread_time() - began < 1


def test_a_signature_that_is_not_marked_as_one_stays() -> None:
    assert said(mail(ROUNDCUBE)) == f"{WORDS}\n\n---\nOna"


def test_answers_between_the_quotes_stay_in_order() -> None:
    text = "On 21/11/2026 12:14, Rasa wrote:\n> First?\n\nYes.\n\n> Second?\n\nNo.\n"
    assert said(mail(text)) == "Yes.\n\nNo."


@pytest.mark.parametrize(
    "text",
    [
        "Ona rašė:\nkad viskas gerai.",
        "Mano mokinys rašė:\n2026 metais bus kitaip.",
        "From: the beginning it was clear.\nWe go on.",
        "- vienas\n- du\n\nTrys > du, o 1 < 2.",
        "Kaina: 5 eurai\nTema: klasteriai",
        "Cituoju iš rasa@example.lt laiško:\nklasteris turi bendrą tikslą.",
    ],
)
def test_what_only_looks_like_a_quotation_stays(text: str) -> None:
    assert said(mail(text)) == text


@pytest.mark.parametrize("charset", ["utf-8", "windows-1257", "iso-8859-13"])
def test_letters_survive_every_way_of_writing_them(charset: str) -> None:
    text = "Ačiū, klasteris ne tinklas. Ąžuolas žaliuoja: šįkart ųjų."
    kind = f"text/plain; charset={charset}"
    assert (
        said(mail(quoted_printable(text, charset), kind, "Content-Transfer-Encoding: quoted-printable"))
        == text
    )
    base64 = b64encode(text.encode(charset))
    assert said(mail(base64, kind, "Content-Transfer-Encoding: base64")) == text
    assert said(mail(text.encode(charset), kind, "Content-Transfer-Encoding: 8bit")) == text


@pytest.mark.parametrize("charset", ["utf-8", "windows-1257"])
@pytest.mark.parametrize("announced", ["", "; charset=us-ascii", "; charset=unknown-8bit", "; charset=rot13"])
def test_letters_that_were_announced_wrongly_are_not_garbled(charset: str, announced: str) -> None:
    text = "Šiandien ąžuolas žaliuoja."
    assert said(mail(text.encode(charset), f"text/plain{announced}")) == text


def test_lines_that_a_program_broke_are_joined() -> None:
    flowed = "Tai vienas sakinys, \nkuris tęsiasi.\n\nKitas.\n> cituojama \n> toliau\n-- \nOna"
    assert (
        said(mail(flowed, "text/plain; charset=utf-8; format=flowed"))
        == "Tai vienas sakinys, kuris tęsiasi.\n\nKitas."
    )


OUTLOOK_HTML = f"""<html><head><style>p {{margin:0}}</style><title>x</title></head><body lang="LT">
<div class="WordSection1"><p class="MsoNormal">{WORDS}<o:p></o:p></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p><ul><li>pirmas</li><li>antras &amp; trečias</li></ul>
<div style="border:none;border-top:solid #E1E1E1"><p class="MsoNormal"><b>From:</b> Savimoka &lt;x@y&gt;<br>
<b>Sent:</b> Saturday, November 21, 2026 12:14<br><b>To:</b> Ona<br><b>Subject:</b> Re</p></div>
<p>Laba diena</p></div></body></html>"""
GMAIL_HTML = f"""<div dir="ltr">{WORDS}<br></div><br><div class="gmail_quote"><div class="gmail_attr">
On Sat, Nov 21, 2026 at 12:14 PM Savimoka &lt;<a href="mailto:x@y.lt">x@y.lt</a>&gt; wrote:<br></div>
<blockquote class="gmail_quote"><div>{mail_cutting.MARKER}</div><blockquote>old</blockquote>
Hello</blockquote></div>"""


def test_html_alone_is_turned_into_text() -> None:
    assert said(mail(OUTLOOK_HTML, "text/html; charset=utf-8")) == f"{WORDS}\n\n- pirmas\n- antras & trečias"
    assert said(mail(GMAIL_HTML, "text/html; charset=utf-8")) == WORDS


def multipart(*parts: str, kind: str = "mixed") -> bytes:
    body = "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"
    return mail(body, f'multipart/{kind}; boundary="b"', "MIME-Version: 1.0")


@pytest.mark.parametrize("piece", ["<!--", "<a x=", "<a/", "<a href='", "<blockquote>"])
def test_html_that_breaks_off_again_and_again_is_read_like_any(piece: str) -> None:
    # Each of these kept the door busy for minutes; what comes after them is read.
    found = read(mail(piece * (100_000 // len(piece)) + f"<p>{WORDS}</p>", "text/html; charset=utf-8"))
    assert WORDS in found.text


def test_html_as_programs_write_it_is_read() -> None:
    html = (
        "<!DOCTYPE html><?xml x?><HTML><head><title>ne<body class='x'><![if !x]><!-- ne --><p>Ačiū&nbsp;"
        "<b>labai</b> &lt;3<o:p/><br/>2 < 3<script>if (a<b) ne</script></p><object/>"
        "<div class=yahoo_quoted>ne</div>"
    )
    assert said(mail(html, "text/html; charset=utf-8")) == "Ačiū labai <3\n2 < 3"


def test_html_tables_keep_their_columns_apart_and_lists_their_marks() -> None:
    html = (
        "<table><tr><th>Metai</th><th>Suma</th></tr><tr><td>2025</td><td>10</td></tr></table>"
        "<ol><li> <p>pirma</p></li><li><div>antra</div></li><li>trečia</li><li></li></ol><p>- ir viskas</p>"
    )
    listed = "- pirma\n\n- antra\n- trečia\n-\n\n- ir viskas"
    assert said(mail(html, "text/html; charset=utf-8")) == f"Metai Suma\n2025 10\n\n{listed}"


PLAIN = f"Content-Type: text/plain; charset=utf-8\n\n{WORDS}"


def test_plain_text_goes_before_html() -> None:
    both = multipart(PLAIN, "Content-Type: text/html; charset=utf-8\n\n<p>Kitaip</p>", kind="alternative")
    assert said(both) == WORDS


def test_of_an_endless_line_nobody_is_the_sender() -> None:
    for line in ('"' + '\\"' * 500_000, "ona@example.lt, " * 50_000):
        assert read(f"From: {line}\r\n\r\nlabas".encode()).senders == ()
    assert read(b"From: Ona (a(b)c) <ona@example.lt>\r\n\r\nlabas").senders == ("ona@example.lt",)


def test_files_are_kept_and_decorations_are_not() -> None:
    report = (
        "Content-Type: text/csv; name==?utf-8?b?xb5lbcSXbGFwaXMuY3N2?=\n"
        "Content-Disposition: attachment\n\na;b"
    )
    logo = "Content-Type: image/png\nContent-ID: <logo>\nContent-Disposition: inline; filename=logo.png\n\nx"
    key = "Content-Type: application/pgp-signature; name=signature.asc\n\nx"
    found = read(multipart(PLAIN, report, logo, key))
    assert [(each.name, each.content.strip()) for each in found.files] == [("žemėlapis.csv", b"a;b")]
    assert mail_cutting.cut(found.text) == WORDS


def test_a_mail_of_nothing_but_parts_keeps_its_head_and_costs_little() -> None:
    content = multipart(*[""] * (mail_reading.MOST_BOUNDARIES + 1))
    found = read(content)
    assert (found.senders, found.text, found.files) == (("ona@example.lt",), "", ())
    assert not mail_reading.parse(content).is_multipart()
    lines = f"{WORDS}\n" + "-- taip\n" * (mail_reading.MOST_BOUNDARIES + 1)
    assert read(mail(lines)).text.startswith(WORDS)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1257"])
def test_headers_whose_letters_nobody_announced_are_read(charset: str) -> None:
    part = 'Content-Type: text/csv\nContent-Disposition: attachment; filename="žemėlapis.csv"\n\na;b'
    content = multipart(PLAIN).replace(b"--b--", f"--b\n{part}\n--b--".encode(charset))
    assert [each.name for each in read(content).files] == ["žemėlapis.csv"]
    away = "Subject: Fraværsmelding: svar\r\n\r\nsvar"
    assert read(away.encode("utf-8")).is_automatic and not read(away[13:].encode()).is_automatic


def test_of_a_header_without_an_end_only_the_beginning_is_taken_apart() -> None:
    # The time for the whole of it grows with the square of its length: for a large mail, hours.
    kind, subject = "text/plain; " + "a=b; " * 20_000, "=?utf-8?b?xb4=?= " * 20_000
    content = f"Content-Type: {kind}\r\nSubject: {subject}\r\n\r\n{WORDS}".encode()
    message = mail_reading.parse(content)
    assert message["Content-Type"] == kind[: mail_reading.LONGEST_HEADER]
    assert set(mail_reading.header(message, "Subject")[:200]) == {"ž"}
    assert len(mail_reading.header(message, "Subject")) < mail_reading.LONGEST_HEADER
    assert read(content).text == WORDS


def packed(*attributes: tuple[int, int, bytes]) -> bytes:
    """A winmail.dat as Outlook makes it."""
    blocks = (
        struct.pack("<BHHI", level, number, 6, len(data)) + data + b"\0\0"
        for level, number, data in attributes
    )
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(blocks)


@pytest.mark.parametrize("kind", ["application/ms-tnef", "application/octet-stream; name=winmail.dat"])
def test_files_that_outlook_has_packed_are_found(kind: str) -> None:
    content = packed(
        (1, 0x8004, b"Subject\0"),
        (2, 0x9002, b"x" * 14),
        (2, 0x8010, "žemėlapis.csv\0".encode("windows-1257")),
        (2, 0x800F, b"a;b"),
        (2, 0x9002, b"x" * 14),
        (2, 0x8010, b"no content\0"),
    )
    for cut, names in ((len(content), ["žemėlapis.csv"]), (20, []), (3, [])):
        head = f"Content-Type: {kind}\nContent-Transfer-Encoding: base64"
        found = read(multipart(PLAIN, f"{head}\n\n{b64encode(content[:cut]).decode()}"))
        assert [each.name for each in found.files] == names
        assert mail_cutting.cut(found.text) == WORDS


def test_a_mail_sent_along_as_a_file_is_not_lost_silently() -> None:
    inner = "From: x@example.lt\nSubject: y\n\nslaptas tekstas"
    along = read(
        multipart(PLAIN, f"Content-Type: message/rfc822\nContent-Disposition: attachment\n\n{inner}")
    )
    assert [each.name for each in along.files] == ["message.eml"]
    quoted = read(multipart(PLAIN, f"Content-Type: message/rfc822\n\n{inner}"))
    assert not quoted.files and "slaptas" not in quoted.text + along.text


@pytest.mark.parametrize(
    "line",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "X-Auto-Response-Suppress: All",
        "X-Autoreply: yes",
        "Subject: =?utf-8?q?Automatinis_atsakymas=3A_atostogos?=",
        "Subject: Out of office: Re: question",
    ],
)
def test_answers_of_machines_are_recognised(line: str) -> None:
    assert read(mail(WORDS, "text/plain; charset=utf-8", line)).is_automatic
    by_hand = ("Auto-Submitted: no", "Subject: Re: x", "X-Auto-Response-Suppress: DR, OOF, AutoReply")
    assert not read(mail(WORDS, "text/plain; charset=utf-8", *by_hand)).is_automatic


def report(action: str, status: str, said_by_server: str = "550 5.1.1 no such person") -> bytes:
    blocks = (
        "Reporting-MTA: dns; mail.example.lt\n\n"
        f"Final-Recipient: rfc822; ona@example.lt\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {said_by_server}\n"
    )
    parts = ("Content-Type: text/plain\n\nSorry.", f"Content-Type: message/delivery-status\n\n{blocks}")
    return multipart(*parts, kind="report; report-type=delivery-status")


def bounce(content: bytes, *, has_no_sender: bool = True) -> mail_bounces.Bounce | None:
    return mail_bounces.read(mail_reading.parse(content), has_no_sender=has_no_sender)


def test_reports_of_mail_servers_are_understood() -> None:
    assert bounce(report("failed", "5.1.1")) == mail_bounces.Bounce("5.1.1", True, "550 5.1.1 no such person")
    late = bounce(report("delayed", "4.4.1", "451 come back"))
    assert late == mail_bounces.Bounce("4.4.1", False, "451 come back")
    given_up = bounce(report("failed", "4.4.7"))
    assert given_up is not None and given_up.is_final
    assert bounce(report("delivered", "2.0.0")) is None
    assert bounce(mail("I am on leave until 5.1.2027.")) is None
    assert bounce(mail("This is the qmail-send program.\n<ona@example.lt>:\n5.2.2 mailbox full")) is not None
    assert bounce(mail("5.2.2 mailbox full"), has_no_sender=False) is None


def test_reports_about_addresses_with_letters_of_any_language_are_understood() -> None:
    content = report("failed", "5.1.1").replace(b"message/delivery-status", b"message/global-delivery-status")
    assert bounce(content) == mail_bounces.Bounce("5.1.1", True, "550 5.1.1 no such person")


@pytest.mark.parametrize(
    "line", ["Auto-Submitted: auto-replied", "Subject: Automatinis atsakymas: klausimas", "Precedence: bulk"]
)
def test_somebody_on_leave_is_no_mailbox_that_refuses(line: str) -> None:
    words = "Atostogauju nuo 4.12.26 iki 5.1.27."
    assert bounce(mail(words, "text/plain; charset=utf-8", line)) is None
    failed = mail("550 5.1.1 no such user", "text/plain", line, "X-Failed-Recipients: ona@example.lt")
    assert bounce(failed) == mail_bounces.Bounce("5.1.1", True, "")


@given(st.binary(max_size=2000))
def test_whatever_comes_is_read(content: bytes) -> None:
    message = mail_reading.parse(content)
    text = mail_cutting.cut(mail_reading.read(message, content).text)
    assert "\x00" not in text and text == text.strip()
    text.encode()
    mail_bounces.read(message, has_no_sender=True)


HEADERS = st.sampled_from(
    [
        b"Content-Type: multipart/mixed; boundary=b",
        b"Content-Type: text/html; charset=\xff",
        b"Content-Type: message/delivery-status",
        b"Content-Type: text/plain; charset*=utf-9''%ff; format=flowed",
        b"Content-Transfer-Encoding: base64",
        b"Content-Transfer-Encoding: uuencode",
        b"Content-Disposition: attachment; filename*0*=x'y'%zz",
        b"From: =?utf-8?b?//8=?= <\xff@x>, y",
        b"Subject: =?unknown?q?=ff?= =?utf-8?b?A?=",
        b"",
        b"--b",
        b"--b--",
        b"> On 1 1 2026 12:00 x@y wrote:",
        b"<![x <!-- <blockquote><p></div></blockquote>&#xD800;&#0;",
        b"##- virs -##",
    ]
)


@given(st.lists(st.one_of(HEADERS, st.binary(max_size=30)), max_size=25))
def test_whatever_looks_like_a_mail_is_read(lines: list[bytes]) -> None:
    content = b"\r\n".join(lines)
    message = mail_reading.parse(content)
    found = mail_reading.read(message, content)
    mail_cutting.cut(found.text).encode()
    mail_bounces.read(message, has_no_sender=True)
