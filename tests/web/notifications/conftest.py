"""Everybody listens, and the mail's folder is the test's own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from lms import wiring
from lms.domain.notifications import carrier
from lms.foundation import mailers


@pytest.fixture(autouse=True)
def wired(app: Flask) -> None:
    wiring.connect()


@pytest.fixture
def mail_folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A local mailbox, empty, into which the worker's mail goes."""
    folder = tmp_path / "mail"
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, mail_url=str(folder))
    monkeypatch.setattr(
        carrier, "_make_mailer", lambda: mailers.connect(str(folder), "Savimoka <no-reply@example.lt>")
    )
    yield folder
    app.config["SETTINGS"] = before
