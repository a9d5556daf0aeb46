"""The product as `make run` starts it, in a folder of its own, with mail going to a post office."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from lms import wiring
from lms.domain.accounts import passwords, rules
from lms.domain.accounts import service as accounts
from lms.domain.catalogue import queries as catalogue
from lms.foundation import db
from tests.live.post_office import PostOffice

ROOT = Path(__file__).parents[2]
PASSWORD = "savimoka-demo"
_kept: list[socket.socket] = []


def free_port() -> int:
    """Return a port that nobody listens on, and on Linux keep others from it while this process lives.

    Servers may take it, again and again, since they ask for an address that is being used; whoever
    wants just any port, for calling or for listening, is given another one meanwhile.
    """
    keeper = socket.socket()
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    keeper.bind(("127.0.0.1", 0))
    port = int(keeper.getsockname()[1])
    if sys.platform == "linux":
        _kept.append(keeper)
    else:
        keeper.close()
    return port


class House:
    """Starts `lms demo` and ends it; knows its address, its folder and its processes."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.post_office = PostOffice(free_port())
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LMS_")},
            "LC_ALL": "C.UTF-8",  # its log is read here
            "LMS_MAIL_URL": self.post_office.url,
            **environment,
        }
        self._log = (folder / "house.log").open("w")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def database_url(self) -> str:
        """Where this house keeps everything."""
        return self.environment.get("LMS_DATABASE_URL", f"sqlite:///{self.folder}/house/savimoka.db")

    def start(self) -> None:
        """Start all parts and return once a page can be seen."""
        self._take_after_the_model()
        command = [sys.executable, "-m", "lms.cli", "demo", "--port", str(self.port)]
        self._process = subprocess.Popen(
            [*command, "--folder", str(self.folder / "house")],
            env=self.environment,
            cwd=ROOT,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        try:
            self.wait()
        except BaseException:
            self.stop()
            raise

    def _take_after_the_model(self) -> None:
        """Begin with a copy of a house that is set up already, where whoever runs all tests has made one."""
        model, own = os.environ.get("HOUSE_MODEL"), self.folder / "house"
        if model and not own.exists() and "LMS_DATABASE_URL" not in self.environment:
            passing = shutil.ignore_patterns("broker*", "environment", "lock", "mail", "secret-key")
            shutil.copytree(Path(model) / "house", own, ignore=passing)

    def wait(self, seconds: float = 300) -> None:
        """Return once the front page answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=30):
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
            if self._process is not None and self._process.poll() is not None:
                break
        raise RuntimeError(f"the house did not start:\n{(self.folder / 'house.log').read_text()[-3000:]}")

    def processes(self, word: str) -> list[int]:
        """Return the processes of this house in whose command line the word stands."""
        assert self._process is not None
        found = []
        for pid in family_of(self._process.pid):
            try:
                line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if word in line:
                found.append(pid)
        return found

    def kill(self, word: str) -> int:
        """Kill without warning the processes in whose command line the word stands; tell how many."""
        victims = self.processes(word)
        for pid in victims:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return len(victims)

    def settings(self) -> dict[str, str]:
        """Return the settings that this house has made for itself."""
        lines = (self.folder / "house" / "environment").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def add_person(self, email: str, name: str, language: str = "lt") -> str:
        """Open an account as the demo does, with its password and letters at any hour; return its address."""
        engine = db.connect(self.database_url)
        wiring.connect()
        try:
            with db.unit_of_work():
                accounts.create_user(
                    "command:user create",
                    rules.read_address(email),
                    name,
                    passwords.hash_password(PASSWORD),
                    language=language,
                    mail_from_hour=0,
                    mail_to_hour=24,
                    privacy_version=catalogue.current_privacy_version(),
                )
        finally:
            engine.dispose()
        return email

    def lms(self, *words: str, typed: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command of ours against this house, with what is typed into it."""
        return subprocess.run(
            [sys.executable, "-m", "lms.cli", *words],
            env={**self.environment, **self.settings()},
            cwd=ROOT,
            input=typed,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def stop(self) -> None:
        """End everything in good order."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait(60)
        self.post_office.close()
        self._log.close()


def family_of(pid: int) -> list[int]:
    """Return a process and all that it has started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found
