"""Run all tests, in a browser as well where there is one; say plainly what could not run.

With CI=true whatever could not run, or was skipped, is a failure.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path

from lms.cli.browsers import HOW_TO_GET_ONE, find_browser
from tests.live.house import House

ROOT = Path(__file__).resolve().parents[1]
NOTHING_COLLECTED = 5


def main() -> int:
    """Return 0 when everything that could run is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("only", nargs="*", help="files or folders; all tests by default")
    arguments = parser.parse_args()
    is_ci = os.environ.get("CI", "").lower() in ("1", "true", "yes")
    side_by_side = ["-n", str(arguments.processes), "--dist", "loadfile"]
    with tempfile.TemporaryDirectory() as folder:
        browser, report = find_browser(), Path(folder) / "report.xml"
        chosen = "not look" if browser else "not look and not browser"
        settings = {"CHROMIUM": browser or "", "HOUSE_MODEL": str(_set_up_model(Path(folder)))}
        failed = _pytest(["-m", chosen, *side_by_side, *arguments.only], report, **settings)
        skipped = _by_reason(_skipped(report))
    for line in skipped:
        print(f"Did not run: {line}")
    if not browser:
        print(f"Did not run: the journeys in a browser, for there is none. {HOW_TO_GET_ONE}")
    return int(failed or (is_ci and (not browser or bool(skipped))))


def _set_up_model(folder: Path) -> Path:
    """Set the product up once, so that each house of the tests can begin with a copy; return its folder."""
    model = House(folder)
    try:
        model.start()
    finally:
        model.stop()
    return folder


def _pytest(words: list[str], report: Path, **more: str) -> bool:
    """Run pytest; tell whether something failed."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *words],
        cwd=ROOT,
        env={**os.environ, **more},
        check=False,
    )
    return done.returncode not in (0, NOTHING_COLLECTED)


def _skipped(report: Path) -> Iterator[tuple[str, str]]:
    """Give the tests that did not run, each with its reason."""
    if report.exists():
        for case in ET.parse(report).iter("testcase"):
            if (reason := case.find("skipped")) is not None:
                yield f"{case.get('classname')}.{case.get('name')}", str(reason.get("message"))


def _by_reason(cases: Iterable[tuple[str, str]]) -> list[str]:
    """Return a line for each reason: what lacks is said once, however many tests need it."""
    found: dict[str, list[str]] = {}
    for name, reason in cases:
        found.setdefault(reason, []).append(name)
    return [
        f"{names[0]}{f' and {len(names) - 1} more' if len(names) > 1 else ''}: {reason}"
        for reason, names in found.items()
    ]


if __name__ == "__main__":
    sys.exit(main())
