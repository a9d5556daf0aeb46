"""Photographs and the like: without what a camera notes down, and in sizes that phones like."""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

WIDTHS = (640, 1280, 1920)
QUALITY = 80
MOST_PIXELS = 50_000_000
_RASTER = {"png", "jpg", "jpeg", "webp"}
# What a browser needs to draw the picture; everything else (places, times, names, comments) is left out.
_PNG_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT", b"cICP",
}  # fmt: skip
_TROUBLE = (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, struct.error)
_WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}


@dataclass(frozen=True)
class Variant:
    """The same picture in another size, as WebP."""

    width: int
    content: bytes


def is_raster(path: str) -> bool:
    """Tell whether that file is a picture made of dots."""
    return path.rpartition(".")[2] in _RASTER


def without_notes(content: bytes) -> bytes:
    """Return the picture without what tells where, when and by whom it was taken, each dot as it was.

    A photograph that was taken sideways is turned first: nothing else remembers it.
    """
    if content.startswith(b"\x89PNG"):
        return content[:8] + b"".join(_png_chunks(content))
    if content.startswith(b"\xff\xd8"):
        return _without_notes_jpeg(_upright(content))
    if content.startswith(b"RIFF"):
        return _without_notes_webp(content)
    return content


def _png_chunks(content: bytes) -> Iterator[bytes]:
    at = 8
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] in _PNG_CHUNKS:
            yield content[at : at + 12 + length]
        at += 12 + length


def _without_notes_jpeg(content: bytes) -> bytes:
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:  # From here on there are only dots.
            break
        # APP0 says what it is, APP2 holds colours, APP14 how they are coded; the other APPs and comments go.
        is_note = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in (0xE0, 0xE2, 0xEE))
        if not is_note:
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    return b"".join([*kept, content[at:]])


def _without_notes_webp(content: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(content):
        kind, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        chunk = content[at : at + 8 + length + length % 2]
        if kind == b"VP8X" and len(chunk) > 8:
            # Two bits announce what is left out: Exif and XMP.
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind in _WEBP_CHUNKS:
            kept.append(chunk)
        at += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _upright(content: bytes) -> bytes:
    if b"Exif\0\0" not in content[:65_536]:
        return content
    from PIL import Image, ImageOps  # noqa: PLC0415

    try:
        with _quietly(), Image.open(io.BytesIO(content)) as picture:
            # A picture that would fill the memory stays as it lies.
            if picture.getexif().get(0x0112, 1) == 1 or picture.width * picture.height > MOST_PIXELS:
                return content
            out = io.BytesIO()
            ImageOps.exif_transpose(picture).convert("RGB").save(out, "JPEG", quality=92, optimize=True)
            return out.getvalue()
    # Notes that cannot be read say nothing about how the picture stands.
    except (*_TROUBLE, Image.DecompressionBombError):
        return content


def smaller(content: bytes) -> list[Variant]:
    """Return the picture in the widths that are smaller than itself, where that saves anything."""
    from PIL import Image  # noqa: PLC0415 (a large library, and few modules have photographs)

    try:
        with _quietly(), Image.open(io.BytesIO(content)) as opened:
            if getattr(opened, "is_animated", False):
                return []
            has_holes = opened.mode in ("RGBA", "LA", "P", "PA") or "transparency" in opened.info
            picture = opened.convert("RGBA" if has_holes else "RGB")
    except _TROUBLE:  # A kind of colours that the library cannot change; browsers know it all the same.
        return []
    sized = (_sized(picture, width) for width in sorted({min(width, picture.width) for width in WIDTHS}))
    return [variant for variant in sized if len(variant.content) < len(content)]


def _sized(picture: Any, width: int) -> Variant:
    height, out = max(1, round(picture.height * width / picture.width)), io.BytesIO()
    resized = picture if width == picture.width else picture.resize((width, height))
    resized.save(out, "WEBP", quality=QUALITY, method=4, exif=b"", xmp=b"")
    return Variant(width, out.getvalue())


def can_be_drawn(content: bytes) -> bool:
    """Tell whether a picture is whole; its size has to be known to be sensible before."""
    from PIL import Image  # noqa: PLC0415

    try:
        with _quietly(), Image.open(io.BytesIO(content)) as picture:
            picture.load()
    except (*_TROUBLE, Image.DecompressionBombError):
        return False
    return True


@contextmanager
def _quietly() -> Iterator[None]:
    """What the library warns of is about the file, and nobody could do anything about it here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
