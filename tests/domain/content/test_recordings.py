"""Video and audio: fetched only when asked for, never without captions and words."""

import struct

import pytest

from lms.domain.content import queries, service
from lms.domain.content.collecting import Collection
from lms.domain.content.media.recordings import examine_recording
from lms.domain.content.problems import ProblemList
from lms.domain.content.reading import ModuleSource
from lms.foundation import db
from tests.factories.course_files import module_files

HEAD = "---\ntitle: A\nminutes: 30\n---\n"
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nLaba diena\n"


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def mp4(seconds: int = 130, width: int = 640, height: int = 360) -> bytes:
    """As much of an MPEG-4 file as says what it is."""
    movie = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000) + b"\0" * 80)
    track = box(b"tkhd", b"\0" * 76 + struct.pack(">II", width << 16, height << 16))
    return box(b"ftyp", b"isom\0\0\0\0") + box(b"moov", movie + box(b"trak", track)) + b"\0" * 2_000_000


VIDEO, AUDIO = mp4(), b"ID3" + b"\0" * 100
TRANSCRIPT = '??? note "Transcript"\n    Laba diena.\n'


def source(shown: str, files: dict[str, bytes], after: str = TRANSCRIPT) -> ModuleSource:
    text = f"{HEAD}Prieš.\n\n{shown}\n\n{after}"
    return ModuleSource("films", module_files({"lt/02-second.md": text, "en/02-second.md": text, **files}))


def codes(found: ModuleSource) -> list[tuple[str, int, str]]:
    problems = service.check(Collection(modules=[found]))
    return [(problem.file, problem.line, problem.code) for problem in problems]


WHOLE = {"media/talk.mp4": VIDEO, "media/talk.lt.vtt": CAPTIONS, "media/talk.en.vtt": CAPTIONS}
TALK = '![Pokalbis "apie" <klasterį>](media/talk.mp4 "Pirmas pokalbis")'


def test_a_whole_video_is_in_order_and_is_fetched_only_when_asked(sqlite: object, files: object) -> None:
    assert codes(source(TALK, WHOLE)) == []
    with db.unit_of_work():
        revision = service.publish(source(TALK, WHOLE), "test").revision_id
    module = queries.get_revision(revision)
    html = module.lessons[1].blocks[1].texts["lt"].html
    assert html.startswith('<figure><video controls preload="none" src="/media/') or 'preload="none"' in html
    assert 'width="640"' in html and 'height="360"' in html and html.count("<track") == 2
    assert 'srclang="lt"' in html and 'kind="captions"' in html and "autoplay" not in html
    assert "Vaizdo įrašas, 2&nbsp;MB, 2:10" in html and "Pirmas pokalbis" in html
    assert "<klasterį>" not in html and "Video, 2 MB, 2:10" in module.lessons[1].blocks[1].texts["en"].html
    media = {each.path: each.media_type for each in module.media}
    assert media["media/talk.mp4"] == "video/mp4" and media["media/talk.lt.vtt"] == "text/vtt"


def test_audio_needs_no_captions(sqlite: object, files: object) -> None:
    found = source("![Pokalbis](media/talk.mp3)", {"media/talk.mp3": AUDIO})
    assert codes(found) == []
    with db.unit_of_work():
        module = queries.get_revision(service.publish(found, "test").revision_id)
    html = module.lessons[1].blocks[1].texts["lt"].html
    assert "<audio" in html and "Garso įrašas, 0,1&nbsp;MB" in html and "<track" not in html


@pytest.mark.parametrize(
    ("shown", "files", "after", "expected"),
    [
        (TALK, {"media/talk.mp4": VIDEO}, TRANSCRIPT, {"captions-missing"}),
        (TALK, WHOLE, "Toliau.\n", {"recording-without-words"}),
        (TALK, WHOLE, "", {"recording-without-words"}),
        (f"Žr. {TALK}", WHOLE, TRANSCRIPT, {"recording-not-alone"}),
        (TALK.replace('Pokalbis "apie" <klasterį>', ""), WHOLE, TRANSCRIPT, {"picture-without-text"}),
        (TALK, {**WHOLE, "media/talk.lt.vtt": b"1\n00:00 Labas"}, TRANSCRIPT, {"captions-broken"}),
        (TALK, {**WHOLE, "media/talk.lt.vtt": b"WEBVTT\n\xff"}, TRANSCRIPT, {"not-utf8"}),
        (TALK, {**WHOLE, "media/talk.mp4": b"MZ" + b"\0" * 50}, TRANSCRIPT, {"picture-not-its-name"}),
        (TALK, {**WHOLE, "media/other.en.vtt": CAPTIONS}, TRANSCRIPT, {"unused-media"}),
        ("![A](media/talk.lt.vtt)", WHOLE, TRANSCRIPT, {"picture-kind", "unused-media"}),
    ],
)
def test_what_lacks_is_told(shown: str, files: dict[str, bytes], after: str, expected: set[str]) -> None:
    assert {code for _, _, code in codes(source(shown, files, after))} == expected


@pytest.mark.parametrize(
    ("name", "content", "seconds"),
    [
        ("a.webm", b"\x1a\x45\xdf\xa3" + b"\0" * 20 + b"webm", 0),
        ("a.ogg", b"OggS", 0),
        ("a.m4a", mp4(61), 61),
        ("a.mp4", mp4()[:40], 0),
        ("a.mp4", box(b"ftyp", b"isom") + b"mvhd\x01", 0),
        ("a.mp4", box(b"ftyp", b"isom") + b"mvhd" + b"\0" * 100, 0),
    ],
)
def test_what_a_file_is_and_how_long_it_takes(name: str, content: bytes, seconds: int) -> None:
    problems = ProblemList()
    facts = examine_recording(name, content, name, problems)
    assert facts is not None and facts.seconds == seconds and list(problems) == []
