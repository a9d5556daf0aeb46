"""The door of files that were handed in: never shown inside a page, never from another address."""

from flask import Response, send_file

from lms.domain.assessment import policy, queries
from lms.domain.assessment.queries import OpenableFile
from lms.foundation import storage
from lms.web.assessment.blueprint import blueprint
from lms.web.shell.access import allow


@blueprint.get("/submissions/files/<int:file_id>")
@allow(policy.may_open_file, load=queries.get_file)
def download_file(file: OpenableFile) -> Response:
    """Hand out the file for saving, under the name that its owner gave it."""
    answer = send_file(
        storage.current().open(file.storage_key),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        max_age=0,
        conditional=False,  # A bucket's answer can be read once, from its beginning.
        etag=False,
    )
    answer.content_length = file.size
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
