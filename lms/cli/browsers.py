"""Which browser the tests can use: the system's Chromium, else Playwright's own."""

import os
import shutil
from pathlib import Path

# The same browser without a face takes a quarter less of the processors.
SYSTEM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = (
    "Install Chromium (on Debian and Ubuntu: apt-get install chromium), "
    "or let Playwright fetch its own: .venv/bin/playwright install chromium"
)


def find_browser() -> str | None:
    """Return the path of a Chromium for the tests, or None."""
    named = os.environ.get("CHROMIUM", "")
    found = next((path for name in (named, *SYSTEM) if name and (path := shutil.which(name))), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    given = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    places = (
        [Path(given)]
        if given
        else [Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"]
    )
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
    found = [path for place in places for pattern in patterns for path in place.glob(pattern)]
    return str(max(found)) if found else None
