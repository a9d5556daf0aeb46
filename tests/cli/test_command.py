"""The command itself: help, languages, exit status."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from lms import cli
from lms.config import ROOT


def run(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lms.cli", *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": "/tmp", **(env or {})},
        timeout=600,
        check=False,
    )


def typed_as(name: str) -> list[str]:
    """What is typed for the command of that file."""
    return list(importlib.import_module(f"lms.cli.{name}").NAME.split())


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*typed_as(name), "--help"])
    assert ended.value.code == 0
    assert f"lms {' '.join(typed_as(name))}" in capsys.readouterr().out


def test_wrong_use_is_told_in_one_language() -> None:
    told = run("--lang", "lt", "content", "nothing")
    assert told.returncode == cli.WRONG_USE
    assert "naudojimas: lms content" in told.stderr and "tokio pasirinkimo nėra: 'nothing'" in told.stderr
    assert "usage" not in told.stderr and "error" not in told.stderr
    assert "usage: lms content" in run("--lang", "en", "content", "nothing").stderr


def test_every_command_has_its_file() -> None:
    files = {path.stem for path in Path(cli.__file__).parent.glob("*.py") if "\nNAME = " in path.read_text()}
    assert files == set(cli.COMMANDS)


def test_help_loads_nothing_heavy() -> None:
    program = "import sys; from lms.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    program += "print([name for name in ('sqlalchemy', 'flask', 'rq', 'redis') if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.parametrize("words", [[], ["nonsense"], ["db"], ["db", "nonsense"], ["serve", "--port", "many"]])
def test_wrong_use_is_status_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2


def test_a_server_without_settings_is_refused_by_name() -> None:
    done = run("serve")
    assert done.returncode == 1
    assert done.stdout == ""
    for name in ("LMS_DATABASE_URL", "LMS_REDIS_URL", "LMS_SECRET_KEY", "LMS_BASE_URL", "LMS_MAIL_URL"):
        assert f"  {name}: is missing" in done.stderr


@pytest.mark.parametrize(
    ("words", "terminal", "said"),
    [
        (("--lang", "lt"), "en_US.UTF-8", "nenurodyta"),
        (("--lang=lt",), "C", "nenurodyta"),
        ((), "lt_LT.UTF-8", "nenurodyta"),
        ((), "en_US.UTF-8", "is missing"),
        (("--lang", "en"), "lt_LT.UTF-8", "is missing"),
    ],
)
def test_messages_are_in_the_language_asked_for(words: tuple[str, ...], terminal: str, said: str) -> None:
    assert said in run("serve", *words, env={"LC_ALL": terminal}).stderr


def test_a_database_that_is_away_is_told_without_a_traceback(tmp_path: Path) -> None:
    env = {"LMS_ENV": "test", "LMS_DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/x.db"}
    done = run("outbox", "status", env=env)
    assert done.returncode == 1
    assert "unable to open database file" in done.stderr
    assert "Traceback" not in done.stderr
