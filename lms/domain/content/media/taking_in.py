"""Files as people send them: what they claim to be, and pictures without the notes of their cameras."""

import io
from collections.abc import Sequence
from typing import BinaryIO

from lms.domain.content.media import heic
from lms.domain.content.media.pictures import is_raster, without_notes
from lms.foundation import uploads
from lms.foundation.i18n import gettext as _
from lms.foundation.uploads import CheckedUpload, UploadRefused

# Browsers of phones offer the camera for these, and turn pictures of their own kind into them.
PICTURES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


def take_in(
    content: BinaryIO, file_name: str, largest: int = uploads.LARGEST_BYTES, kinds: Sequence[str] = ()
) -> CheckedUpload:
    """Return the file fit to be kept, or raise UploadRefused with the reason for its sender.

    A photograph says where and when it was taken, and by which device. Nobody here needs that.
    """
    checked = uploads.check_upload(content, file_name, largest, kinds)
    if checked.extension != "heic" and not is_raster(checked.file_name.lower()):
        return checked
    checked.content.seek(0)
    cleaned = io.BytesIO(_without_notes(checked))
    # Turning a picture may make it a little larger; that is not its sender's fault.
    return uploads.check_upload(cleaned, checked.file_name, 2 * uploads.LARGEST_BYTES, kinds)


def _without_notes(picture: CheckedUpload) -> bytes:
    content = picture.content.read()
    if picture.extension != "heic":
        return without_notes(content)
    cleaned = heic.without_notes(content)
    if cleaned is None:
        reason = _(
            "“%(file)s”: place and time cannot be removed from this picture. Please save it as JPEG "
            "(on an iPhone: Settings, Camera, Formats, Most Compatible) and choose it again.",
            file=picture.file_name,
        )
        raise UploadRefused("notes", reason)
    return cleaned


def wanted_by_browsers(endings: Sequence[str]) -> list[str]:
    """Return what a field for files asks for: endings, and kinds of pictures for phones.

    Without .heic, iPhones hand over a JPEG instead, which everybody can open and which loses its notes.
    """
    known = [each for each in endings if each != "heic"]
    return [*(f".{each}" for each in known), *sorted({PICTURES[each] for each in known if each in PICTURES})]
