"""Write a mail out as it goes over the wire."""

import base64
import binascii
import hashlib
import re
from email.utils import format_datetime, parseaddr
from functools import cache

from lms.foundation.flowed_text import flow
from lms.foundation.mail import Invitation, MailRefused, OutgoingMail

_PLAIN_ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f<>(),;:\\\"\[\]]+")
_ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")


def compose(mail: OutgoingMail, sender: str) -> bytes:
    """Return the mail as it goes over the wire, text and HTML.

    Written out by hand: the standard library's message object takes longer for it
    than a mail server takes for the whole mail.
    """
    boundary = f"=_{hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]}"
    headers = {
        "From": _mailbox_of(*_parsed(sender)),
        "To": _mailbox_of(mail.to_name, checked_address(mail.to_address)),
        "Subject": _words(mail.subject),
        "Message-ID": f"<{mail.message_id}>",
        "Date": format_datetime(mail.written_at),
        "Auto-Submitted": "auto-generated",
        **mail.headers,
        "MIME-Version": "1.0",
        "Content-Language": mail.language,
        "Content-Type": f'multipart/{"mixed" if mail.invitation else "alternative"}; boundary="{boundary}"',
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    parts = b"".join(
        _part(boundary, kind, body) for kind, body in (("plain", mail.text), ("html", mail.html))
    )
    if mail.invitation is not None:
        parts = _with_invitation(boundary, parts, mail.invitation)
    return head.encode() + b"\r\n" + parts + f"--{boundary}--\r\n".encode()


def checked_address(address: str) -> str:
    """Return the address as mail servers know it; refuse what is none."""
    local, _at, domain = address.rpartition("@")
    if not local or not domain or len(address) > 320 or not _PLAIN_ADDRESS.fullmatch(address):
        raise MailRefused(f"not an e-mail address: {address}")
    if domain.isascii():
        return address
    try:
        # Mail servers know a domain with Lithuanian letters by its ASCII name.
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as problem:
        raise MailRefused(f"not an e-mail address: {address}") from problem


def _with_invitation(boundary: str, texts: bytes, invitation: Invitation) -> bytes:
    """Put the calendar's file beside the texts, and once more as an attachment to open or to keep.

    Programs that know calendars look for the first; people whose program does not, find the second.
    """
    inner = boundary.replace("=_", "=-")
    content = base64.encodebytes(invitation.content).replace(b"\n", b"\r\n")
    beside = (
        f"--{inner}\r\nContent-Type: text/calendar; charset=utf-8; method={invitation.method}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    attached = (
        f'--{boundary}\r\nContent-Type: application/ics; name="savimoka.ics"\r\n'
        'Content-Disposition: attachment; filename="savimoka.ics"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    opening = f'--{boundary}\r\nContent-Type: multipart/alternative; boundary="{inner}"\r\n\r\n'
    return b"".join(
        (
            opening.encode(),
            texts.replace(boundary.encode(), inner.encode()),
            beside.encode(),
            content,
            f"--{inner}--\r\n".encode(),
            attached.encode(),
            content,
        )
    )


def _part(boundary: str, kind: str, body: str) -> bytes:
    head = (
        f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8{'; format=flowed' * (kind == 'plain')}\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    lines = "\n".join(body.splitlines())
    content = (flow(lines) if kind == "plain" else lines).encode()
    return head.encode() + binascii.b2a_qp(content).replace(b"\n", b"\r\n") + b"\r\n"


@cache
def _parsed(sender: str) -> tuple[str, str]:
    return parseaddr(sender)


def _mailbox_of(name: str, address: str) -> str:
    words = _words(name)
    if words.isascii() and not _ATOMS.fullmatch(words) and not words.startswith("=?"):
        words = '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{words} <{address}>" if words else address


def _words(text: str) -> str:
    """Return a text as a header carries it: one line, in encoded words of at most 75 signs if not ASCII."""
    plain = text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
    line = " ".join(plain.split())
    if line.isascii() and len(line) < 900 and "=?" not in line:
        return line
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > 42:
            pieces.append(piece)
            piece = ""
        piece += sign
    encoded = (base64.b64encode(each.encode()).decode() for each in [*pieces, piece])
    return "\r\n ".join(f"=?utf-8?b?{each}?=" for each in encoded)
