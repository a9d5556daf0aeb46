"""Bytes from a folder: what is no text, too large or from elsewhere is refused with its own reason."""

import os
from pathlib import Path

import pytest

from lms.domain.content.problems import ProblemList
from lms.domain.content.reading import MIB, decode, read_module
from tests.factories.course_files import FIRST_LT, write_module


def codes(folder: Path) -> set[tuple[str, str]]:
    source = read_module(folder, "clusters")
    return {(problem.file, problem.code) for problem in source.problems}


def test_every_file_of_a_module_is_read(tmp_path: Path) -> None:
    source = read_module(write_module(tmp_path), "clusters", "here")
    assert set(source.files) == {
        "module.yaml", "lt/01-first.md", "en/01-first.md", "lt/02-second.md", "en/02-second.md",
        "quizzes/final.yaml", "assignments/actor-map.yaml", "media/map.svg",
    }  # fmt: skip
    assert list(source.problems) == []
    assert source.name("lt/01-first.md") == "here/lt/01-first.md"


def test_the_digest_knows_content_and_names_but_not_the_place(tmp_path: Path) -> None:
    one = read_module(write_module(tmp_path / "a"), "clusters")
    same = read_module(write_module(tmp_path / "b"), "clusters", "elsewhere")
    changed = read_module(write_module(tmp_path / "c", {"lt/01-first.md": FIRST_LT + " "}), "clusters")
    moved = read_module(
        write_module(tmp_path / "d", {"lt/01-first.md": None, "lt/03-first.md": FIRST_LT}), "clusters"
    )
    assert one.digest == same.digest
    assert len({one.digest, changed.digest, moved.digest}) == 3


def test_a_large_file_is_refused_without_being_read(tmp_path: Path) -> None:
    folder = write_module(tmp_path, {"lt/01-first.md": b"a" * (10 * MIB)})
    source = read_module(folder, "clusters")
    assert [(p.file, p.code) for p in source.problems] == [("lt/01-first.md", "file-too-large")]
    assert "lt/01-first.md" not in source.files


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    folder = write_module(tmp_path)
    secret = tmp_path / "secret.md"
    secret.write_text(FIRST_LT)
    (folder / "lt" / "03-secret.md").symlink_to(secret)
    (folder / "media" / "passwords.png").symlink_to("/etc/passwd")
    source = read_module(folder, "clusters")
    assert {(p.file, p.code) for p in source.problems} == {
        ("lt/03-secret.md", "linked-file"), ("media/passwords.png", "linked-file"),
    }  # fmt: skip
    assert "lt/03-secret.md" not in source.files


def test_a_linked_folder_is_not_entered(tmp_path: Path) -> None:
    folder = write_module(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "03-secret.md").write_text(FIRST_LT)
    (folder / "quizzes" / "final.yaml").rename(tmp_path / "final.yaml")
    (folder / "quizzes").rmdir()
    (folder / "quizzes").symlink_to(tmp_path / "elsewhere")
    assert codes(folder) == {("quizzes", "linked-file")}


def test_a_pipe_does_not_hold_up_the_reader(tmp_path: Path) -> None:
    folder = write_module(tmp_path)
    os.mkfifo(folder / "lt" / "03-pipe.md")
    assert codes(folder) == {("lt/03-pipe.md", "not-a-file")}


def test_what_does_not_belong_is_named_and_left_out(tmp_path: Path) -> None:
    folder = write_module(tmp_path)
    (folder / "notes.docx").write_bytes(b"x")
    (folder / "README.md").write_text("For readers of the folder")
    (folder / ".DS_Store").write_bytes(b"x")
    assert codes(folder) == {("notes.docx", "unknown-file")}


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "empty-file", 1),
        (b"  \n\n", "empty-file", 1),
        (b"\xef\xbb\xbfTekstas", "bom", 1),
        ("Tekstas".encode("utf-16"), "utf-16", 1),
        (b"abc\0def", "binary-file", 1),
        (b"\x89PNG\r\n\x1a\n1234", "binary-file", 1),
        (b"%PDF-1.7", "binary-file", 1),
        (bytes(range(128, 256)) * 20, "binary-file", 1),
        ("Šiandien žąsys ėda grūdus".encode("cp1257"), "windows-1257", 1),
        (b"gerai\ngerai\n" + b"blog\xffai ir dar tekstas", "not-utf8", 3),
        (b"viens\x07du\n", "control-character", 1),
        ("gerai\nprivati \ue000 vieta".encode(), "control-character", 2),
    ],
)
def test_what_is_no_utf8_text_has_a_reason(content: bytes, code: str, line: int) -> None:
    problems = ProblemList()
    assert decode(content, "x.md", problems) is None
    assert [(p.code, p.line) for p in problems] == [(code, line)]


def test_text_is_composed_and_its_lines_end_plainly() -> None:
    problems = ProblemList()
    assert decode("Z\u030casis\r\nantra\rtrečia".encode(), "x.md", problems) == "Žasis\nantra\ntrečia"
    assert list(problems) == []


def test_characters_that_hide_or_turn_the_text_are_left_out() -> None:
    problems = ProblemList()
    assert decode("a\nb\u202ec\u200bd".encode(), "x.md", problems) == "a\nbcd"
    assert [(p.code, p.line) for p in problems] == [("hidden-character", 2)] * 2


def test_a_module_as_a_whole_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.domain.content.reading.MODULE_LIMIT", 2000)
    source = read_module(write_module(tmp_path), "clusters")
    assert {(problem.file, problem.code) for problem in source.problems} == {
        ("module.yaml", "module-too-large")
    }
    assert sum(map(len, source.files.values())) <= 2000
