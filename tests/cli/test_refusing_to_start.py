"""What cannot start says why in plain words, and ends with the status of problems."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lms.config import ROOT
from tests.live.house import free_port
from tests.live.parts import wait_until


def lms(*words: str, cwd: Path = ROOT, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LMS_", "PORT"))}
    return subprocess.run(
        [sys.executable, "-m", "lms.cli", *words],
        env={**kept, "LC_ALL": "C", "PYTHONPATH": str(cwd), **environ},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("not a folder")
    done = lms("demo", "--folder", str(tmp_path / "var"))
    assert done.returncode == 1
    assert "Nothing can be kept in the folder" in done.stderr and "--folder" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(
    os.geteuid() == 0 and not Path("/proc/1").exists(), reason="needs Linux where root runs it"
)
def test_a_folder_where_nobody_may_write(tmp_path: Path) -> None:
    # Root may write everywhere but among the processes.
    closed = Path("/proc/1") if os.geteuid() == 0 else tmp_path / "closed"
    if os.geteuid() != 0:
        closed.mkdir(mode=0o500)
    done = lms("demo", "--folder", str(closed / "var"))
    assert done.returncode == 1
    assert "Nothing can be kept in the folder" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["99999", "0", "abc", "-1", "9" * 5000])
@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_that_is_none(command: str, port: str) -> None:
    for done in (lms(command, f"--port={port}"), lms(command, PORT=port)):
        assert done.returncode == 2
        assert "a number from 1 to 65535" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_clone_without_courses(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    clone.mkdir()
    for part in ("lms", "templates", "static", "migrations", "translations"):
        (clone / part).symlink_to(ROOT / part)
    (clone / "lms").unlink()
    shutil.copytree(ROOT / "lms", clone / "lms", ignore=shutil.ignore_patterns("__pycache__"))
    done = lms("demo", "--folder", str(tmp_path / "var"), "--port", str(free_port()), cwd=clone)
    assert done.returncode == 1
    assert "There are no courses" in done.stderr and str(clone / "modules") in done.stderr
    assert "Traceback" not in done.stderr


def test_of_two_that_start_on_one_port_at_the_same_moment_one_starts(tmp_path: Path) -> None:
    port = str(free_port())
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LMS_", "PORT"))}
    started = []
    for name in ("one", "two"):
        with (tmp_path / f"{name}.log").open("wb") as log:
            words = [
                sys.executable,
                "-m",
                "lms.cli",
                "demo",
                "--folder",
                str(tmp_path / name),
                "--port",
                port,
            ]
            started.append(
                subprocess.Popen(words, env={**kept, "LC_ALL": "C"}, cwd=ROOT, stdout=log, stderr=log)
            )
    try:
        wait_until(lambda: any(each.poll() is not None for each in started))
        refused, other = sorted(started, key=lambda each: each.poll() is None)
        assert (refused.poll(), other.poll()) == (1, None)
        said = [(tmp_path / f"{name}.log").read_text() for name in ("one", "two")]
        assert sum(f"Port {port} cannot be used" in each for each in said) == 1
    finally:
        for each in started:
            each.terminate()
            each.wait(90)
