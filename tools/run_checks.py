"""Run all checks that need no running program, at the same time, and show what each of them found."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent
CHECKS = {
    "style": ["ruff", "check", "."],
    "layout of code": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "floors": ["lint-imports"],
    "templates": ["djlint", "--lint", "--quiet", "templates"],
    "dependencies": ["deptry", "lms"],
    "translations": ["python", "tools/catalogue.py", "--check"],
    "stylesheet and script": ["python", "tools/build_static.py", "--check"],
}


def main() -> int:
    """Return 1 when any check found something."""
    started = time.monotonic()
    # The slowest begins first; the others fit beside it.
    order = sorted(CHECKS, key=lambda name: name != "types")
    with ThreadPoolExecutor(max_workers=3) as pool:
        results = dict(zip(order, pool.map(_run, order), strict=True))
    for name, done in results.items():
        print(f"{'well ' if done.returncode == 0 else 'wrong'}  {name}")
    for name, done in results.items():
        if done.returncode:
            print(f"\n--- {name}: {' '.join(CHECKS[name])}\n{done.stdout}{done.stderr}".rstrip())
    print(f"\n{time.monotonic() - started:.0f} s")
    return int(any(done.returncode for done in results.values()))


def _run(name: str) -> subprocess.CompletedProcess[str]:
    program, *words = CHECKS[name]
    return subprocess.run([PROGRAMS / program, *words], cwd=ROOT, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
