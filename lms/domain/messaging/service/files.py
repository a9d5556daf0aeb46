"""Files that come with messages: kept under names of our own, each once."""

from collections.abc import Sequence

from lms.domain.messaging import rules
from lms.domain.messaging.models import MessageFile
from lms.foundation import clock, storage
from lms.foundation.db import session
from lms.foundation.errors import Invalid
from lms.foundation.i18n import ngettext
from lms.foundation.uploads import CheckedUpload


def keep_files(message_id: int, uploads: Sequence[CheckedUpload]) -> None:
    """Keep the files of a message for its conversation; the same file chosen twice is kept once."""
    different = {(each.file_name, each.sha256): each for each in uploads}
    if len(different) > rules.MOST_FILES:
        reason = ngettext(
            "You can attach at most %(num)s file.", "You can attach at most %(num)s files.", rules.MOST_FILES
        )
        raise Invalid(reason, "files")
    for upload in different.values():
        # The bytes come first: a row without its file would be a loss, a file without its row takes room.
        key = upload.new_storage_name("messages")
        storage.current().put(key, upload.content)
        session.add(
            MessageFile(
                message_id=message_id,
                name=upload.file_name,
                media_type=upload.media_type,
                size=upload.size,
                sha256=upload.sha256,
                storage_key=key,
                uploaded_at=clock.now(),
            )
        )
