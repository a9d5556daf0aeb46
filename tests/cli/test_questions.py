"""Question files as people bring them in and take them out with the command."""

from pathlib import Path

import pytest

from lms import cli
from lms.domain.content.problems import ProblemList
from lms.domain.content.yaml_loading import load_yaml
from tests.factories.course_files import QUIZ, write_module

GIFT = "::Upė:: Ar Nemunas yra upė? {T}\n\nKas tai? {=upė ~ežeras}\n"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capsys.readouterr()
    status = cli.main(["questions", *map(str, words), "--lang", "en"])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_a_file_becomes_a_quiz(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "upes.gift"
    file.write_text(GIFT)
    status, out, err = run(capsys, "import", file)
    assert status == cli.WELL
    assert out.startswith("title:\n  lt: upes\nquestions:\n")
    assert "2 questions came in." in err and "names each that needs English" in err


def test_what_does_not_come_in_is_told_and_makes_it_fail(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "upes.gift"
    file.write_text(GIFT + "\nBroken {=a\n")
    status, out, err = run(capsys, "import", file, "--language", "en", "--format", "gift")
    assert status == cli.PROBLEMS
    assert "  - key: upe\n" in out and "Broken" not in out
    assert f"{file}:5: error: The brace {{ is opened here and never closed. [question-braces-open]" in err


def test_old_encodings_are_told_apart_or_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "upes.gift"
    file.write_bytes("Ar žemė – apvali?{T}".encode("cp1257"))
    assert "    lt: Ar žemė – apvali?\n" in run(capsys, "import", file)[1].replace('"', "")
    file.write_bytes("Ørsta?{T}".encode("cp1252"))
    status, out, err = run(capsys, "import", file)
    assert (status, out) == (cli.PROBLEMS, "") and "--encoding" in err
    assert "Ørsta?" in run(capsys, "import", file, "--encoding", "windows-1252")[1]


def test_wrong_use(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(capsys, "import", tmp_path / "none.gift")[0] == cli.WRONG_USE
    assert run(capsys, "import", tmp_path)[0] == cli.WRONG_USE


def test_a_quiz_goes_out_as_gift(
    installation: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    folder = write_module(tmp_path / "courses")
    assert cli.main(["content", "publish", str(folder)]) == cli.WELL
    status, out, err = run(
        capsys, "export", folder.name.partition("-")[2] or folder.name, "final", "--language", "lt"
    )
    assert "[markdown]" in out
    assert status in (cli.WELL, cli.PROBLEMS)
    located = load_yaml(QUIZ, "final.yaml", ProblemList())
    assert located is not None
    assert out.count("::[markdown]") + err.count(": error:") == len(located.values["questions"])
    assert run(capsys, "export", "nowhere", "final", "--language", "lt")[0] == cli.PROBLEMS


def test_the_check_names_each_text_that_is_to_be_translated(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "upes.gift"
    file.write_text(GIFT)
    quiz = run(capsys, "import", file)[1]
    folder = write_module(tmp_path / "courses", {"quizzes/final.yaml": quiz})
    assert cli.main(["content", "check", str(folder), "--lang", "en"]) == cli.PROBLEMS
    said = capsys.readouterr().out
    assert "quizzes/final.yaml:8: error: Assessed text must exist in every language" in said
    assert {line.rpartition("[")[2] for line in said.splitlines() if ": error:" in line} == {
        "assessed-missing]"
    }
