"""Pictures made of dots: without notes of the camera, in smaller sizes, refused where they are damaged."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lms.domain.content import queries, service
from lms.domain.content.compiled import Module
from lms.domain.content.examining import examine
from lms.domain.content.media import pictures
from lms.domain.content.media.pictures import can_be_drawn, smaller, without_notes
from lms.domain.content.reading import ModuleSource
from lms.foundation import db, storage
from tests.factories.course_files import FIRST_EN, FIRST_LT, module_files

PLACE = b"Vilnius 54.6872 N"


def picture(form: str, width: int = 2000, height: int = 1000, *, orientation: int = 1) -> bytes:
    """A picture with enough in it that its sizes differ, and with notes on where it was taken."""
    drawn = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    drawn.putpixel((0, 0), (255, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = PLACE.decode()
    out = io.BytesIO()
    drawn.save(out, form, exif=exif, **({"comment": PLACE} if form == "JPEG" else {}))
    return out.getvalue()


def source(name: str, content: bytes) -> ModuleSource:
    shown = f'![Nuotrauka "su" <b>]({name} "Antraštė")'
    return ModuleSource(
        "photos",
        module_files(
            {
                name: content,
                "lt/01-first.md": f"{FIRST_LT}\n{shown}\n",
                "en/01-first.md": f"{FIRST_EN}\n{shown}\n",
            }
        ),
    )


@pytest.fixture
def published(sqlite: object, files: storage.FolderStorage) -> Iterator[Module]:
    with db.unit_of_work():
        revision = service.publish(source("media/photo.jpg", picture("JPEG")), "test")
    yield queries.get_revision(revision.revision_id)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_the_camera_noted_is_left_out_and_nothing_else(form: str) -> None:
    taken = picture(form, 300, 200)
    assert PLACE in taken
    shown = without_notes(taken)
    assert PLACE not in shown and b"Exif" not in shown and len(shown) < len(taken)
    before, after = (Image.open(io.BytesIO(each)).convert("RGB") for each in (taken, shown))
    assert before.tobytes() == after.tobytes()
    assert without_notes(shown) == shown


def test_a_photograph_taken_sideways_is_turned() -> None:
    shown = without_notes(picture("JPEG", 300, 200, orientation=6))
    assert Image.open(io.BytesIO(shown)).size == (200, 300) and PLACE not in shown


def test_the_sizes_are_smaller_than_the_picture_and_always_the_same() -> None:
    content = picture("JPEG")
    found = smaller(content)
    assert [each.width for each in found] == [640, 1280, 1920]
    assert all(len(each.content) < len(content) for each in found)
    assert found == smaller(content)
    for each in found:
        drawn = Image.open(io.BytesIO(each.content))
        assert (drawn.format, drawn.width, drawn.height) == ("WEBP", each.width, each.width // 2)
        assert PLACE not in each.content


def test_a_small_picture_is_not_made_larger() -> None:
    assert [each.width for each in smaller(picture("PNG", 200, 100))] in ([], [200])


def test_learners_are_offered_the_size_that_fits(published: Module, files: storage.FolderStorage) -> None:
    (html,) = [
        text for block in published.lessons[0].blocks if "<picture>" in (text := block.texts["lt"].html)
    ]
    medium = next(each for each in published.media if each.path == "media/photo.jpg")
    assert [size.width for size in medium.sizes] == [640, 1280, 1920]
    assert re.search(r'<source [^>]*srcset="/media/[0-9a-f]{64}\.webp 640w, /media/', html)
    assert f'src="{medium.address}"' in html and 'width="2000"' in html and 'height="1000"' in html
    assert 'loading="lazy"' in html and 'decoding="async"' in html
    assert "<b>" not in html and "<figcaption>Antraštė" in html
    for address in [medium.address, *(size.address for size in medium.sizes)]:
        assert files.exists(f"course-media/{address.rpartition('/')[2]}")
        assert queries.find_media(address.rpartition("/")[2].partition(".")[0]) is not None
    with files.open(f"course-media/{medium.sha256}.jpg") as kept:
        assert PLACE not in kept.read()


def test_the_same_files_make_the_same_revision(published: Module) -> None:
    with db.unit_of_work():
        again = service.publish(source("media/photo.jpg", picture("JPEG")), "test")
        exported = service.export_files("photos")
        returned = service.publish(ModuleSource("photos", exported), "test")
    assert not again.is_new and not returned.is_new
    assert not any("@" in path for path in exported)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (picture("PNG", 300, 200)[:-200], "picture-damaged"),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\xc8\1\x2c\3" + b"\0" * 20, "picture-damaged"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\2\0\0\0" + b"\0" * 20,
            "picture-too-large",
        ),
    ],
)
def test_what_cannot_be_drawn_is_told(content: bytes, code: str) -> None:
    name = "media/photo.png" if content.startswith(b"\x89PNG") else "media/photo.jpg"
    problems = [(p.file, p.code) for p in examine(source(name, content)).problems]
    assert problems == [(name, code)]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_a_damaged_picture_breaks_nothing(form: str, data: st.DataObject) -> None:
    content = bytearray(picture(form, 40, 20))
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    shortened = bytes(content[: data.draw(st.integers(1, len(content)))])
    assert isinstance(can_be_drawn(shortened), bool)
    assert isinstance(without_notes(shortened), bytes)


def test_a_module_without_photographs_needs_no_large_library() -> None:
    text = Path(pictures.__file__).read_text(encoding="utf-8")
    assert not re.search(r"^(from|import) PIL", text, re.MULTILINE)
