"""`lms demo`, which is `make run`: the whole product on this machine, with courses and demo accounts."""

import argparse
import hashlib
import os
import secrets
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from lms.cli import PROBLEMS, WELL, demo_set_up, environment, garbage, serve, worker
from lms.cli.embedded_broker import EmbeddedBroker, NoBroker
from lms.cli.serve import in_use, is_free
from lms.cli.supervision import Fork, Part, Supervisor, take_lock
from lms.config import N_, ROOT, VAR, Settings
from lms.foundation.i18n import gettext as _

NAME = "demo"
HELP = N_("serve everything on this machine, with courses and demo accounts")
PASSWORD = "savimoka-demo"
LONGEST_START_SECONDS = 180.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may be typed after `lms demo`."""
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on"))
    parser.add_argument(
        "--port", type=serve.port, default=os.environ.get("PORT") or "8000", help=_("port to listen on")
    )
    parser.add_argument("--folder", type=Path, default=VAR, help=_("folder for everything that is kept"))
    parser.add_argument("--processes", type=int, default=1, help=_("number of server processes"))


def run(arguments: argparse.Namespace) -> int:
    """Set up what is missing, start all parts, and keep them running until Ctrl-C."""
    if os.environ.get("LMS_ENV", "demo") != "demo":
        print(_("LMS_ENV must be demo or not set: a demo never runs on real data."), file=sys.stderr)
        return PROBLEMS
    folder = arguments.folder.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = take_lock(folder / "lock")
    except OSError as problem:
        print(_cannot_be_used(folder, problem), file=sys.stderr)
        return PROBLEMS
    if lock is None:
        print(_("Savimoka is running already: %(address)s", address=_address_in(folder)), file=sys.stderr)
        return PROBLEMS
    with lock, _port_for_us(arguments.host, arguments.port) as is_ours:
        if is_ours:
            return _Demo(arguments, folder).run()
    print(in_use(arguments.port), file=sys.stderr)
    return PROBLEMS


class _Demo:
    def __init__(self, arguments: argparse.Namespace, folder: Path) -> None:
        self.arguments = arguments
        self.folder = folder
        self.address = f"http://{arguments.host}:{arguments.port}"
        self.broker = self._own_broker()
        self.has_own_database = not os.environ.get("LMS_DATABASE_URL")
        os.environ.update(self._settings())  # for the parts, which are forks of this process
        self.settings = Settings.from_environment(os.environ)
        self.supervisor = Supervisor([self.broker.part()] if self.broker else [], self._tell)
        self.is_announced = False
        self.began_at = time.monotonic()

    def run(self) -> int:
        """Start the parts in order; whatever happens, none of them is left behind."""
        self.supervisor.obey_signals()
        environment.write(self.folder, {k: v for k, v in os.environ.items() if k.startswith("LMS_")})
        try:
            self.supervisor.keep()
            self._load_once()
            if not self._is_set_up():
                self._set_up()
            self.began_at = time.monotonic()  # on a slow machine setting up takes minutes of its own
            self.supervisor.parts += [Part("web", self._fork(serve)), Part("worker", self._fork(worker))]
            self.supervisor.run(look_in=self._announce_when_ready)
        except _NotStarted:
            return PROBLEMS
        finally:
            self.supervisor.end()
            if self.broker:
                self.broker.tidy()
        print(_("Everything has ended in good order; the data is kept in %(folder)s.", folder=self.folder))
        return WELL

    def _own_broker(self) -> EmbeddedBroker | None:
        if os.environ.get("LMS_REDIS_URL"):
            return None
        try:
            return EmbeddedBroker(self.folder / "broker")
        except NoBroker:
            print(
                _(
                    "There is no broker program for this machine. Install Valkey or Redis "
                    "(on Debian: apt-get install redis-server), or name one with LMS_REDIS_URL."
                ),
                file=sys.stderr,
            )
            raise SystemExit(PROBLEMS) from None

    def _settings(self) -> dict[str, str]:
        """Return the settings of the demo; what is set in the environment counts more."""
        own = {
            "LMS_ENV": "demo",
            "LMS_DATABASE_URL": f"sqlite:///{self.folder / 'savimoka.db'}",
            "LMS_REDIS_URL": self.broker.url if self.broker else "",
            "LMS_SECRET_KEY": _kept_key(self.folder / "secret-key"),
            "LMS_BASE_URL": self.address,
            "LMS_MAIL_URL": str(self.folder / "mail"),
            "LMS_MAIL_FROM": "Savimoka <no-reply@demo.example>",
            "LMS_STORAGE_URL": str(self.folder / "files"),
        }
        return {name: os.environ.get(name) or value for name, value in own.items()}

    def _load_once(self) -> None:
        """Load what web and worker are made of, once for both: less memory, and they start again at once."""
        from lms.cli import serving, working

        serving.load_server()
        working.prepare()
        garbage.keep_what_is_loaded()

    def _fork(self, command: ModuleType) -> Callable[[], Fork]:
        """Return what starts one of our commands in a fork, with its own usual options but for ours."""
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        options = parser.parse_args([])
        for name in ("host", "port", "processes"):
            if command is serve:
                setattr(options, name, getattr(self.arguments, name))
        return lambda: Fork(f"lms {command.NAME}", lambda: command.run(options))

    def _is_set_up(self) -> bool:
        """Tell whether database, courses and accounts are as the last start left them."""
        if not self.has_own_database or not (self.folder / "savimoka.db").exists():
            return False
        try:
            return (self.folder / "set-up").read_text(encoding="utf-8") == _state_of_clone()
        except FileNotFoundError:
            return False

    def _set_up(self) -> None:
        state = _state_of_clone()
        if self.broker and not self.broker.wait():
            print(_("The broker does not start; see %(file)s.", file=self.folder / "broker" / "broker.log"))
        # A process of its own: what it loads is needed once and not kept.
        work = Fork("lms demo: set-up", demo_set_up.main)
        while (status := work.poll()) is None:
            if self.supervisor.is_asked_to_stop:
                os.kill(work.pid, signal.SIGTERM)
            time.sleep(0.02)
        if status or self.supervisor.is_asked_to_stop:
            raise _NotStarted
        (self.folder / "set-up").write_text(state, encoding="utf-8")

    def _tell(self, part: Part, what: str) -> None:
        lines = {
            ("broker", "started"): _("Broker: started (process %(pid)s)"),
            ("web", "started"): _("Web server: started (process %(pid)s)"),
            ("worker", "started"): _("Worker and sweeper: started (process %(pid)s)"),
            ("broker", "ended"): _("Broker: ended, is started again"),
            ("web", "ended"): _("Web server: ended, is started again"),
            ("worker", "ended"): _("Worker and sweeper: ended, are started again"),
        }
        print(lines[part.name, what] % {"pid": part.process.pid if part.process else 0}, flush=True)

    def _announce_when_ready(self) -> None:
        """Print addresses and accounts as soon as the first page can be had."""
        if self.is_announced:
            return
        late = time.monotonic() - self.began_at > LONGEST_START_SECONDS
        if _answers(self.arguments.host, self.arguments.port):
            self.is_announced = True
            print(_welcome(self.address, self.settings), flush=True)
        elif late:
            print(_("The web server does not answer; what it said stands above."), file=sys.stderr)
            raise _NotStarted


class _NotStarted(Exception):
    """The demo could not begin; what went wrong has been printed already."""


@contextmanager
def _port_for_us(host: str, port: int) -> Iterator[bool]:
    """Tell whether we may have the port, and keep other demos from it meanwhile.

    The server lets several processes listen on one port, so two demos that start at the same
    moment would both find it free and then share its visitors.
    """
    place = Path(tempfile.gettempdir()) / f"savimoka-{os.getuid()}-port-{port}.lock"
    lock = take_lock(place)
    if lock is None:
        yield False
        return
    with lock:
        try:
            yield is_free(host, port)
        finally:
            place.unlink(missing_ok=True)


def _cannot_be_used(folder: Path, problem: OSError) -> str:
    return _(
        "Nothing can be kept in the folder %(folder)s: %(reason)s. Choose another one with --folder.",
        folder=folder,
        reason=problem.strerror or problem,
    )


def _kept_key(file: Path) -> str:
    """Return the demo's own random key, made at the first start."""
    if not file.exists():
        unfinished = file.with_name(f".{file.name}.{os.getpid()}")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as new:
            new.write(secrets.token_urlsafe(48))
        unfinished.replace(file)
    return file.read_text(encoding="utf-8").strip()


def _state_of_clone() -> str:
    """Return a fingerprint of all that setting up depends on, from names, sizes and times alone."""
    digest = hashlib.sha256()
    for part in ("modules", "migrations/versions", "lms/domain/content", "lms/cli"):
        for folder, folders, files in os.walk(ROOT / part):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            for name in sorted(files):
                found = (Path(folder) / name).stat()
                digest.update(f"{folder}/{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _answers(host: str, port: int) -> bool:
    """Ask for /healthz by hand: an HTTP library would be the largest thing in this process."""
    try:
        with socket.create_connection((host, port), timeout=2) as line:
            line.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in line.recv(64)
    except OSError:
        return False


def _address_in(folder: Path) -> str:
    return environment.read(folder).get("LMS_BASE_URL", "")


def _welcome(address: str, settings: Settings) -> str:
    accounts = [
        ("learner@demo.example", _("learner, in Lithuanian")),
        ("learner2@demo.example", _("learner of another institution")),
        ("norway@demo.example", _("learner in Norway, in English")),
        ("author@demo.example", _("author of Social clustering")),
        ("author2@demo.example", _("author of Public capacities")),
        ("coordinator@demo.example", _("coordinator")),
        ("admin@demo.example", _("administrator")),
    ]
    lines = [
        "",
        f"  {address}/lt/    {address}/en/",
        "",
        "  " + _("Demo accounts (password: %(password)s)", password=PASSWORD),
        *(f"    {mail:26}{role}" for mail, role in accounts),
    ]
    if settings.has_local_mailbox:
        mailbox = f"{address}/lt/admin"
        lines.append("  " + _("Mail stays here; the administrator reads it at %(address)s", address=mailbox))
    return "\n".join([*lines, "", "  " + _("Ctrl-C ends everything."), ""])
