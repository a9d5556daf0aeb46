"""The door of files that were handed in."""

from flask import Response

from lms.domain.assessment import policy, queries
from lms.domain.assessment.queries import OpenableFile
from lms.web.assessment.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.handing_out import hand_out


@blueprint.get("/submissions/files/<int:file_id>")
@allow(policy.may_open_file, load=queries.get_file)
def download_file(file: OpenableFile) -> Response:
    """Hand out the file for saving, under the name that its owner gave it."""
    return hand_out(file.storage_key, file.name, file.media_type, file.size)
