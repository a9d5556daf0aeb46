"""Where a command finds its settings: the environment, else the demo that was set up in this clone."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lms.config import VAR, Settings

FILE = "environment"
_built: dict[Settings, Any] = {}


def settings() -> Settings:
    """Read the settings for a command; raise SettingsError with everything that is wrong."""
    return Settings.from_environment(effective(os.environ))


def effective(environ: Mapping[str, str], folder: Path = VAR) -> dict[str, str]:
    """Fill in the demo's settings where no installation is named at all.

    Then `lms user create` after `make run` needs no variables. `lms serve` never
    does this: a server that lost its settings must not quietly become a demo.
    """
    if environ.get("LMS_ENV") or environ.get("LMS_DATABASE_URL"):
        return dict(environ)
    return {**read(folder), **environ}


def application(settings: Settings) -> Any:
    """Return the application for these settings; built once, so that forks of this process share it."""
    if settings not in _built:
        from lms.app import create_app

        _built[settings] = create_app(settings)
    return _built[settings]


def read(folder: Path = VAR) -> dict[str, str]:
    """Return the settings that the demo left in its folder; none where there is no demo."""
    try:
        lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


def write(folder: Path, values: Mapping[str, str]) -> None:
    """Leave the demo's settings for other commands; nobody else may read the key in it."""
    unfinished = folder / f".{FILE}.{os.getpid()}"
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in sorted(values.items()))
    unfinished.replace(folder / FILE)
