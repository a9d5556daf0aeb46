"""Video and audio: everybody can follow them, also who does not hear or see, and who cannot fetch them."""

from collections.abc import Iterable

from lms.domain.content.examining import Examined
from lms.domain.content.markdown import Piece
from lms.domain.content.media.recordings import captions_of, is_recording, is_video


def check_recordings(found: Examined) -> set[str]:
    """Note recordings without captions or transcript; return the captions that are used."""
    used: set[str] = set()
    for lesson in found.lessons:
        for language, text in lesson.texts.items():
            used |= _check(found, text.file, language, text.pieces)
    for written in found.texts:
        for language, pieces in written.pieces.items():
            used |= _check(found, written.file, language, pieces)
    return used


def _check(found: Examined, file: str, language: str, pieces: Iterable[Piece]) -> set[str]:
    listed, used = list(pieces), set()
    for place, piece in enumerate(listed):
        for _picture, target, line in piece.pictures:
            if target.kind != "file" or not is_recording(target.name):
                continue
            if piece.kind != "figure":
                found.problems.add(file, line, "recording-not-alone")
            following = listed[place + 1 : place + 2]
            if not following or following[0].kind != "details":
                found.problems.add(file, line, "recording-without-words")
            captions = captions_of(target.name, language)
            if is_video(target.name) and captions not in found.source.files:
                found.problems.add(file, line, "captions-missing", path=captions)
            used.add(captions)
    return used
