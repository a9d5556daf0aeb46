"""A page rendered once for many readers, with holes for what differs between them.

The real template is rendered with markers where the reader's own state belongs, and
cut at the markers. Serving the page is then joining strings. A hole's value is escaped
when it is filled, unless it is markup of our own.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock

from flask import Response
from markupsafe import Markup, escape

from lms.web.shell import compression

# Nobody who writes a text can guess the mark, so no text can open a hole.
_MARK = f"hole-{secrets.token_hex(12)}-"
_HOLES = re.compile(re.escape(_MARK) + r"([a-z_]+(?::[a-z0-9-]+)?)-end")
_NOTHING = ""  # where two pieces meet
MOST_BYTES = 24 * 1024 * 1024


def hole(name: str) -> Markup:
    """Return the marker to render where the reader's own value will stand."""
    return Markup(f"{_MARK}{name}-end")


class Prerendered:
    """A rendered page, cut at its holes; in bytes, as Lithuanian letters double what a string takes."""

    __slots__ = ("_names", "_packed", "_raw", "size")

    def __init__(self, rendered: str) -> None:
        pieces = _HOLES.split(rendered)
        self._names = pieces[1::2]
        self._raw = [part.encode() for part in pieces[::2]]
        self._packed: list[bytes] | None = None
        self.size = 2 * sum(map(len, self._raw))

    def with_pieces(self, name: str, pieces: Sequence["Prerendered"]) -> "Prerendered":
        """Return the page with these pieces, one after the other, where that hole was.

        Nothing is rendered or compressed anew: the pieces have been, each once for all who share it.
        """
        place = self._names.index(name)
        whole = Prerendered("")
        whole._raw, whole._packed = self._raw[:], self.packed[:]
        names: list[str] = [_NOTHING]
        for piece in pieces:
            names += [*piece._names, _NOTHING]
        whole._names = [*self._names[:place], *names, *self._names[place + 1 :]]
        after = slice(place + 1, place + 1)
        whole._raw[after] = [part for piece in pieces for part in piece._raw]
        whole._packed[after] = [part for piece in pieces for part in piece.packed]
        return whole

    @property
    def packed(self) -> list[bytes]:
        """The page, compressed between its holes."""
        if self._packed is None:
            self._packed = [compression.piece(raw) for raw in self._raw]
        return self._packed

    @property
    def holes(self) -> frozenset[str]:
        """The names of everything that has to be filled."""
        return frozenset(self._names) - {_NOTHING}

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the page for one reader; a hole without a value is an error, never a gap."""
        return self._joined(self._between(values)).decode()

    def answer(self, values: Mapping[str, str]) -> Response:
        """Answer one reader, compressed where the browser takes it: the page was compressed beforehand."""
        between = self._between(values)
        if not compression.is_accepted():
            return Response(self._joined(between), mimetype="text/html")
        response = Response(compression.stitched(self.packed, self._raw, between), mimetype="text/html")
        response.headers["Content-Encoding"] = "gzip"
        return response

    def _between(self, values: Mapping[str, str]) -> list[bytes]:
        return [str(escape(values[name])).encode() if name else b"" for name in self._names]

    def _joined(self, between: Sequence[bytes]) -> bytes:
        pieces = [b""] * (2 * len(between) + 1)
        pieces[::2], pieces[1::2] = self._raw, between
        return b"".join(pieces)


class PageCache:
    """The pages that were rendered last, bounded by their size; a page that is dropped is rendered again."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._pages: OrderedDict[Hashable, Prerendered] = OrderedDict()
        self._lock = Lock()
        self._size = 0
        self._most = most_bytes

    def get(self, key: Hashable, render: Callable[[], str]) -> Prerendered:
        """Return the page of that key, rendered now if this process does not hold it."""
        page = self._pages.get(key)
        if page is None:
            page = self._keep(key, Prerendered(render()))
        return page

    def clear(self) -> None:
        """Forget all pages."""
        with self._lock:
            self._pages.clear()
            self._size = 0

    def _keep(self, key: Hashable, page: Prerendered) -> Prerendered:
        with self._lock:
            if key not in self._pages:
                self._pages[key] = page
                self._size += page.size
            while self._size > self._most and len(self._pages) > 1:
                _oldest, dropped = self._pages.popitem(last=False)
                self._size -= dropped.size
        return page
