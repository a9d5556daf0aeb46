"""The door of files that came with messages; open to the people of the conversation only."""

from flask import Response

from lms.domain.messaging import policy, queries
from lms.domain.messaging.queries import OpenableFile
from lms.web.messaging.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.handing_out import hand_out


@blueprint.get("/messages/files/<int:file_id>")
@allow(policy.may_converse, load=queries.get_file)
def download_file(file: OpenableFile) -> Response:
    """Hand out the file for saving, under the name that its sender gave it."""
    return hand_out(file.storage_key, file.name, file.media_type, file.size)
