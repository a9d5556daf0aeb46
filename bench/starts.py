"""Publishing, starting again and memory."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.processes import ROOT, family, free_port, memory_mib
from bench.table import Row, Table


def prepare(environment: dict[str, str], modules: Path) -> float:
    """Publish the modules; return the seconds it took."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "lms.cli", "content", "publish", str(modules)],
        env={**os.environ, **environment},
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


def publish(environment: dict[str, str], modules: Path) -> Iterator[Row]:
    """Measure publishing twelve modules, and again with nothing changed."""
    yield Row("publish all courses (12 modules)", prepare(environment, modules), "s", 15)
    yield Row("publish again unchanged", prepare(environment, modules), "s", 1)


def demo(folder: Path, table: Table) -> Iterator[Row]:
    """Measure `make run`: the second start until the first page, and the memory of all its processes."""
    if not table.wants_any(["make run again", "memory of make run"]):
        return
    for turn in range(2):
        port = free_port()
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "lms.cli", "demo", "--port", str(port), "--folder", str(folder)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        _first_page(port)
        took = time.perf_counter() - began
        if turn == 1:
            yield Row("make run again until the first page", took, "s", 5, 2)
            for _request in range(50):
                _first_page(port)
            time.sleep(2)
            memory = memory_mib(family(process.pid))
            yield Row("memory of make run (PSS)", memory, "MiB", 300, 200)
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _first_page(port: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/lt/", timeout=10) as answer:
                answer.read()
                return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError("the demo did not start")
