"""Look at every page in every shape and have HTML and speed judged, for whoever changed how pages look.

    python -m tools.look [words for pytest]

Pictures and papers of all pages go to look/pages. v.Nu and Lighthouse are fetched by npm into look/tools;
they need Java and Node, at development time only. Takes a quarter of an hour.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from lms.cli.browsers import HOW_TO_GET_ONE, find_browser

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "look"
TOOLS = FOLDER / "tools"
PACKAGES = ("vnu-jar@26.9.27", "lighthouse@12.8.2")  # later ones of Lighthouse need a newer Node
NEEDED = {
    "node": "Node 20 or newer, https://nodejs.org",
    "npm": "npm, which comes with Node",
    "java": "Java 11 or newer (on Debian and Ubuntu: apt-get install default-jre-headless)",
}


def main() -> int:
    """Return 0 when there is nothing to mend."""
    browser = find_browser()
    missing = [how for program, how in NEEDED.items() if not shutil.which(program)]
    missing += [] if browser else [HOW_TO_GET_ONE]
    for how in missing:
        print(f"Missing: {how}", file=sys.stderr)
    if missing:
        return 2
    TOOLS.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(TOOLS), *PACKAGES],
        check=True,
    )
    shutil.rmtree(FOLDER / "pages", ignore_errors=True)
    # The stopwatch of Lighthouse needs the machine for itself.
    judged = _pytest("tests/journeys/look/test_lighthouse.py") if len(sys.argv) == 1 else 0
    words = sys.argv[1:] or ["-n", "2", "--dist", "worksteal"]
    looked = _pytest("tests/journeys/look", "--deselect", "tests/journeys/look/test_lighthouse.py", *words)
    print(f"Pictures of every page: {FOLDER / 'pages'}")
    return judged or looked


def _pytest(*words: str) -> int:
    settings = {"CHROMIUM": find_browser() or "", "LOOK_FOLDER": str(FOLDER), "LOOK_TOOLS": str(TOOLS)}
    command = [sys.executable, "-m", "pytest", "-q", "-m", "look", *words]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
