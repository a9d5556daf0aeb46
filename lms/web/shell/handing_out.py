"""Files that people sent: handed out for saving, never shown inside a page, never kept on the way."""

from flask import Response, send_file

from lms.foundation import storage


def hand_out(storage_key: str, name: str, media_type: str, size: int) -> Response:
    """Answer with the file under the name that its owner gave it."""
    answer = send_file(
        storage.current().open(storage_key),
        mimetype=media_type,
        as_attachment=True,
        download_name=name,
        max_age=0,
        conditional=False,  # A bucket's answer can be read once, from its beginning.
        etag=False,
    )
    answer.content_length = size
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
