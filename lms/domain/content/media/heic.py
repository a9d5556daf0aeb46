"""Pictures as iPhones keep them (HEIC): what was noted down beside the picture is blanked out, box by box.

Nothing is decoded, so each dot stays as it was. Where the file is built in a way that is not understood
here, nothing is promised: the caller is told, and refuses it.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_AT_TOP = {b"ftyp", b"meta", b"mdat", b"free", b"skip"}
_IN_META = {b"hdlr", b"dinf", b"pitm", b"iinf", b"iref", b"iprp", b"idat", b"iloc", b"grpl", b"free"}
_PICTURES = {b"hvc1", b"hev1", b"av01", b"grid", b"iovl", b"iden", b"tmap"}
_MOST_ITEMS = 20_000
_TROUBLE = (struct.error, IndexError, ValueError, KeyError)


@dataclass(frozen=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


@dataclass
class _Items:
    kinds: dict[int, tuple[bytes, int]] = field(default_factory=dict)  # kind, and where it is written
    places: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


def without_notes(content: bytes) -> bytes | None:
    """Return the picture without place, time and device, or None where they cannot be removed for certain."""
    try:
        return _without_notes(content)
    except _TROUBLE:
        return None


def _without_notes(content: bytes) -> bytes | None:
    top = list(_boxes(content, 0, len(content)))
    metas = [box for box in top if box.kind == b"meta"]
    if len(metas) != 1 or not top or top[0].kind != b"ftyp":
        return None
    parts = list(_boxes(content, metas[0].body + 4, metas[0].end))
    items = _Items()
    _read_kinds(content, _only(parts, b"iinf"), items)
    drawers = [box for box in parts if box.kind == b"idat"]
    _read_places(content, _only(parts, b"iloc"), drawers[0] if drawers else None, items)
    if items.kinds[_first(content, _only(parts, b"pitm"))][0] not in _PICTURES:
        return None
    cleaned = bytearray(content)
    kept = sorted(
        place for item, (kind, _) in items.kinds.items() if kind in _PICTURES for place in items.places[item]
    )
    if any(start < 0 or end > len(content) for start, end in kept):
        return None
    for box in [*(box for box in top if box.kind == b"mdat"), *drawers]:
        _blank_but(cleaned, box, kept)
    for box in [*(box for box in top if box.kind not in _AT_TOP), *(_unknown(parts))]:
        cleaned[box.start + 4 : box.start + 8] = b"free"
        cleaned[box.body : box.end] = bytes(box.end - box.body)
    for kind, written_at in items.kinds.values():
        if kind not in _PICTURES:  # No program looks for notes where only zeros are.
            cleaned[written_at : written_at + 4] = b"skip"
    return bytes(cleaned)


def _unknown(parts: list[_Box]) -> Iterator[_Box]:
    return (box for box in parts if box.kind not in _IN_META)


def _only(parts: list[_Box], kind: bytes) -> _Box:
    (found,) = (box for box in parts if box.kind == kind)
    return found


def _boxes(content: bytes, start: int, end: int) -> Iterator[_Box]:
    while start < end:
        size, kind = struct.unpack_from(">I4s", content, start)
        body = start + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, body)
            body += 8
        elif size == 0:
            size = end - start
        if size < body - start or start + size > end:
            raise ValueError(kind)
        yield _Box(kind, start, body, start + size)
        start += size


def _first(content: bytes, box: _Box) -> int:
    """Return the number of the item that is the picture itself."""
    form = ">H" if content[box.body] == 0 else ">I"
    return int(struct.unpack_from(form, content, box.body + 4)[0])


def _read_kinds(content: bytes, box: _Box, items: _Items) -> None:
    wide = content[box.body] != 0
    at = box.body + (8 if wide else 6)
    for entry in _boxes(content, at, box.end):
        version = content[entry.body]
        if entry.kind != b"infe" or version not in (2, 3) or len(items.kinds) >= _MOST_ITEMS:
            raise ValueError(entry.kind)
        number = struct.unpack_from(">H" if version == 2 else ">I", content, entry.body + 4)[0]
        written_at = entry.body + (8 if version == 2 else 10)
        items.kinds[number] = (content[written_at : written_at + 4], written_at)


def _read_places(content: bytes, box: _Box, drawer: _Box | None, items: _Items) -> None:
    version, at = content[box.body], box.body + 4
    sizes = (content[at] >> 4, content[at] & 15, content[at + 1] >> 4, content[at + 1] & 15 if version else 0)
    if version > 2 or any(size not in (0, 4, 8) for size in sizes):
        raise ValueError(version)
    reader = _Reader(content, at + 2)
    for _ in range(reader.number(4 if version == 2 else 2)):
        item = reader.number(4 if version == 2 else 2)
        method = reader.number(2) & 15 if version else 0
        is_elsewhere = reader.number(2) != 0
        base = reader.number(sizes[2])
        if method > 1 or is_elsewhere or (method == 1 and drawer is None):
            raise ValueError(method)
        beginning = base + (drawer.body if method == 1 and drawer else 0)
        items.places[item] = []
        for _extent in range(reader.number(2)):
            reader.number(sizes[3])
            start, length = beginning + reader.number(sizes[0]), reader.number(sizes[1])
            if length == 0:
                raise ValueError(length)
            items.places[item].append((start, start + length))


class _Reader:
    """Reads numbers one after another."""

    def __init__(self, content: bytes, at: int) -> None:
        self._content, self._at = content, at

    def number(self, size: int) -> int:
        """Return the next number of so many bytes; one of none is zero."""
        taken = self._content[self._at : self._at + size]
        if len(taken) < size:
            raise ValueError(size)
        self._at += size
        return int.from_bytes(taken, "big")


def _blank_but(content: bytearray, box: _Box, kept: list[tuple[int, int]]) -> None:
    """Leave of a box only what belongs to the picture."""
    at = box.body
    for start, end in kept:
        start, end = max(start, box.body), min(end, box.end)
        if start >= end:
            continue
        if start > at:
            content[at:start] = bytes(start - at)
        at = max(at, end)
    if at < box.end:
        content[at : box.end] = bytes(box.end - at)
