"""Answers travel compressed: pages quickly, static files once and thoroughly.

A page that was rendered once for many readers was compressed once as well. What
differs between readers is put between the compressed pieces as it is, since a
deflate stream may hold stored blocks; only the check sum is reckoned anew.
"""

import gzip
import struct
import zlib
from collections.abc import Iterable, Sequence

from flask import Flask, Response, current_app, request

SMALLEST = 860  # bytes; below this a compressed answer is no quicker
_KINDS = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/rss+xml")
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST_BLOCK = b"\x03\x00"
_LONGEST_STORED = 65_535
_STORED = struct.Struct("<BHH")


def is_accepted() -> bool:
    """Whether the browser takes gzip."""
    return "gzip" in request.headers.get("Accept-Encoding", "")


def piece(text: bytes) -> bytes:
    """Compress a piece of a page so that others can stand before and after it."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


def stitched(pieces: Iterable[bytes], raw: Sequence[bytes], between: Sequence[bytes]) -> bytes:
    """Return a gzip stream of compressed pieces, of which `raw` is the text, with plain text between them."""
    found, check, size = [_HEAD], 0, 0
    for number, packed in enumerate(pieces):
        found.append(packed)
        check, size = zlib.crc32(raw[number], check), size + len(raw[number])
        if number < len(between) and (plain := between[number]):
            found.append(_stored(plain))
            check, size = zlib.crc32(plain, check), size + len(plain)
    found += [_LAST_BLOCK, struct.pack("<LL", check, size & 0xFFFFFFFF)]
    return b"".join(found)


def _stored(plain: bytes) -> bytes:
    size = len(plain)
    if size <= _LONGEST_STORED:
        return _STORED.pack(0, size, size ^ 0xFFFF) + plain
    blocks = []
    for start in range(0, len(plain), _LONGEST_STORED):
        block = plain[start : start + _LONGEST_STORED]
        blocks.append(_STORED.pack(0, len(block), len(block) ^ 0xFFFF) + block)
    return b"".join(blocks)


def install(app: Flask) -> None:
    """Compress each text that is long enough, for browsers that take it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if (response.mimetype or "").startswith(_KINDS):
        response.headers.add("Vary", "Accept-Encoding")
    if not _is_worth_it(response):
        return response
    if request.endpoint == "static":
        packed = _static_file(request.path, response)
    else:
        packed = gzip.compress(response.get_data(), 1, mtime=0)
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _is_worth_it(response: Response) -> bool:
    return (
        response.status_code == 200
        and (response.mimetype or "").startswith(_KINDS)
        and "Content-Encoding" not in response.headers
        and (request.endpoint == "static" or not response.is_streamed)
        and (response.content_length or 0) >= SMALLEST
        and request.method == "GET"
        and is_accepted()
    )


def _static_file(path: str, response: Response) -> bytes:
    """Compress a static file as well as can be, once in the life of the process."""
    kept: dict[tuple[str, str | None], bytes] = current_app.extensions.setdefault("compressed_files", {})
    key = (path, response.headers.get("Last-Modified"))
    response.direct_passthrough = False
    opened = response.response
    if key not in kept:
        kept[key] = gzip.compress(response.get_data(), 9, mtime=0)
    if hasattr(opened, "close"):
        opened.close()
    return kept[key]
