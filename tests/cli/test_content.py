"""The content commands as people type them: what they print, and their exit status."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lms import cli
from lms.cli.courses import publish_folder
from lms.config import ROOT
from lms.domain.catalogue import queries as catalogue
from lms.domain.content.reading import MANIFEST
from lms.foundation import db
from tests.factories.course_files import FIRST_LT, MODULE, QUIZ, write_module

Run = Callable[..., tuple[int, str, str]]
PROGRAMME = (
    "title: {lt: Programa, en: Programme}\nsummary: {lt: S, en: S}\naim: {lt: A, en: A}\nposition: 7\n"
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Type a command; return its exit status and what it printed."""

    def _run(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = cli.main(["content", *map(str, words), "--lang", "en"])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return _run


@pytest.mark.usefixtures("settings_of_nobody")
def test_checking_needs_no_database(run: Run, tmp_path: Path) -> None:
    folder = write_module(tmp_path)
    assert run("check", folder)[:2] == (0, "Everything is in order.\n")
    assert json.loads(run("check", folder, "--json")[1]) == {"ok": True, "problems": []}
    assert list(tmp_path.rglob("*.db")) == []


@pytest.mark.usefixtures("settings_of_nobody")
def test_problems_are_printed_with_file_and_line(run: Run, tmp_path: Path) -> None:
    folder = write_module(tmp_path, {"lt/01-first.md": FIRST_LT.replace("lesson:second", "lesson:third")})
    status, out, _ = run("check", folder)
    assert status == 1
    assert (
        out.split("\n")[0] == "lt/01-first.md:17: error: The link “lesson:third” leads nowhere. [broken-link]"
    )
    assert "1 error" in out and "warning" not in out


@pytest.mark.usefixtures("settings_of_nobody")
def test_warnings_are_no_failure(run: Run, tmp_path: Path) -> None:
    folder = write_module(tmp_path, {"module.yaml": MODULE.replace(", en: Clusters", "")})
    status, out, _ = run("check", tmp_path, "--json")
    assert status == 0
    assert json.loads(out) == {
        "ok": True,
        "problems": [
            {
                "file": f"{folder.name}/module.yaml",
                "line": 3,
                "code": "text-missing",
                "severity": "warning",
                "message": "The text is missing in English; readers are shown the other language.",
            }
        ],
    }


@pytest.mark.usefixtures("settings_of_nobody")
def test_messages_are_in_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_module(tmp_path, {"module.yaml": MODULE + "colour: red\n"})
    assert cli.main(["content", "check", str(folder), "--json", "--lang", "lt"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["message"] == "Raktas „colour“ čia nežinomas."


@pytest.mark.usefixtures("settings_of_nobody")
def test_what_is_no_folder_is_wrong_use(run: Run, tmp_path: Path) -> None:
    status, out, err = run("check", tmp_path / "nowhere")
    assert (status, out) == (2, "") and "nowhere" in err
    with pytest.raises(SystemExit) as left:
        run("check", "--no-such-option")
    assert left.value.code == 2


@pytest.mark.parametrize("command", ["check", "publish", "export", "confirm", "withdraw"])
def test_every_command_explains_itself(run: Run, command: str) -> None:
    with pytest.raises(SystemExit) as left:
        run(command, "--help")
    assert left.value.code == 0


def test_courses_are_published_once(run: Run, installation: Path) -> None:
    programme = installation / "courses" / "programme"
    write_module(programme, {}, "01-first")
    write_module(programme, {"module.yaml": "a: b: c"}, "02-broken")
    (programme / "programme.yaml").write_text(PROGRAMME)
    status, out, _ = run("publish", installation / "courses")
    assert status == 1
    assert "first: revision 1 is published" in out and "broken: refused" in out
    assert "programme/02-broken/module.yaml:1: error:" in out
    shutil.rmtree(programme / "02-broken")
    status, out, _ = run("publish", installation / "courses")
    assert (status, out) == (0, "first: nothing has changed\n")


def test_publishing_needs_an_installation(run: Run, tmp_path: Path, settings_of_nobody: None) -> None:
    status, _, err = run("publish", write_module(tmp_path))
    assert status == 1 and "LMS_DATABASE_URL" in err


def test_what_is_exported_can_be_edited_and_published_again_and_again(run: Run, installation: Path) -> None:
    courses, out = installation / "courses", installation / "out"
    write_module(courses / "programme", {}, "01-first")
    (courses / "programme" / "programme.yaml").write_text(PROGRAMME)
    write_module(courses, {}, "guide")
    run("publish", courses)
    assert run("export", out)[0] == 0
    exported = {path.relative_to(out).as_posix() for path in out.rglob("*.yaml")}
    assert {"programme/programme.yaml", "programme/01-first/module.yaml", "guide/module.yaml"} <= exported
    assert "position: 7" in (out / "programme" / "programme.yaml").read_text()
    lesson = out / "guide" / "lt" / "01-first.md"
    for number in (2, 3):
        lesson.write_text(lesson.read_text().replace("212", f"212{number}"))
        status, printed, _ = run("publish", out)
        assert status == 0 and f"guide: revision {number} is published" in printed
        assert "first: nothing has changed" in printed
    assert run("check", out)[0] == 0


def test_an_export_never_overwrites_what_lies_there(run: Run, installation: Path) -> None:
    courses = installation / "courses"
    write_module(courses, {}, "guide")
    run("publish", courses)
    status, _, err = run("export", courses)
    assert status == 2 and "not an empty folder" in err
    assert run("export", installation / "out", "--module", "unheard-of")[0] == 1


def test_text_edited_elsewhere_is_not_overwritten(run: Run, installation: Path) -> None:
    courses, out = installation / "courses", installation / "out"
    folder = write_module(courses, {}, "guide")
    run("publish", courses)
    run("export", out, "--module", "guide")
    (folder / "lt" / "01-first.md").write_text(FIRST_LT.replace("212", "300"))
    run("publish", courses)
    edited = out / "guide" / "lt" / "01-first.md"
    edited.write_text(FIRST_LT.replace("212", "400"))
    status, printed, _ = run("publish", out / "guide")
    assert status == 1 and "[export-outdated]" in printed and f"{MANIFEST}:1" in printed


def test_a_stale_translation_is_confirmed_before_publishing(run: Run, installation: Path) -> None:
    folder = write_module(installation / "courses", {}, "guide")
    run("publish", folder)
    (folder / "quizzes" / "final.yaml").write_text(
        QUIZ.replace("lt: Kiek sektorių?", "lt: Kiek yra sektorių?")
    )
    status, printed, _ = run("publish", folder)
    assert status == 1 and "lms content confirm guide quizzes.final.questions.sectors.text" in printed
    assert json.loads(run("check", folder, "--json")[1])["problems"][0]["code"] == "assessed-stale"
    words = ("guide", "quizzes.final.questions.sectors.text", "--files", folder)
    assert run("confirm", *words)[0] == 0
    assert run("publish", folder)[0] == 0
    assert run("confirm", "guide", "unheard-of")[0] == 1
    assert run("confirm", "guide")[:2] == (0, "Nothing is out of date.\n")
    assert run("confirm", "unheard-of")[0] == 1


def test_a_withdrawn_module_can_be_put_back(run: Run, installation: Path) -> None:
    folder = write_module(installation / "courses", {}, "guide")
    run("publish", folder)
    assert "no longer on offer" in run("withdraw", "guide")[1]
    assert "already" in run("withdraw", "guide")[1]
    assert run("publish", folder)[:2] == (0, "guide: on offer again\n")
    assert run("withdraw", "unheard-of")[0] == 1


def test_a_withdrawn_programme_can_be_put_back_and_leaves_its_modules(run: Run, installation: Path) -> None:
    courses = installation / "courses"
    write_module(courses / "programme", {}, "01-first")
    (courses / "programme" / "programme.yaml").write_text(PROGRAMME)
    run("publish", courses)
    assert offered() == ["programme"]
    status, out, _ = run("withdraw", "--programme", "programme")
    assert (status, offered()) == (0, []) and "The programme programme is no longer on offer" in out
    assert "already" in run("withdraw", "--programme", "programme")[1]
    assert "no longer on offer" in run("withdraw", "first")[1], "its module was still there"
    # What a person took out stays out when the courses of the installation are looked through at its start.
    kept = publish_folder(courses, "command:test", str, keeps_withdrawn=True)
    assert (kept.withdrawn, offered()) == (["first"], [])
    assert run("publish", courses)[0] == 0
    assert offered() == ["programme"]
    status, _, err = run("withdraw", "--programme", "first")
    assert status == 1 and "There is no programme named first." in err


def offered() -> list[str]:
    with db.reading():
        return [programme.slug for programme in catalogue.list_programme_names()]


def test_the_command_works_as_a_program(tmp_path: Path) -> None:
    folder = write_module(tmp_path)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    environment["LMS_ENV"] = "production"
    done = subprocess.run(
        [sys.executable, "-m", "lms.cli", "content", "check", str(folder), "--json", "--lang", "lt"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)) == (0, {"ok": True, "problems": []})
