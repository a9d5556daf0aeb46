"""`lms serve` as an operator runs it: production, PostgreSQL, several processes."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from lms.config import ROOT
from tests import postgres_server
from tests.live.house import family_of, free_port
from tests.live.parts import wait_until

KEY = "k9Xq2-mZ7vRt4Lp8wYc3Nd6fGh1Js5BaQeUiOo0"


@pytest.fixture
def production(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a production installation with an empty PostgreSQL database and no broker."""
    name = f"serve_test_{os.getpid()}_{time.monotonic_ns()}"
    server = make_url(postgres_server.start())
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield {
        **{key: value for key, value in os.environ.items() if not key.startswith("LMS_")},
        "LC_ALL": "C",
        "LMS_DATABASE_URL": server.set(database=name).render_as_string(hide_password=False),
        "LMS_REDIS_URL": f"unix://{tmp_path}/none.sock",
        "LMS_SECRET_KEY": KEY,
        "LMS_BASE_URL": "https://learn.example",
        "LMS_MAIL_URL": "smtp://127.0.0.1:9",
        "LMS_MAIL_FROM": "no-reply@learn.example",
        "LMS_STORAGE_URL": str(tmp_path / "files"),
        "LMS_TRUSTED_PROXIES": "1",
    }
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def _lms(environ: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lms.cli", *words]
    return subprocess.run(
        command, env=environ, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )


def _ask(port: int, path: str) -> tuple[int, Message, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return answer.status, answer.headers, answer.read().decode()


def _wait_for(port: int) -> None:
    wait_until(lambda: _answers(port), 180)


def _answers(port: int) -> bool:
    try:
        return _ask(port, "/healthz")[0] == 200
    except OSError:
        return False


def _pages(server: subprocess.Popen[bytes]) -> list[int]:
    return [pid for pid in family_of(server.pid) if b"lms serve: pages" in _command(pid)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):  # it has just been killed
        return b""


def test_from_an_empty_database_to_pages(production: dict[str, str]) -> None:
    port = free_port()
    refused = _lms(production, "serve", "--port", str(port))
    assert refused.returncode == 1
    assert "lms db upgrade" in refused.stderr

    assert _lms(production, "db", "upgrade").returncode == 0
    made = _lms(production, "user", "create", "ona@example.lt", "--name", "Ona Žemaitė", "--admin")
    assert made.returncode == 0
    assert "Password: " in made.stdout

    command = [sys.executable, "-m", "lms.cli", "serve", "--port", str(port), "--processes", "2"]
    server = subprocess.Popen(command, env=production, cwd=ROOT)
    try:
        _wait_for(port)
        status, headers, answer = _ask(port, "/readyz")
        assert (status, json.loads(answer)["broker"]) == (200, "down")
        assert "max-age" in headers["Strict-Transport-Security"]
        assert _lms(production, "serve", "--port", str(port)).returncode == 1  # the port is taken

        for _killed in range(3):  # the youngest each time, sooner than the server calls it healthy
            wait_until(lambda: len(_pages(server)) == 2)
            youngest = max(_pages(server))
            os.kill(youngest, signal.SIGKILL)
            wait_until(lambda gone=youngest: gone not in _pages(server))
            wait_until(lambda: len(_pages(server)) == 2 or server.poll() is not None)
            assert server.poll() is None
            _wait_for(port)
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0


def test_serve_can_upgrade_first(production: dict[str, str]) -> None:
    port = free_port()
    command = [sys.executable, "-m", "lms.cli", "serve", "--port", str(port), "--processes", "1", "--upgrade"]
    server = subprocess.Popen(command, env=production, cwd=ROOT)
    try:
        _wait_for(port)
        assert _ask(port, "/readyz")[0] == 200
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def test_a_database_that_is_away_is_told(production: dict[str, str]) -> None:
    away = {**production, "LMS_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    done = _lms(away, "serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    doctor = _lms(away, "doctor")
    assert doctor.returncode == 1
    assert "LMS_DATABASE_URL" in doctor.stdout


def test_weak_keys_and_debugging_are_refused(production: dict[str, str]) -> None:
    for wrong in ({"LMS_SECRET_KEY": "secret"}, {"FLASK_DEBUG": "1"}):
        done = _lms({**production, **wrong}, "serve", "--port", str(free_port()))
        assert done.returncode == 1
        assert next(iter(wrong)) in done.stderr
