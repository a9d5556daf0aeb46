"""Files as they come in: only what the assignment takes, and pictures without where they were taken."""

import io

import pytest
from PIL import Image

from lms.domain.assessment import files
from lms.foundation.uploads import MEGABYTE, UploadRefused, accepted_extensions
from tests.factories.content import make_assignment
from tests.factories.heic import HEIC, MAKER, XMP

PLACE, SIDEWAYS = "Kaunas, Laisvės alėja", 6


def photograph(orientation: int = 1, size: tuple[int, int] = (8, 4)) -> bytes:
    out, notes = io.BytesIO(), Image.Exif()
    notes[0x010E], notes[0x0112] = PLACE, orientation
    Image.new("RGB", size, "green").save(out, "JPEG", exif=notes)
    return out.getvalue()


def test_an_assignment_takes_what_its_author_names() -> None:
    assignment = make_assignment(file_kinds=("pdf", "jpg"), file_megabytes=1)
    assert files.endings(assignment) == ["pdf", "jpg"]
    with pytest.raises(UploadRefused) as refused:
        files.take_in(assignment, io.BytesIO(b"tekstas"), "planas.txt")
    assert refused.value.code == "kind"
    assert ".pdf" in str(refused.value)
    assert ".docx" not in str(refused.value)
    with pytest.raises(UploadRefused) as large:
        files.take_in(assignment, io.BytesIO(b"%PDF-" + b"0" * MEGABYTE), "planas.pdf")
    assert large.value.code == "large"
    assert files.take_in(assignment, io.BytesIO(b"%PDF-1.7"), "planas.pdf").size == 8


def test_without_a_word_of_the_author_everything_is_taken() -> None:
    assert files.endings(make_assignment()) == accepted_extensions()
    assert files.largest_bytes(make_assignment()) == 20 * MEGABYTE


@pytest.mark.parametrize("name", ["nuotrauka.jpg", "NUOTRAUKA.JPEG"])
def test_a_photograph_forgets_where_it_was_taken_and_stands_upright(name: str) -> None:
    taken = photograph(SIDEWAYS)
    assert PLACE.encode()[:6] in taken
    kept = files.take_in(make_assignment(), io.BytesIO(taken), name)
    content = kept.content.read()
    assert PLACE.encode()[:6] not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((4, 8), {})
    assert kept.size == len(content)
    again = files.take_in(make_assignment(), io.BytesIO(taken), name)
    assert again.sha256 == kept.sha256, "the same picture sent twice is kept once"


@pytest.mark.parametrize("ending", ["png", "webp"])
def test_other_pictures_forget_as_well(ending: str) -> None:
    out, notes = io.BytesIO(), Image.Exif()
    notes[0x010E] = "Kaunas"
    Image.new("RGB", (8, 4), "green").save(out, ending, exif=notes)
    assert b"Kaunas" in out.getvalue()
    kept = files.take_in(make_assignment(), io.BytesIO(out.getvalue()), f"a.{ending}").content.read()
    assert b"Kaunas" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (8, 4)


def test_phones_are_asked_for_pictures_that_everyone_can_open() -> None:
    wanted = files.wanted_by_browsers(make_assignment())
    assert {".pdf", "image/jpeg", "image/png", "image/webp"} <= set(wanted)
    assert ".heic" not in wanted
    assert "image/jpeg" not in files.wanted_by_browsers(make_assignment(file_kinds=("pdf",)))


def test_a_picture_of_an_iphone_forgets_as_well() -> None:
    kept = files.take_in(make_assignment(), io.BytesIO(HEIC), "IMG_0001.HEIC")
    content = kept.content.read()
    assert MAKER not in content and XMP not in content
    assert kept.media_type == "image/heic"


def test_a_picture_whose_notes_cannot_be_removed_is_refused_with_a_way_out() -> None:
    with pytest.raises(UploadRefused) as refused:
        files.take_in(make_assignment(), io.BytesIO(HEIC.replace(b"hvc1", b"jpeg")), "IMG_0001.heic")
    assert refused.value.code == "notes"
    assert "JPEG" in str(refused.value)
