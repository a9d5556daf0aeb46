"""Pictures and files of courses, each under the number of its content, so that it may be kept for ever."""

import re
from typing import Any

from flask import Blueprint, Response, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from lms.domain.content import queries as content
from lms.domain.content.addresses import media_name, stored_name
from lms.foundation import storage
from lms.foundation.errors import NotFound
from lms.web.shell.access import public

blueprint = Blueprint("media", __name__)

# A picture may be made of markup (SVG): opened by itself it can neither run, nor fetch, nor send anything.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"
FOR_EVER = "public, max-age=31536000, immutable"
PLAYED = ("video/", "audio/")
SHOWN_INLINE = ("image/", "text/vtt", *PLAYED)
_NUMBER = re.compile(r"[0-9a-f]{64}")
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")


@blueprint.get("/media/<sha256>.<extension>")
@public
def show_media(sha256: str, extension: str) -> Any:
    """Show a picture of a published module, or hand out another file of it."""
    if not _NUMBER.fullmatch(sha256) or not _EXTENSION.fullmatch(extension):
        raise NotFound()
    found = content.find_media(sha256)
    if found is None:
        raise NotFound()
    media_type, size = found
    name = media_name(sha256, extension)
    if request.if_none_match.contains(sha256):
        answer = Response(status=304)  # The number of the content is its name: it cannot have changed.
    else:
        answer = send_file(
            storage.current().open(stored_name(name)),
            mimetype=media_type,
            as_attachment=not media_type.startswith(SHOWN_INLINE),
            download_name=name,
            conditional=False,
            etag=False,
        )
    answer.set_etag(sha256)
    if media_type.startswith(PLAYED) and answer.status_code == 200:
        # Whoever listens goes back and forth: each part can be asked for by itself.
        try:
            answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)
        except RequestedRangeNotSatisfiable:
            answer.close()
            raise
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = FOR_EVER
    return answer
