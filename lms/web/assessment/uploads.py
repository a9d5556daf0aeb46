"""Files that come piece by piece, so that a connection that breaks costs one piece and not the file.

Only scripts use these doors; without one a file comes with the form, as ever.
"""

from typing import Any

from flask import jsonify, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment import queries, service
from lms.foundation.db import session
from lms.foundation.errors import Refusal
from lms.foundation.i18n import current_language
from lms.foundation.storage import as_refusals
from lms.foundation.uploads import MEGABYTE
from lms.web.assessment.assignments import get_desk
from lms.web.assessment.blueprint import blueprint
from lms.web.shell.access import members
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page
from lms.web.shell.session import member

Answer = Response | tuple[Response, int]
MOST_AT_ONCE = MEGABYTE + 1024
PLACE = "/modules/<module>/assignments/<assignment>/uploads"


@blueprint.url_value_preprocessor
def read_piece_first(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Read the piece before the deed begins: a slow connection must not keep the database waiting."""
    if endpoint == "assessment.take_piece":
        request.max_content_length = MOST_AT_ONCE
        request.get_data(cache=True)


@blueprint.post(PLACE)
@members
def start_upload(module: str, assignment: str) -> Answer:
    """Begin to take a file, or say how much of it is here."""
    desk = get_desk(module, assignment, needs_work=False)
    announced = service.Announced(
        name=request.form.get("name", ""),
        size=request.form.get("size", 0, type=whole_number),
        modified=request.form.get("modified", ""),
    )
    try:
        progress = service.start_upload(
            desk.place.actor, desk.module, assignment, announced, current_language()
        )
    except Refusal as refusal:
        return _refused(refusal)
    place: dict[str, Any] = {"module": desk.module.slug, "assignment": assignment, "upload_id": progress.id}
    return jsonify(
        received=progress.received,
        bytes=service.PIECE_BYTES,
        piece=url_for(".take_piece", upload_id=progress.id),
        finish=url_for(".finish_upload", **place),
        cancel=url_for(".cancel_upload", **place),
    )


@blueprint.post("/uploads/<int:upload_id>")
@members
def take_piece(upload_id: int) -> Answer:
    """Keep the next piece and say how much of the file is here now."""
    begins_at = request.args.get("from", 0, type=whole_number)
    try:
        with as_refusals():
            progress = service.take_piece(member(), upload_id, begins_at, request.get_data())
    except Refusal as refusal:
        return _refused(refusal)
    return jsonify(received=progress.received)


@blueprint.post(f"{PLACE}/<int:upload_id>/finish")
@members
def finish_upload(module: str, assignment: str, upload_id: int) -> Answer:
    """Put the whole file into the draft, and give the list of its files anew."""
    desk = get_desk(module, assignment, needs_work=False)
    try:
        with as_refusals():
            finished = service.finish_upload(
                desk.place.actor,
                desk.module,
                assignment,
                upload_id,
                current_language(),
                request.form.get("sha256", ""),
            )
    except Refusal as refusal:
        return _refused(refusal)
    if finished.reason:
        return jsonify(refused=finished.reason)
    work = get_desk(module, assignment).work
    files = queries.list_draft_files(work.id) if work else []
    return jsonify(files=page("assessment/_draft_files", files=files))


@blueprint.post(f"{PLACE}/<int:upload_id>/cancel")
@members
def cancel_upload(module: str, assignment: str, upload_id: int) -> Answer:
    """Forget what has come of a file."""
    desk = get_desk(module, assignment, needs_work=False)
    service.cancel_upload(desk.place.actor, desk.module, assignment, upload_id)
    return jsonify(cancelled=True)


def _refused(refusal: Refusal) -> Answer:
    session.rollback()
    return jsonify(reason=str(refusal)), refusal.status
