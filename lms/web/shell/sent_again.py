"""Forms that waited on somebody's device: sent under their writer's name only, and done once.

A script that keeps what was written without a connection sends each form with a key and with the number
of its writer. Whoever else is signed in by then gets 401 and nothing is done; the same key again gets the
first answer again. Such a form wants no page: a redirection becomes JSON that says where to go.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, request
from werkzeug.exceptions import BadRequest

from lms.foundation import db, sent_once
from lms.foundation.errors import NotFound, Refusal
from lms.foundation.i18n import gettext as _
from lms.web.shell.csrf import FIELD
from lms.web.shell.session import viewer
from lms.web.shell.unit_of_work import House

KEY = "Idempotency-Key"
WRITER = "Savimoka-Writer"
MOST_KEPT = 4000  # signs of an answer
_KEY = re.compile(r"[A-Za-z0-9-]{16,64}")


def install(app: House) -> None:
    """Let every deed whose form bears a key be done once."""
    app.around_deeds = _once


def _once(do: Callable[[], Response]) -> Response:
    key = request.headers.get(KEY)
    if key is None:
        return do()
    if not _KEY.fullmatch(key):
        raise BadRequest()
    person = viewer()
    if person is None or request.headers.get(WRITER) != str(person.id):
        return _refused(_("Please sign in as the person who wrote this."), 401)
    fingerprint = _fingerprint()
    first = sent_once.begin(person.label, key, fingerprint)
    if first is None:
        try:
            response = _without_page(do())
        except Refusal as refusal:
            db.session.rollback()
            return _refused(str(refusal) or _usual_reason(refusal), refusal.status)
        if response.status_code >= 400:
            return response
        first = sent_once.finish(person.label, key, fingerprint, _kept(response))
        if first is None:
            return response
    db.session.rollback()
    if first.fingerprint != fingerprint:
        return _refused(_("This form was sent before with other words in it."), 422)
    return _made(first.answer)


def _fingerprint() -> str:
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != FIELD]
    return hashlib.sha256(repr((request.path, fields)).encode()).hexdigest()


def _without_page(response: Response) -> Response:
    """Say where a browser would go on to, for a script cannot see where a redirection leads."""
    return jsonify(location=response.location) if 300 <= response.status_code < 400 else response


def _kept(response: Response) -> dict[str, Any]:
    is_short = response.mimetype == "application/json" and (response.content_length or 0) <= MOST_KEPT
    return {"status": response.status_code, "body": response.get_json() if is_short else None}


def _made(answer: dict[str, Any]) -> Response:
    if answer["body"] is None:
        return Response(status=204)
    response: Response = jsonify(answer["body"])
    response.status_code = answer["status"]
    return response


def _usual_reason(refusal: Refusal) -> str:
    if isinstance(refusal, NotFound):
        return _("There is no page at this address, or it is not open to you.")
    return ""


def _refused(reason: str, status: int) -> Response:
    response = jsonify(reason=reason)
    response.status_code = status
    return response
