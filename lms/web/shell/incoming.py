"""What comes in is looked at before any room sees it.

Numbers that no row can have, and signs that no database takes, end here as if they led nowhere.
"""

from typing import Any

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1
NUL = "\x00"


class CleanRequest(Request):
    """A request whose forms hold no NUL: PostgreSQL refuses it, and nobody can have typed it."""

    def _load_form_data(self) -> None:
        super()._load_form_data()
        typed = list(self.form.items(multi=True))
        if any(NUL in name or NUL in value for name, value in typed):
            cleaned = [(name.replace(NUL, ""), value.replace(NUL, "")) for name, value in typed]
            # Where Werkzeug itself keeps what it has read.
            self.__dict__["form"] = ImmutableMultiDict(cleaned)


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
