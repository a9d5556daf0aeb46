"""Give a published module back as files, with what is needed to publish them again."""

import json

from lms.domain.content import queries
from lms.domain.content.addresses import media_name, stored_name
from lms.domain.content.manifest import write_manifest
from lms.domain.content.reading import MANIFEST
from lms.foundation import storage
from lms.foundation.errors import NotFound


def export_files(slug: str) -> dict[str, bytes]:
    """Return every file of the current revision by its path, for an author who edits elsewhere."""
    standing = queries.find_standing(slug)
    if standing is None:
        raise NotFound()
    module = queries.get_revision(standing.revision_id)
    files = {
        path: text.encode()
        for path, text in json.loads(queries.get_kept(standing.revision_id).sources).items()
    }
    for each in module.media:
        with storage.current().open(stored_name(media_name(each.sha256, each.extension))) as content:
            files[each.path] = content.read()
    files[MANIFEST] = write_manifest(module)
    return files
