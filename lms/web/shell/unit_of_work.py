"""A request that went well is committed; any other leaves no trace.

The commit happens before the answer is made final, so that a commit that fails is
an error page and never a success that is not on disk.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from lms.foundation import db
from lms.foundation.i18n import current_language

READING = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_ADDRESSES = 20_000


class House(Flask):
    """A Flask application whose every deed is one transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._addresses: dict[tuple[Any, ...], str] = {}
        # What stands around each deed, within its transaction.
        self.around_deeds: Callable[[Callable[[], Response]], Response] = lambda do: do()
        super().__init__(*args, **kwargs)

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view; commit what a writing one did, if it says that it went well."""
        if request.method in READING:
            return self._answer()
        response = self.around_deeds(self._answer)
        if response.status_code < 400:
            db.session.commit()
        return response

    def _answer(self) -> Response:
        response: Response = self.make_response(super().dispatch_request())
        return response

    def url_for(self, endpoint: str, **values: Any) -> str:
        """Make an address; the same one is made once, since a page has dozens and building costs."""
        if not request or any(name.startswith("_") and name != "_anchor" for name in values):
            return super().url_for(endpoint, **values)
        try:
            key = (endpoint, request.blueprint, request.script_root, current_language(), *values.items())
            found = self._addresses.get(key)
        except TypeError:  # a list among the values: rare, and not worth keeping
            return super().url_for(endpoint, **values)
        if found is None:
            if len(self._addresses) >= MOST_ADDRESSES:
                self._addresses.clear()
            found = self._addresses[key] = super().url_for(endpoint, **values)
        return found


def install(app: House) -> None:
    """Give each request a fresh session, a reading one where nothing may be written."""

    @app.before_request
    def open_session() -> None:
        if request.method in READING:
            db.begin_reading()
        else:
            db.session.remove()

    @app.teardown_request
    def let_go(_error: BaseException | None) -> None:
        db.session.remove()
