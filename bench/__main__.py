"""`make bench`: each budget beside its yardstick, in one run, with the machine and versions.

`python -m bench [--quick] [name …]` measures all figures, or those whose name contains a word.
"""

import argparse
import contextlib
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bench import courses, exports, mails, pages, starts
from bench.processes import ROOT, free_port, running
from bench.table import Table
from lms.foundation import migrating
from tests import postgres_server

SECRET = "bench-secret-bench-secret-bench-secret-0123456789"


def main() -> None:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("names", nargs="*", help="measure only figures whose name contains one of these")
    parser.add_argument("--quick", action="store_true", help="fewer requests and people, rougher figures")
    asked = parser.parse_args()
    table = Table(asked.names)
    print(_machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        courses.write(folder / "modules")
        url = _database("bench_small")
        environment = _environment(url, folder)
        for row in starts.publish(environment, folder / "modules"):
            table.add(row)
        with _floor() as floor:
            for count, rows in (
                (2_200, pages.all_rows),
                (20_000 if asked.quick else 100_000, pages.large_rows),
            ):
                if not table.wants_any(rows.names):
                    continue
                url = _database(f"bench_{count}")
                environment = _environment(url, folder)
                starts.prepare(environment, folder / "modules")
                port = free_port()
                command = [sys.executable, "-m", "lms.cli", "serve", "--port", str(port), "--processes", "2"]
                with running(command, port, environment) as server:
                    site = pages.Site(url, SECRET, port, server, floor, quick=asked.quick)
                    site.settle(count)
                    for row in rows(site, table):
                        table.add(row)
                    if count == 2_200:
                        for row in exports.rows(site, table):
                            table.add(row)
        for row in mails.rows(
            _environment(_database("bench_mails"), folder), folder, table, quick=asked.quick
        ):
            table.add(row)
        for row in starts.demo(folder / "demo", table):
            table.add(row)
    table.print_verdict()


def _machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("flask", "sqlalchemy", "granian", "psycopg", "rq")
    )
    return f"{os.cpu_count()} × {model}; Python {platform.python_version()}; {libraries}"


def _database(name: str) -> str:
    """Return the address of an empty PostgreSQL database."""
    server = make_url(postgres_server.start())
    with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = server.set(database=name).render_as_string(hide_password=False)
    migrating.upgrade(url)
    return url


def _environment(url: str, folder: Path) -> dict[str, str]:
    return {
        "LMS_ENV": "test",
        "LMS_DATABASE_URL": url,
        "LMS_REDIS_URL": f"unix://{folder}/no-broker.sock",
        "LMS_SECRET_KEY": SECRET,
        "LMS_MAIL_URL": str(folder / "mail"),
        "LMS_STORAGE_URL": str(folder / "files"),
        "PYTHONPATH": str(ROOT),
    }


@contextlib.contextmanager
def _floor() -> Iterator[tuple[int, int]]:
    """Run the yardstick; give its process and port."""
    port = free_port()
    with running([sys.executable, "-m", "bench.floor", str(port)], port, {"PYTHONPATH": str(ROOT)}) as pid:
        yield pid, port


if __name__ == "__main__":
    main()
