"""A picture from an iPhone tells nothing of where it was taken, or it is not taken at all."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.content.media.heic import without_notes
from tests.factories.heic import HEIC, MAKER, XMP


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def test_notes_are_gone_and_the_picture_is_there() -> None:
    assert MAKER in HEIC and XMP in HEIC
    cleaned = without_notes(HEIC)
    assert cleaned is not None
    assert MAKER not in cleaned and XMP not in cleaned
    assert b"Exif" not in cleaned
    assert len(cleaned) == len(HEIC)
    assert b"hvc1" in cleaned and b"hvcC" in cleaned


def test_cleaning_again_changes_nothing() -> None:
    cleaned = without_notes(HEIC)
    assert cleaned is not None
    assert without_notes(cleaned) == cleaned


@pytest.mark.parametrize("kind", [b"uuid", b"mpvd", b"moov", b"sefd"])
def test_what_lies_beside_the_picture_is_blanked(kind: bytes) -> None:
    cleaned = without_notes(HEIC + box(kind, b"Vilniaus g. 1, filmas su balsu"))
    assert cleaned is not None
    assert b"Vilniaus" not in cleaned and kind not in cleaned


def test_words_between_the_pictures_parts_are_blanked() -> None:
    place = HEIC.rindex(b"mdat") - 4
    longer = HEIC[:place] + box(b"mdat", HEIC[place + 8 :] + b"Vilniaus g. 1")
    cleaned = without_notes(longer)
    assert cleaned is not None
    assert b"Vilniaus" not in cleaned


@pytest.mark.parametrize(
    "content",
    [
        b"",
        HEIC[:200],
        HEIC[:40],
        HEIC.replace(b"hvc1", b"jpeg"),
        HEIC.replace(b"iloc", b"ilok"),
        HEIC.replace(b"pitm", b"pitn"),
        HEIC.replace(b"meta", b"mate"),
        box(b"ftyp", b"heic") + box(b"meta", b""),
    ],
)
def test_what_is_not_understood_is_not_promised(content: bytes) -> None:
    assert without_notes(content) is None


@settings(deadline=None, max_examples=200)
@given(st.integers(0, len(HEIC) - 1), st.binary(min_size=1, max_size=6))
def test_a_damaged_picture_harms_nobody(place: int, other: bytes) -> None:
    cleaned = without_notes(HEIC[:place] + other + HEIC[place + len(other) :])
    assert cleaned is None or isinstance(cleaned, bytes)
