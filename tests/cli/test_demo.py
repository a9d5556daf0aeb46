"""`lms demo` with its real processes: it starts, says so, survives kills, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from lms.cli import environment
from lms.config import ROOT
from lms.foundation.mailbox import Mailbox
from tests.live.house import family_of, free_port
from tests.live.visitor import Visitor

PATIENCE = 600.0
ENDS = 60.0  # the program itself gives its parts half of that


def _title(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").replace(b"\0", b" ").decode()
    except OSError:  # it has just ended
        return ""


class Demo:
    """One `lms demo` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder.parent / "demo.log"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
        self.environ = {**kept, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self, *words: str, **environ: str) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "lms.cli",
            "demo",
            "--folder",
            str(self.folder),
            "--port",
            str(self.port),
        ]
        with self.log.open("ab") as log:
            env = {**self.environ, **environ}
            self.process = subprocess.Popen([*command, *words], env=env, cwd=ROOT, stdout=log, stderr=log)
        return self.process

    def start(self) -> None:
        """Start and wait for the first page."""
        self.begin()
        self.wait(lambda: self.ask("/healthz")[0] == 200)

    def ask(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except (OSError, HTTPException):
            return 0, ""

    def ready(self) -> dict[str, Any]:
        status, text = self.ask("/readyz")
        return json.loads(text) if status in (200, 503) else {}

    def wait(self, until: Callable[[], Any]) -> Any:
        end = time.monotonic() + PATIENCE
        while not (found := until()):
            if time.monotonic() > end:
                raise AssertionError(f"in vain:\n{self.said()[-3000:]}")
            time.sleep(0.05)
        return found

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def pids(self, *titles: str) -> list[int]:
        """Return the processes whose title is exactly one of these."""
        assert self.process is not None
        return [pid for pid in family_of(self.process.pid) if _title(pid) in titles]

    def lms(self, *words: str, text: str = "") -> subprocess.CompletedProcess[str]:
        env = {**self.environ, **environment.read(self.folder), "LC_ALL": "en_US.UTF-8"}
        return subprocess.run(
            [sys.executable, "-m", "lms.cli", *words],
            env=env, cwd=ROOT, input=text, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip

    def end(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(ENDS)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A running demo in a folder whose path is long and has spaces, signs and Lithuanian letters."""
    folder = tmp_path_factory.mktemp("demo") / ("Žemėlapis #1 50% " + "ilgas " * 12) / "var"
    made = Demo(folder)
    folder.mkdir(parents=True)
    made.log = folder / "demo.log"
    try:
        made.start()
        made.wait(lambda: made.ready().get("worker") == "up" and made.ready().get("swept_at"))
        yield made
    finally:
        made.end()


def _all_up(demo: Demo) -> bool:
    ready = demo.ready()
    return [ready.get(part) for part in ("database", "storage", "broker", "worker")] == ["up"] * 4


def test_it_prints_addresses_and_accounts(demo: Demo) -> None:
    demo.wait(lambda: "Ctrl-C" in demo.said())
    said = demo.said()
    assert f"{demo.url}/lt/" in said
    assert "savimoka-demo" in said
    for name in ("learner", "learner2", "norway", "author", "author2", "coordinator", "admin"):
        assert f"{name}@demo.example" in said


def test_front_pages_answer_in_both_languages(demo: Demo) -> None:
    assert 'lang="lt"' in demo.ask("/lt/")[1]
    assert 'lang="en"' in demo.ask("/en/")[1]


def test_nothing_of_it_is_readable_by_others(demo: Demo) -> None:
    for name in ("environment", "secret-key"):
        assert (demo.folder / name).stat().st_mode & 0o077 == 0
    remembered = Path((demo.folder / "broker-socket").read_text().strip())
    assert remembered.parent.stat().st_mode & 0o077 == 0
    assert len(str(remembered)) < 100


def test_doctor_finds_everything_well(demo: Demo) -> None:
    done = demo.lms("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "wrong" not in done.stdout


def test_the_figures_are_for_this_machine_only(demo: Demo) -> None:
    status, text = demo.ask("/metrics")
    assert status == 200
    assert 'savimoka_up{of="worker"} 1.0' in text
    request = urllib.request.Request(f"{demo.url}/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    assert refused.value.code == 404
    refused.value.close()


def test_a_second_one_says_that_the_first_is_running(demo: Demo) -> None:
    second = Demo(demo.folder)
    second.log = demo.folder / "second.log"
    assert second.begin().wait(PATIENCE) == 1
    assert f"running already: {demo.url}" in second.said()


def test_a_port_that_is_taken_is_told(demo: Demo, tmp_path: Path) -> None:
    other = Demo(tmp_path / "var")
    other.port = demo.port
    assert other.begin().wait(PATIENCE) == 1
    assert f"Port {demo.port} cannot be used" in other.said()


def test_an_account_made_by_command_can_sign_in(demo: Demo) -> None:
    done = demo.lms(
        "user", "create", "nauja@example.lt", "--name", "Ona Žemaitė", "--admin", "--password-stdin",
        text="keturi ramūs žodžiai čia\n",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    Visitor(demo.url).sign_in("nauja@example.lt", "keturi ramūs žodžiai čia")
    again = demo.lms("user", "create", "NAUJA@example.lt", "--name", "Ona")
    assert again.returncode == 1
    assert "already" in again.stderr


def _ask_for_a_password(demo: Demo, email: str) -> None:
    visitor = Visitor(demo.url)
    shown = visitor.get("/lt/password")
    assert visitor.send(shown.form("/password"), ("email", email)).status == 303


def _letters(demo: Demo, address: str) -> int:
    return sum(address in mail.to for mail in Mailbox(demo.folder / "mail").page(1, 500))


def test_mail_reaches_the_local_mailbox_through_the_real_worker(demo: Demo) -> None:
    _ask_for_a_password(demo, "norway@demo.example")
    demo.wait(lambda: _letters(demo, "norway@demo.example") == 1)
    assert demo.lms("outbox", "status").returncode == 0


def test_while_the_broker_is_away_pages_and_mail_go_on(demo: Demo) -> None:
    (broker,) = _brokers(demo)
    os.kill(broker, signal.SIGSTOP)
    try:
        began = time.monotonic()
        _ask_for_a_password(demo, "author@demo.example")
        assert time.monotonic() - began < 40  # who asks for ever, asks for longer
        status, text = demo.ask("/readyz")
        assert (status, json.loads(text)["broker"]) == (200, "down")
        demo.wait(lambda: _letters(demo, "author@demo.example") == 1)
    finally:
        os.kill(broker, signal.SIGCONT)
    demo.wait(lambda: _all_up(demo))


def _brokers(demo: Demo) -> list[int]:
    assert demo.process is not None
    return [pid for pid in family_of(demo.process.pid) if "valkey" in _title(pid)]


@pytest.mark.parametrize(
    "titles",
    [["lms serve"], ["lms serve: pages"], ["lms worker"], ["lms worker: jobs"], ["lms worker: sweeper"]],
)
def test_whatever_is_killed_is_started_again(demo: Demo, titles: list[str]) -> None:
    victims = demo.wait(lambda: _only_one(demo, titles))  # also of what was killed before, and came back
    os.kill(victims[0], signal.SIGKILL)
    demo.wait(lambda: _only_one(demo, titles) not in ([], victims))
    demo.wait(lambda: _all_up(demo))


def _only_one(demo: Demo, titles: list[str]) -> list[int]:
    found = demo.pids(*titles)
    return found if len(found) == 1 else []


def test_a_killed_broker_comes_back_on_the_same_socket(demo: Demo) -> None:
    (victim,) = _brokers(demo)
    os.kill(victim, signal.SIGKILL)
    demo.wait(lambda: _brokers(demo) not in ([], [victim]) and _all_up(demo))
    before = _letters(demo, "learner2@demo.example")
    _ask_for_a_password(demo, "learner2@demo.example")
    demo.wait(lambda: _letters(demo, "learner2@demo.example") == before + 1)


def test_when_the_watcher_is_killed_nothing_stays_and_all_starts_again(demo: Demo) -> None:
    assert demo.process is not None
    family = family_of(demo.process.pid)
    demo.process.send_signal(signal.SIGKILL)
    demo.process.wait()
    demo.wait(lambda: not [pid for pid in family if _lives(pid)])
    demo.start()
    demo.wait(lambda: _all_up(demo))
    Visitor(demo.url).sign_in("learner@demo.example", "savimoka-demo")


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_it_ends_in_good_order_and_starts_again_as_it_is(demo: Demo) -> None:
    assert demo.process is not None
    family = family_of(demo.process.pid)
    remembered = Path((demo.folder / "broker-socket").read_text().strip())
    assert demo.end() == 0
    assert not remembered.parent.exists()
    assert [pid for pid in family if _lives(pid)] == []
    assert "in good order" in demo.said()
    before = demo.said()
    demo.start()
    set_up = "Database: up to date"
    assert set_up in before and set_up not in demo.said()[len(before) :]
    Visitor(demo.url).sign_in("learner@demo.example", "savimoka-demo")


def test_a_broken_file_of_the_broker_is_put_aside(demo: Demo) -> None:
    assert demo.end() == 0
    for file in (demo.folder / "broker").rglob("*.aof"):
        file.write_bytes(b"*3\r\nthis is not what it should be" * 100)
    demo.start()
    demo.wait(lambda: demo.ready().get("broker") == "up")
    assert list(demo.folder.glob("broker-broken-*"))


def test_real_data_is_refused(tmp_path: Path) -> None:
    demo = Demo(tmp_path / "var")
    assert demo.begin(LMS_ENV="production").wait(PATIENCE) == 1
    assert "LMS_ENV must be demo" in demo.said()


def test_production_refuses_the_demos_database(demo: Demo) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**demo.environ, **environment.read(demo.folder), "LMS_ENV": "production", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-m", "lms.cli", "serve", "--port", str(port)],
        env=env, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "demo accounts" in done.stderr
