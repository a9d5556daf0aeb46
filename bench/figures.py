"""Measuring one kind of page against the floor, both in the same run, turn by turn."""

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass

from bench import load
from bench.processes import ROOT, cpu_seconds, family

TURNS = 3


@dataclass
class Measured:
    """Server CPU per request in milliseconds, with throughput and p95 beside it."""

    cpu_ms: float
    per_second: float
    p95_ms: float
    database_ms: float


def fire(one: load.Load) -> dict[str, float]:
    """Send a load from a process of its own; refuse figures of wrong answers."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=load.as_json(one),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    result = json.loads(done.stdout)
    if result["wrong"]:
        raise RuntimeError(f"{one.paths[0]} answered {result['wrong']}, not {one.expected}")
    return result


def measure(server: int, one: load.Load, database: int | None = None) -> Measured:
    """Send a load to the server and tell what each request cost it."""
    before, before_database = cpu_seconds(family(server)), cpu_seconds(family(database)) if database else 0.0
    result = fire(one)
    spent = cpu_seconds(family(server)) - before
    spent_database = cpu_seconds(family(database)) - before_database if database else 0.0
    return Measured(
        cpu_ms=1000 * spent / one.requests,
        per_second=one.requests / result["seconds"],
        p95_ms=1000 * result["p95"],
        database_ms=1000 * spent_database / one.requests,
    )


def against_floor(
    server: int, floor: int, floor_load: load.Load, turns: list[load.Load], database: int | None
) -> tuple[Measured, float]:
    """Measure the page and the floor turn by turn; return the middle figures and their ratio."""
    pages, floors = [], []
    for one in turns:
        floors.append(measure(floor, floor_load).cpu_ms)
        pages.append(measure(server, one, database))
    page = Measured(
        cpu_ms=statistics.median(p.cpu_ms for p in pages),
        per_second=statistics.median(p.per_second for p in pages),
        p95_ms=statistics.median(p.p95_ms for p in pages),
        database_ms=statistics.median(p.database_ms for p in pages),
    )
    return page, page.cpu_ms / statistics.median(floors)
