"""Pictures and files: what they are is read from their content."""

import struct

import pytest

from lms.domain.content.media import MediaFacts, examine_media
from lms.domain.content.problems import ProblemList

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 680 {}">{}</svg>'
)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 300, 200) + b"\x08\x02\0\0\0"
JPEG = (
    b"\xff\xd8\xff\xe0\0\x04ab" + b"\xff\xc0\0\x11\x08" + struct.pack(">HH", 200, 300) + b"\x03" + b"\0" * 20
)
WEBP = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (299).to_bytes(3, "little") + (199).to_bytes(3, "little")


def examine(name: str, content: bytes | str) -> tuple[MediaFacts | None, list[str]]:
    problems = ProblemList()
    found = examine_media(name, content.encode() if isinstance(content, str) else content, name, problems)
    return found, [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("name", "content", "facts"),
    [
        ("a.svg", SVG.format(400, '<path d="M0 0"/>'), MediaFacts("image/svg+xml", 680, 400)),
        ("a.png", PNG, MediaFacts("image/png", 300, 200)),
        ("a-b.en.jpg", JPEG, MediaFacts("image/jpeg", 300, 200)),
        ("a.webp", WEBP, MediaFacts("image/webp", 300, 200)),
        ("a.pdf", b"%PDF-1.7 ...", MediaFacts("application/pdf")),
    ],
)
def test_kinds_and_sizes(name: str, content: bytes | str, facts: MediaFacts) -> None:
    assert examine(name, content) == (facts, [])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", JPEG, "picture-not-its-name"),
        ("a.png", b"<script>alert(1)</script>", "picture-not-its-name"),
        ("a.jpg", b"\xff\xd8\xff", "picture-not-its-name"),
        ("a.svg", "<html/>", "picture-not-its-name"),
        ("a.svg", "<svg", "picture-broken"),
        ("a.svg", b"\xff\xfe<svg/>", "picture-broken"),
        ("a.exe", b"MZ", "picture-kind"),
        ("a.html", b"<html>", "picture-kind"),
        ("Žemė.png", PNG, "bad-media-name"),
        ("a b.png", PNG, "bad-media-name"),
        ("a.png", b"", "empty-file"),
    ],
)
def test_what_cannot_be_used_has_a_reason(name: str, content: bytes | str, code: str) -> None:
    assert examine(name, content) == (None, [code])


@pytest.mark.parametrize(
    "part",
    [
        "<script>alert(1)</script>",
        "<SCRIPT xmlns='http://www.w3.org/2000/svg'/>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        "<image href='https://x.lt/a.png'/>",
        "<image xlink:href='data:image/svg+xml;base64,AAAA'/>",
        "<a href='javascript:alert(1)'><text>x</text></a>",
        "<path d='M0 0' onclick='alert(1)'/>",
        "<path d='M0 0' OnLoad='alert(1)'/>",
        "<use href='https://x.lt/a.svg#x'/>",
        "<use xlink:href='//x.lt/a.svg#x'/>",
        "<animate attributeName='href' to='javascript:alert(1)'/>",
        "<set attributeName='onmouseover' to='alert(1)'/>",
        "<style>@import url(https://x.lt/a.css);</style>",
        "<style>path{fill:url('https://x.lt/a.svg#b')}</style>",
        "<style>p{background:u\\72l(https://x.lt)}</style>",
        "<path style='fill:url(https://x.lt/a)'/>",
        "<path fill='url(//x.lt/a#b)'/>",
        "<iframe xmlns='http://www.w3.org/1999/xhtml' src='https://x.lt'/>",
        "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
        "<handler xmlns='http://www.w3.org/2001/xml-events'/>",
        "<?php echo 1 ?><feImage href='https://x.lt'/>",
    ],
)
def test_a_drawing_can_neither_run_nor_fetch(part: str) -> None:
    found, codes = examine("a.svg", SVG.format(10, part))
    assert found is None and set(codes) == {"picture-unsafe"}


@pytest.mark.parametrize(
    "beginning",
    [
        "<!DOCTYPE svg [<!ENTITY a 'b'>]>",
        "<?xml version='1.0'?><!DOCTYPE svg SYSTEM 'https://x.lt/a.dtd'>",
        "<?xml-stylesheet href='https://x.lt/a.css'?>",
    ],
)
def test_a_drawing_defines_nothing_of_its_own(beginning: str) -> None:
    assert examine("a.svg", beginning + SVG.format(10, "")) == (None, ["picture-unsafe"])


def test_references_within_the_drawing_are_kept() -> None:
    part = (
        "<defs><marker id='m'/></defs><use href='#m'/><path marker-end='url(#m)' style=\"fill:url('#m')\"/>"
    )
    assert examine("a.svg", SVG.format(10, part))[1] == []
