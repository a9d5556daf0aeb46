"""Video and audio of a course, and the captions of a video: known by their content, never by their name."""

import re
import struct

from lms.domain.content.media.files import MediaFacts
from lms.domain.content.problems import ProblemList

VIDEO = {"mp4": "video/mp4", "webm": "video/webm"}
AUDIO = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "m4a": "audio/mp4"}
CAPTIONS = {"vtt": "text/vtt"}
TYPES = {**VIDEO, **AUDIO, **CAPTIONS}
NAME = re.compile(rf"[a-z0-9]+(?:[._-][a-z0-9]+)*\.(?P<extension>{'|'.join(TYPES)})")
_CUE = re.compile(r"^(?:\d+:)?\d{2}:\d{2}\.\d{3} --> (?:\d+:)?\d{2}:\d{2}\.\d{3}", re.MULTILINE)
_MPEG_SOUND = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")
_LONGEST = 24 * 3600


def is_recording(path: str) -> bool:
    """Tell whether that file is listened to or watched."""
    return path.rpartition(".")[2] in {**VIDEO, **AUDIO}


def is_video(path: str) -> bool:
    """Tell whether that file is watched."""
    return path.rpartition(".")[2] in VIDEO


def captions_of(path: str, language: str) -> str:
    """Return where the captions of a video belong."""
    return f"{path.rpartition('.')[0]}.{language}.vtt"


def examine_recording(name: str, content: bytes, file: str, problems: ProblemList) -> MediaFacts | None:
    """Return what the file is and how long it takes, or None with the reason noted."""
    match = NAME.fullmatch(name)
    if not match:
        problems.add(file, 1, "bad-media-name")
        return None
    if not content:
        problems.add(file, 1, "empty-file")
        return None
    extension = match["extension"]
    if extension == "vtt":
        return _examine_captions(content, file, problems)
    if not _is_what_it_says(extension, content):
        problems.add(file, 1, "picture-not-its-name")
        return None
    width, height = _frame(content) if extension == "mp4" else (0, 0)
    seconds = _seconds(content) if extension in ("mp4", "m4a") else 0
    return MediaFacts(TYPES[extension], width, height, seconds)


def _is_what_it_says(extension: str, content: bytes) -> bool:
    if extension in ("mp4", "m4a"):
        return content[4:8] == b"ftyp"
    if extension == "webm":
        return content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]
    return content.startswith(b"OggS" if extension == "ogg" else _MPEG_SOUND)


def _examine_captions(content: bytes, file: str, problems: ProblemList) -> MediaFacts | None:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        problems.add(file, 1, "not-utf8")
        return None
    if not text.startswith("WEBVTT") or not _CUE.search(text):
        problems.add(file, 1, "captions-broken")
        return None
    return MediaFacts(TYPES["vtt"])


def _seconds(content: bytes) -> int:
    """Return how long an MPEG-4 file plays, from the head of its description; nothing where it is odd."""
    at = content.find(b"mvhd")
    form, skip = (">IQ", 24) if content[at + 4 : at + 5] == b"\x01" else (">II", 16)
    if at < 0 or len(content) < at + skip + 12:
        return 0
    scale, length = struct.unpack_from(form, content, at + skip)
    seconds = round(length / scale) if scale else 0
    return seconds if seconds <= _LONGEST else 0


def _frame(content: bytes) -> tuple[int, int]:
    """Return width and height of the first track that has any."""
    at = content.find(b"tkhd")
    while at >= 0:
        end = at + (96 if content[at + 4 : at + 5] == b"\x01" else 84)
        if len(content) >= end + 4:
            width, height = struct.unpack_from(">II", content, end - 4)
            if 0 < width >> 16 <= 10_000 and 0 < height >> 16 <= 10_000:
                return width >> 16, height >> 16
        at = content.find(b"tkhd", at + 4)
    return 0, 0
