"""Check what people hand in before anything is kept: name, size, and what the file really is.

A short list of kinds, each recognised by its own first bytes or by what lies in
its archive. Nothing is unpacked and nothing is executed; whatever is not plainly
one of them is refused with a reason that says what to do.
"""

import hashlib
import re
import secrets
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from lms.foundation.errors import Invalid
from lms.foundation.i18n import format_list, format_number, pgettext
from lms.foundation.i18n import gettext as _

MEGABYTE = 1024 * 1024
LARGEST_BYTES = 20 * MEGABYTE
LONGEST_NAME = 150
MOST_MEMBERS = 5_000
LARGEST_UNPACKED = 250 * MEGABYTE
LARGEST_RATIO = 200
START_BYTES = 4096

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
# Printable signs and yet no text; everything else that is no text betrays itself by control characters.
_DISGUISED = (b"%PDF-", b"{\\rtf")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class UploadRefused(Invalid):
    """A file that is not taken; `code` is the reason for programs, the message for people."""

    def __init__(self, code: str, message: str, field: str = "files") -> None:
        super().__init__(message, field)
        self.code = code


@dataclass(frozen=True)
class CheckedUpload:
    """A file that was found to be what its name says."""

    file_name: str
    extension: str
    media_type: str
    size: int
    sha256: str
    content: BinaryIO

    def new_storage_name(self, room: str) -> str:
        """Return a name of our own for the storage: it tells nothing about the person or the file."""
        token = secrets.token_hex(16)
        return f"{room}/{token[:2]}/{token}.{self.extension}"


Check = Callable[[BinaryIO, bytes], bool]


def accepted_extensions() -> list[str]:
    """Return the endings of files that may be handed in, for forms and for people."""
    return list(_KINDS)


def check_upload(
    content: BinaryIO, file_name: str, largest: int = LARGEST_BYTES, kinds: Sequence[str] = ()
) -> CheckedUpload:
    """Return the file with its clean name, kind and size, or raise UploadRefused with the reason.

    `kinds` are the endings that are wanted here; without them all that are known.
    """
    name = clean_name(file_name)
    extension = _wanted_extension(name, kinds)
    shown = {"file": name}
    size, digest = _measure(content, largest)
    _check_size(name, size, largest)
    media_type, matches = _KINDS[extension]
    content.seek(0)
    start = content.read(START_BYTES)
    if start.startswith(b"\xd0\xcf\x11\xe0") and matches.__name__ == "is_archive_of":
        raise UploadRefused(
            "locked", _("“%(file)s” is protected by a password. Please save it without one.", **shown)
        )
    if not matches(content, start):
        raise UploadRefused(
            "renamed",
            _("“%(file)s” is not what its name says, or it is damaged. Please save it again.", **shown),
        )
    content.seek(0)
    return CheckedUpload(name, extension, media_type, size, digest, content)


def check_announced(file_name: str, size: int, largest: int, kinds: Sequence[str] = ()) -> str:
    """Return the clean name of a file that is about to come, or refuse before anything of it was sent."""
    name = clean_name(file_name)
    _wanted_extension(name, kinds)
    _check_size(name, size, largest)
    return name


def clean_name(file_name: str) -> str:
    """Return the person's name for the file: without folders, invisible signs and excess length."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", file_name))[-1]
    visible = " ".join(_HIDDEN.sub("", last).split()).strip(". ")
    stem, dot, extension = visible.rpartition(".")
    if not dot:
        return visible[:LONGEST_NAME] or pgettext("name", "file")
    return f"{stem[: LONGEST_NAME - len(extension) - 1].strip()}.{extension}"[-LONGEST_NAME:]


def _wanted_extension(name: str, kinds: Sequence[str]) -> str:
    extension = PurePosixPath(name).suffix.removeprefix(".").lower()
    wanted = [each for each in _KINDS if not kinds or each in kinds]
    if extension not in wanted:
        endings = format_list([f".{each}" for each in wanted])
        refusal = _(
            "“%(file)s”: files of this kind are not accepted. Accepted are %(kinds)s.",
            file=name,
            kinds=endings,
        )
        raise UploadRefused("kind", refusal)
    return extension


def _check_size(name: str, size: int, largest: int) -> None:
    if size == 0:
        raise UploadRefused("empty", _("“%(file)s” is empty. Please choose the file again.", file=name))
    if size > largest:
        limit = format_number(largest // MEGABYTE)
        raise UploadRefused(
            "large",
            _("“%(file)s” is larger than %(limit)s MB. Please make it smaller.", file=name, limit=limit),
        )


def _measure(content: BinaryIO, largest: int) -> tuple[int, str]:
    """Return size and digest; reading stops soon after the limit."""
    content.seek(0)
    size, digest = 0, hashlib.sha256()
    while size <= largest and (chunk := content.read(MEGABYTE)):
        size += len(chunk)
        digest.update(chunk)
    return size, digest.hexdigest()


def _begins(*beginnings: bytes) -> Check:
    def matches(_content: BinaryIO, start: bytes) -> bool:
        return start.startswith(beginnings)

    return matches


def _is_png(_content: BinaryIO, start: bytes) -> bool:
    return start.startswith(b"\x89PNG\r\n\x1a\n") and start[12:16] == b"IHDR"


def _is_webp(_content: BinaryIO, start: bytes) -> bool:
    return start.startswith(b"RIFF") and start[8:12] == b"WEBP"


def _is_heic(_content: BinaryIO, start: bytes) -> bool:
    brands = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
    return start[4:8] == b"ftyp" and start[8:12] in brands


def _is_text(content: BinaryIO, start: bytes) -> bool:
    """A text in any encoding: whatever is a program or a picture has control characters."""
    if start.startswith(_DISGUISED):
        return False
    content.seek(0)
    whole = content.read()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            whole = whole.decode("utf-16").encode()
        except UnicodeDecodeError:
            return False
    return not _CONTROL.search(whole)


def _archive_of(members: Callable[[zipfile.ZipFile, set[str]], bool]) -> Check:
    def is_archive_of(content: BinaryIO, start: bytes) -> bool:
        if not start.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(content) as archive:
                infos = archive.infolist()
                return _is_harmless(infos) and members(archive, {info.filename for info in infos})
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
            return False

    return is_archive_of


def _is_harmless(infos: list[zipfile.ZipInfo]) -> bool:
    """Refuse archives made to burst, to overlap, or to climb out of their folder."""
    packed = sum(info.compress_size for info in infos)
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED or packed > LARGEST_BYTES:
        return False
    if unpacked > 10 * MEGABYTE and unpacked > LARGEST_RATIO * max(packed, 1):
        return False
    starts = [info.header_offset for info in infos]
    return len(set(starts)) == len(starts) and not any(map(_climbs, _names(infos)))


def _names(infos: list[zipfile.ZipInfo]) -> Iterable[str]:
    return (info.filename.replace("\\", "/") for info in infos)


def _climbs(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]


def _office(folder: str) -> Check:
    """Word, Excel or PowerPoint: its parts lie in a folder of that name. Programs inside are not taken."""

    def members(_archive: zipfile.ZipFile, names: set[str]) -> bool:
        has_parts = any(name.startswith(f"{folder}/") and name.endswith(".xml") for name in names)
        has_program = any(
            name.lower().endswith((".bin", ".exe")) and "vbaproject" in name.lower() for name in names
        )
        return "[Content_Types].xml" in names and has_parts and not has_program

    return _archive_of(members)


def _open_document(media_type: str) -> Check:
    def members(archive: zipfile.ZipFile, names: set[str]) -> bool:
        if (
            "mimetype" not in names
            or "content.xml" not in names
            or archive.getinfo("mimetype").file_size > 200
        ):
            return False
        has_program = any(name.startswith(("Basic/", "Scripts/")) for name in names)
        return archive.read("mimetype").strip() == media_type.encode() and not has_program

    return _archive_of(members)


_KINDS: dict[str, tuple[str, Check]] = {
    "pdf": ("application/pdf", _begins(b"%PDF-")),
    "docx": (f"{_OFFICE}wordprocessingml.document", _office("word")),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", _office("xl")),
    "pptx": (f"{_OFFICE}presentationml.presentation", _office("ppt")),
    "odt": (f"{_OPEN}text", _open_document(f"{_OPEN}text")),
    "ods": (f"{_OPEN}spreadsheet", _open_document(f"{_OPEN}spreadsheet")),
    "odp": (f"{_OPEN}presentation", _open_document(f"{_OPEN}presentation")),
    "txt": ("text/plain", _is_text),
    "md": ("text/markdown", _is_text),
    "csv": ("text/csv", _is_text),
    "png": ("image/png", _is_png),
    "jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "webp": ("image/webp", _is_webp),
    "heic": ("image/heic", _is_heic),
}
