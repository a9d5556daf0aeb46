"""Pictures and files of a course: what they are is read from their content, never from their name."""

import re
import struct
import xml.etree.ElementTree as etree
from dataclasses import dataclass

from lms.domain.content.problems import ProblemList

NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\.(?P<extension>svg|png|jpg|jpeg|webp|pdf)")
TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "pdf": "application/pdf",
}
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_SAFE_ELEMENTS = {
    "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "path", "rect", "circle",
    "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath", "marker", "pattern", "clipPath",
    "mask", "linearGradient", "radialGradient", "stop", "filter", "feGaussianBlur", "feOffset", "feBlend",
    "feColorMatrix", "feComposite", "feFlood", "feMerge", "feMergeNode", "feDropShadow", "switch", "view",
}  # fmt: skip
# Drawing programs leave notes of their own; browsers do not draw them.
_NOTES = (
    "{http://sodipodi",
    "{http://www.inkscape",
    "{http://purl.org/dc",
    "{http://www.w3.org/1999/02/22-rdf",
    "{http://creativecommons.org",
    "{http://web.resource.org/cc",
)
_FETCHING = re.compile(r"url\s*\(\s*(?!['\"]?#)|@import|expression\s*\(|javascript:|\\", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")


@dataclass(frozen=True)
class MediaFacts:
    """What kind of file it is, and how large a picture, or how long a recording."""

    media_type: str
    width: int = 0
    height: int = 0
    seconds: int = 0


def examine_media(name: str, content: bytes, file: str, problems: ProblemList) -> MediaFacts | None:
    """Return what the file is, or None with the reason noted why it cannot be used."""
    match = NAME.fullmatch(name)
    if not match:
        is_known = name.lower().rpartition(".")[2] in TYPES
        problems.add(file, 1, "bad-media-name" if is_known else "picture-kind")
        return None
    if not content:
        problems.add(file, 1, "empty-file")
        return None
    extension = match["extension"]
    if extension == "svg":
        return _examine_drawing(content, file, problems)
    size = _SIZES[extension](content)
    if size is None:
        problems.add(file, 1, "picture-not-its-name")
        return None
    return MediaFacts(TYPES[extension], *size)


def _png(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or content[12:16] != b"IHDR" or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or len(content) < 30:
        return None
    kind = content[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _pdf(content: bytes) -> tuple[int, int] | None:
    return (0, 0) if content.startswith(b"%PDF-") else None


_SIZES = {"png": _png, "jpg": _jpeg, "jpeg": _jpeg, "webp": _webp, "pdf": _pdf}


def _examine_drawing(content: bytes, file: str, problems: ProblemList) -> MediaFacts | None:
    # Before any parser sees it: a document type can define what blows up or fetches.
    for beginning in (b"<!DOCTYPE", b"<!ENTITY", b"<?xml-stylesheet"):
        if beginning in content:
            problems.add(file, _line_of(content, beginning), "picture-unsafe", part=beginning.decode())
            return None
    try:
        root = etree.fromstring(content.decode())
    except (etree.ParseError, UnicodeDecodeError, RecursionError):
        problems.add(file, 1, "picture-broken")
        return None
    if root.tag != f"{_SVG}svg":
        problems.add(file, 1, "picture-not-its-name")
        return None
    unsafe = [part for element in root.iter() for part in _unsafe_parts(element)]
    for part in dict.fromkeys(unsafe):
        problems.add(file, _line_of(content, part.encode()), "picture-unsafe", part=part)
    return None if unsafe else MediaFacts(TYPES["svg"], *_drawing_size(root))


def _unsafe_parts(element: etree.Element) -> list[str]:
    """List what a drawing must not contain: only harmless parts are allowed, the rest is refused."""
    if not isinstance(element.tag, str):
        return ["<?"]
    if not element.tag.startswith(_SVG):
        return [] if element.tag.startswith(_NOTES) else [element.tag.rpartition("}")[2]]
    name = element.tag.removeprefix(_SVG)
    found = [] if name in _SAFE_ELEMENTS else [name]
    if name == "style" and _FETCHING.search(element.text or ""):
        found.append("style")
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        leads_away = attribute in ("href", _XLINK) and not value.strip().startswith("#")
        if plain.startswith("on") or leads_away or _FETCHING.search(value):
            found.append(plain)
    return found


def _drawing_size(root: etree.Element) -> tuple[int, int]:
    sides = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    if all(sides):
        return round(float(sides[0][1])), round(float(sides[1][1]))  # type: ignore[index]
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        return round(float(box[2])), round(float(box[3]))
    except (IndexError, ValueError, OverflowError):
        return 0, 0


def _line_of(content: bytes, part: bytes) -> int:
    place = content.find(part)
    return content.count(b"\n", 0, place) + 1 if place >= 0 else 1
