"""A request that went well is committed; any other leaves no trace.

The commit happens before the answer is made final, so that a commit that fails is
an error page and never a success that is not on disk.
"""

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from lms.foundation import db

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class House(Flask):
    """A Flask application whose every deed is one transaction."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view; commit what a writing one did, if it says that it went well."""
        response: Response = self.make_response(super().dispatch_request())
        if request.method not in READING and response.status_code < 400:
            db.session.commit()
        return response


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
