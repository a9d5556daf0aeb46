"""Bring the pieces of other projects that the pages use into static/vendor, for whoever raises a version.

    python tools/vendor.py            fetch what static/vendor/vendor.lock names, check it, copy it
    python tools/vendor.py --check    only compare the committed copies with the lock (needs no network)

npm is needed at development time only: nothing is fetched or built when the program is installed or run.
To raise a version, write it into the lock with an empty sha256 and run the first form: it fills the sums in.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
LOCK = VENDOR / "vendor.lock"


def checksum(content: bytes) -> str:
    """The sum by which a file is known again."""
    return hashlib.sha256(content).hexdigest()


def fetch(package: dict[str, Any], folder: Path) -> Path:
    """Have npm download one package, and refuse one that is not what the lock promises."""
    wanted = f"{package['name']}@{package['version']}"
    answer = subprocess.run(
        ["npm", "pack", "--silent", "--pack-destination", str(folder), wanted],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    archive = folder / answer.stdout.split()[-1]
    found = checksum(archive.read_bytes())
    if package["sha256"] and package["sha256"] != found:
        raise SystemExit(f"{wanted}: the archive is not the one in the lock ({found})")
    package["sha256"] = found
    return archive


def copy_files(package: dict[str, Any], archive: Path) -> None:
    """Copy the chosen files out of the archive and write their sums down."""
    with tarfile.open(archive) as contents:
        for entry in package["files"]:
            member = contents.extractfile(f"package/{entry['from']}")
            if member is None:
                raise SystemExit(f"{package['name']} has no {entry['from']}")
            content = member.read()
            target = VENDOR / entry["to"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            entry["sha256"] = checksum(content)


def differences(lock: dict[str, Any]) -> list[str]:
    """The committed files that are missing or are not what the lock says."""
    entries = [entry for package in lock["packages"] for entry in package["files"]]
    return [
        entry["to"]
        for entry in entries
        if not (VENDOR / entry["to"]).is_file()
        or checksum((VENDOR / entry["to"]).read_bytes()) != entry["sha256"]
    ]


def main(arguments: list[str]) -> int:
    """Fetch, or only check; 0 when all is as the lock says."""
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    if "--check" not in arguments:
        with tempfile.TemporaryDirectory() as folder:
            for package in lock["packages"]:
                copy_files(package, fetch(package, Path(folder)))
        LOCK.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")
    wrong = differences(lock)
    for name in wrong:
        print(f"static/vendor/{name} is not what vendor.lock says", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
