"""What comes in is looked at before any room sees it.

Numbers that no row can have, and signs that no database takes, end here as if they led nowhere.
A form that is larger than anybody can have typed is not taken apart at all.
"""

import io
from typing import IO, Any

from flask import Flask, Request, request
from flask import session as cookie
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest, NotFound, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1
NUL = "\x00"
MOST_TYPED_BYTES = 2 * 1024 * 1024
MOST_FIELDS = 1000
MOST_THROWN_AWAY = 300 * 1024 * 1024
CHUNK = 1024 * 1024


class CarefulParser(FormDataParser):
    """Takes forms apart that people send; of others it would need a thousand times their size in memory."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        """Refuse a form of too many fields or too much text before it is taken apart."""
        if mimetype == "application/x-www-form-urlencoded":
            typed = stream.read(MOST_TYPED_BYTES + 1)
            if len(typed) > MOST_TYPED_BYTES or typed.count(b"&") >= MOST_FIELDS:
                raise RequestEntityTooLarge()
            stream = io.BytesIO(typed)
        return super().parse(stream, mimetype, content_length, options)


class CleanRequest(Request):
    """A request whose forms hold no NUL, which PostgreSQL refuses and nobody types, and no nameless field."""

    form_data_parser_class = CarefulParser

    def _load_form_data(self) -> None:
        super()._load_form_data()
        typed = list(self.form.items(multi=True))
        if any(name is None or NUL in name or NUL in value for name, value in typed):
            # Where Werkzeug itself keeps what it has read.
            self.__dict__["form"] = ImmutableMultiDict(
                [(name.replace(NUL, ""), value.replace(NUL, "")) for name, value in typed if name is not None]
            )


class IdConverter(IntegerConverter):
    """An id in an address; one that is larger than any database keeps leads nowhere."""

    def __init__(self, addresses: Map, *args: Any, **options: Any) -> None:
        super().__init__(addresses, *args, **{"max": LARGEST_ID, **options})


def whole_number(text: str) -> int:
    """Read a number of a query or a form (`type=whole_number`); a senseless one counts as not given."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))):
        raise ValueError(text)
    found = int(text)
    if found > LARGEST_ID:
        raise ValueError(text)
    return found


def possible_id(given: int | None) -> int | None:
    """Return the id that a form gives, and 0, which nothing has, for one that no row can have."""
    return given if given is None or 0 < given <= LARGEST_ID else 0


def throw_away_the_rest() -> None:
    """Let a member's browser send all of what is too large: until then it shows no answer."""
    if "_user_id" not in cookie:
        return
    stream = request.environ["wsgi.input"]
    left = min(request.content_length or 0, MOST_THROWN_AWAY)
    while left > 0 and (chunk := stream.read(min(CHUNK, left))):
        left -= len(chunk)


def install(app: Flask) -> None:
    """Let every request pass through here first."""
    app.request_class = CleanRequest
    app.url_map.converters["int"] = IdConverter

    @app.before_request
    def refuse_nul() -> None:
        if NUL in request.path:
            raise NotFound()
        if any(NUL in name or NUL in value for name, value in request.args.items(multi=True)):
            raise BadRequest()
