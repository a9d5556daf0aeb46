"""What people hand in is what it says it is, or it is refused with the reason."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.foundation import i18n, uploads
from lms.foundation.uploads import MEGABYTE, UploadRefused, check_upload, clean_name

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
OPEN_TEXT = "application/vnd.oasis.opendocument.text"


def archive(members: dict[str, bytes], *, packed: bool = True) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return buffer.getvalue()


def office(folder: str, **more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", f"{folder}/document.xml": b"<w/>", **more})


GOOD = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "docx": office("word"),
    "xlsx": office("xl"),
    "pptx": office("ppt"),
    "odt": archive({"mimetype": OPEN_TEXT.encode(), "content.xml": b"<o/>"}, packed=False),
    "txt": "Ąžuolas, ėglė – „kabutės“\r\n".encode(),
    "md": "# Pavadinimas\n".encode("cp1257"),
    "csv": "vardas;pavardė\n".encode("utf-16"),
    "png": PNG,
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "heic": b"\x00\x00\x00\x18ftypheic\x00\x00",
}


def refusal_of(content: bytes, name: str, **options: int) -> str:
    with pytest.raises(UploadRefused) as caught:
        check_upload(io.BytesIO(content), name, **options)
    assert str(caught.value)
    assert caught.value.status == 422
    return caught.value.code


@pytest.mark.parametrize("extension", GOOD)
def test_each_accepted_kind_is_recognised(extension: str) -> None:
    found = check_upload(io.BytesIO(GOOD[extension]), f"Mano darbas.{extension.upper()}")
    assert found.extension == extension
    assert found.size == len(GOOD[extension])
    assert found.file_name == f"Mano darbas.{extension.upper()}"
    assert found.content.read() == GOOD[extension]


@pytest.mark.parametrize("extension", GOOD)
@pytest.mark.parametrize("claimed", [each for each in GOOD if each not in ("txt", "md", "csv")])
def test_a_renamed_file_is_refused(extension: str, claimed: str) -> None:
    if extension != claimed:
        assert refusal_of(GOOD[extension], f"x.{claimed}") == "renamed"


@pytest.mark.parametrize("extension", [each for each in GOOD if each not in ("txt", "md", "csv", "jpg")])
def test_a_picture_or_document_is_no_text(extension: str) -> None:
    assert refusal_of(GOOD[extension] + b"\x00", "notes.txt") == "renamed"


@pytest.mark.parametrize(
    "name", ["a.exe", "a.svg", "a.html", "a.docm", "a.zip", "a", "a.pdf.js", ".pdf", "", "a.PHP "]
)
def test_other_kinds_are_refused(name: str) -> None:
    assert refusal_of(b"%PDF-1.7", name) == "kind"


def test_an_empty_file_is_refused() -> None:
    assert refusal_of(b"", "x.pdf") == "empty"


def test_a_large_file_is_refused_and_one_at_the_limit_is_not() -> None:
    content = b"%PDF-" + b"x" * (2 * MEGABYTE - 5)
    assert check_upload(io.BytesIO(content), "x.pdf", largest=2 * MEGABYTE).size == 2 * MEGABYTE
    assert refusal_of(content + b"x", "x.pdf", largest=2 * MEGABYTE) == "large"


def test_a_document_with_programs_in_it_is_refused() -> None:
    assert refusal_of(office("word", **{"word/vbaProject.bin": b"\xcc\x61"}), "x.docx") == "renamed"
    scripts = archive({"mimetype": OPEN_TEXT.encode(), "content.xml": b"", "Basic/script.xml": b""})
    assert refusal_of(scripts, "x.odt") == "renamed"


def test_a_document_behind_a_password_is_told_so() -> None:
    assert refusal_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "x.docx") == "locked"


def test_an_archive_that_bursts_is_refused() -> None:
    bomb = office("word", **{"word/big.xml": b"\x00" * (60 * MEGABYTE)})
    assert len(bomb) < MEGABYTE
    assert refusal_of(bomb, "x.docx") == "renamed"


def test_an_archive_of_countless_members_is_refused() -> None:
    many = {f"word/{number}.xml": b"" for number in range(uploads.MOST_MEMBERS + 1)}
    assert refusal_of(office("word", **many), "x.docx") == "renamed"


@pytest.mark.parametrize("climbing", ["../../evil.xml", "/etc/passwd", "word/../../x", "..\\..\\x", "C:\\x"])
def test_an_archive_that_climbs_out_is_refused(climbing: str) -> None:
    assert refusal_of(office("word", **{climbing: b"x"}), "x.docx") == "renamed"


def test_a_broken_archive_is_refused() -> None:
    assert refusal_of(GOOD["docx"][:-30], "x.docx") == "renamed"
    assert refusal_of(b"PK\x03\x04" + b"rubbish" * 100, "x.xlsx") == "renamed"


def test_the_reason_is_in_the_readers_language() -> None:
    with i18n.speaking("lt"), pytest.raises(UploadRefused, match="tuščias"):
        check_upload(io.BytesIO(b""), "darbas.pdf")
    with i18n.speaking("en"), pytest.raises(UploadRefused, match="is empty"):
        check_upload(io.BytesIO(b""), "darbas.pdf")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\Rasa\\darbas.pdf", "darbas.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("darbas\u202efdp.exe.pdf", "darbasfdp.exe.pdf"),
        ("a\u0000b\nc.pdf", "abc.pdf"),
        ("  tarpai   čia .pdf ", "tarpai čia.pdf"),
        ("z\u030cemė.pdf", "žemė.pdf"),
    ],
)
def test_names_are_kept_readable_and_harmless(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


def test_a_very_long_name_keeps_its_ending() -> None:
    name = clean_name("ž" * 10_000 + ".docx")
    assert name.endswith("ž.docx")
    assert len(name) <= uploads.LONGEST_NAME


@given(st.text(max_size=300))
def test_no_name_breaks_the_check(name: str) -> None:
    cleaned = clean_name(name)
    assert len(cleaned) <= uploads.LONGEST_NAME
    assert "/" not in cleaned
    assert not any(ord(sign) < 32 for sign in cleaned)


@given(st.sampled_from(sorted(GOOD)), st.binary(max_size=200))
def test_no_content_breaks_the_check(extension: str, content: bytes) -> None:
    try:
        check_upload(io.BytesIO(content), f"x.{extension}")
    except UploadRefused as refusal:
        assert refusal.code in {"empty", "renamed", "locked"}


def test_stored_names_are_our_own() -> None:
    found = check_upload(io.BytesIO(GOOD["pdf"]), "Slaptas pavadinimas.pdf")
    first, second = found.new_storage_name("submissions"), found.new_storage_name("submissions")
    assert first != second
    assert first.startswith("submissions/")
    assert first.endswith(".pdf")
    assert "Slaptas" not in first
