"""Read a mail that somebody sent: who from, what it says, which files came with it.

Nothing of what comes is trusted: whatever its bytes are, something readable is made of them,
and never an error.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32

from lms.foundation import html_to_text, winmail
from lms.foundation.flowed_text import unflow

MOST_PARTS = 200
DECORATION_BYTES = 40_000
# More lines that may part a mail than this are no letter; each part takes many times its length of memory.
MOST_BOUNDARIES = 5_000
# The library takes headers apart in a time that grows with the square of their length.
LONGEST_HEADER = 5_000
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(
    r"utf-?(7|8|16|32)(-?[bl]e)?|(us-)?ascii|iso-?8859-?\d+|latin-?\d+|(windows-?|cp-?)\d+|koi8-?[rtu]|mac\w*"
    r"|gb\w+|big5\w*|shift_?jis|euc-?\w+|iso-?2022-?\w+",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# Signatures, visiting cards and invitations that mail programs add; nobody means them as a file.
_MACHINE_MADE = re.compile(
    r"application/(pgp-\S*|(x-)?pkcs7-\S*)|text/((x-)?vcard|calendar|x-amp-html)|message/(?!rfc822).*"
)
_MAIL = "message/rfc822"
_NOT_ADDRESS = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')  # names in quotation marks, and remarks
_LONGEST_FROM = 2_000
_RUN = re.compile(r'[^\s<>()\[\]",;:]+')
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(automatic reply|auto(matic)?[- ]?response|autoreply|out of (the )?office|automatinis atsakymas"
    r"|automatisk svar|fraværsmelding|autosvar)\b",
    re.IGNORECASE,
)
_SAID_BY_MACHINES = ("x-autoreply", "x-autorespond", "x-autoresponse", "list-id")


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """A file that came with a mail, as its sender named it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """A mail as it is understood; `text` is whole, with all that it quotes."""

    message_id: str
    senders: tuple[str, ...]
    text: str
    files: tuple[EnclosedFile, ...]
    is_automatic: bool


class _AsTheyCome(Compat32):
    """Headers as mail programs write them: in letters that nobody announced, or without an end."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        if not value.isascii():
            value = decode(value.encode("ascii", "surrogateescape"), None)
        return name, value[:LONGEST_HEADER] if name.lower().startswith("content-") else value


def parse(content: bytes) -> Message:
    """Return the mail in its parts; one that cannot be taken apart has none."""
    try:
        if content.count(b"\n--") > MOST_BOUNDARIES:
            return _in_one_piece(content)
        return message_from_bytes(content, policy=_AsTheyCome())
    except Exception:
        return Message()


def _in_one_piece(content: bytes) -> Message:
    end = _END_OF_HEAD.search(content)
    place = end.end() if end else len(content)
    message = BytesHeaderParser(policy=_AsTheyCome()).parsebytes(content[:place])
    message.set_payload(content[place:].decode("ascii", "surrogateescape"))
    return message


def read(message: Message, content: bytes) -> IncomingMail:
    """Return what the mail says."""
    parts = list(_parts_of(message))
    return IncomingMail(
        message_id=_message_id(message, content),
        senders=_senders(message),
        text=_text_of(parts),
        files=tuple(_files_of(parts)),
        is_automatic=is_automatic(message),
    )


def header(message: Message, name: str) -> str:
    """Return a header on one line, its encoded words made readable."""
    raw = _raw(message, name)
    with suppress(Exception):  # the library stumbles over some encoded words
        pieces = decode_header(raw)
        raw = "".join(
            decode(piece, charset) if isinstance(piece, bytes) else str(piece) for piece, charset in pieces
        )
    return " ".join(_clean(raw).split())


def decode(content: bytes, charset: str | None) -> str:
    """Return the text of these bytes: as they were said to be written, or else as they can be read."""
    named = (charset or "").strip().strip("\"'")
    tried = [named] if _CHARSET.fullmatch(named) else []
    # Mail without a word about its letters is UTF-8 or, from an old program, Baltic.
    for each in (*tried, "utf-8", "windows-1257"):
        with suppress(LookupError, ValueError):
            return content.decode(each)
    return content.decode("latin-1")


def _raw(message: Message, name: str) -> str:
    try:
        value = message.get(name)
    except Exception:
        return ""
    return "" if value is None else str(value)[:LONGEST_HEADER]


def _message_id(message: Message, content: bytes) -> str:
    """Return the mail's own name; one without it is known by what it says."""
    return header(message, "Message-ID").strip("<> ") or hashlib.sha256(content).hexdigest()


def _senders(message: Message) -> tuple[str, ...]:
    """Return everything in From that could be an address, as typed; names in quotation marks are none.

    The library's own reader and mail servers understand some broken lines differently, and somebody who
    knows how might write as somebody else: so whoever asks sees every address that anyone could see.
    """
    try:
        lines = [str(each) for each in message.get_all("From", [])]
    except Exception:
        return ()
    if any(len(line) > _LONGEST_FROM for line in lines):
        return ()
    runs = (run for line in lines for run in _RUN.findall(_NOT_ADDRESS.sub(" ", line)))
    return tuple(run for run in runs if "@" in run)


def is_automatic(message: Message) -> bool:
    """Whether a program answered and not a person: such a mail is never answered and never a message."""
    submitted = header(message, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    if header(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    if any(header(message, name) for name in _SAID_BY_MACHINES):
        return True
    # People's programs ask for no answers of machines too; only machines ask for none of any kind.
    if header(message, "X-Auto-Response-Suppress").lower() == "all":
        return True
    return message.get_content_type() == "multipart/report" or bool(
        _AUTOMATIC_SUBJECT.match(header(message, "Subject"))
    )


def _parts_of(message: Message) -> Iterator[Message]:
    """Go through what the mail is made of; a mail that was forwarded inside it is not opened."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        if part.get_content_type().startswith("message/"):
            if part.get_content_type() == _MAIL:
                yield part  # as a file, if it is meant as one
            continue
        if part.is_multipart():
            waiting = [*(each for each in part.get_payload() if isinstance(each, Message)), *waiting]
        else:
            yield part


def _text_of(parts: list[Message]) -> str:
    """Return the plain text, or that of the HTML where there is no other."""
    bodies = [part for part in parts if part.get_content_maintype() == "text" and not _is_file(part)]
    plain = [_body(part) for part in bodies if part.get_content_subtype() == "plain"]
    if any(text.strip() for text in plain):
        return "\n\n".join(text.strip("\n") for text in plain if text.strip())
    html = [_body(part) for part in bodies if part.get_content_subtype() == "html"]
    return "\n\n".join(html_to_text.convert(text) for text in html)


def _body(part: Message) -> str:
    text = _clean(decode(_bytes_of(part), _parameter(part, "charset")))
    if part.get_content_subtype() == "plain" and _parameter(part, "format").lower() == "flowed":
        return unflow(text, deletes_space=_parameter(part, "delsp").lower() == "yes")
    return text


def _bytes_of(part: Message) -> bytes:
    try:
        content = part.get_payload(0) if part.get_content_type() == _MAIL else part.get_payload(decode=True)
        if isinstance(content, Message):
            return content.as_bytes()
    except Exception:
        return b""
    return content if isinstance(content, bytes) else b""


def _parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name)
    except Exception:
        return ""
    return str(value[2] if isinstance(value, tuple) else value or "")


def _clean(text: str) -> str:
    """Return text with plain line ends, composed letters and nothing that controls a terminal."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return unicodedata.normalize("NFC", _CONTROL.sub("", lines))


def _is_file(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except Exception:
        return False


def _files_of(parts: list[Message]) -> Iterator[EnclosedFile]:
    """Return the files that the sender put in; what mail programs add by themselves stays out."""
    for part in parts:
        kind, content, name = part.get_content_type(), _bytes_of(part), _file_name(part)
        if winmail.is_package(kind, name):
            yield from (EnclosedFile(decode(packed, None), each) for packed, each in winmail.unpack(content))
        elif not _is_file(part) or _MACHINE_MADE.fullmatch(kind) or not content:
            continue
        elif not _is_decoration(part, len(content)):
            yield EnclosedFile(name or ("message.eml" if kind == _MAIL else ""), content)


def _is_decoration(part: Message, size: int) -> bool:
    """Whether it is a small or moving picture in the text: the mark of somebody's organisation."""
    if part.get_content_maintype() != "image":
        return False
    if size >= DECORATION_BYTES and part.get_content_subtype() != "gif":
        return False
    return bool(header(part, "Content-ID")) and part.get_content_disposition() != "attachment"


def _file_name(part: Message) -> str:
    try:
        raw = str(part.get_filename() or "")
        pieces = decode_header(raw)
        name = "".join(
            decode(piece, charset) if isinstance(piece, bytes) else str(piece) for piece, charset in pieces
        )
    except Exception:
        name = ""
    return " ".join(_clean(name).split())
