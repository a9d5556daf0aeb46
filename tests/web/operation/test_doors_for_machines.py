"""What monitoring is told, and who may ask."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine

from lms.foundation import db, health, storage
from lms.foundation.storage import StorageFull
from tests.conftest import Browser


def test_the_process_says_that_it_lives(client: Browser) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_broker_that_is_down_is_told_and_hinders_nothing(client: Browser) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {
        "ready": True,
        "database": "up",
        "storage": "up",
        "broker": "down",
        "worker": "down",
        "swept_at": None,
    }


def test_signs_of_life_are_told(client: Browser) -> None:
    health.beat(health.WORKER, "worker:here:1", broker="up")
    health.beat(health.SWEEPER, "sweeper:here:2", taken_up=0)
    found = client.get("/readyz").json
    assert found["worker"] == "up"
    assert found["swept_at"] is not None


@pytest.fixture
def without_database(app: Flask, tmp_path: Path) -> Iterator[None]:
    engine = create_engine(f"sqlite:///{tmp_path}/no/such/folder/x.db")
    db.use(engine, engine.execution_options(isolation_level="AUTOCOMMIT"))
    yield
    engine.dispose()


@pytest.mark.usefixtures("without_database")
def test_without_database_nothing_is_ready(client: Browser) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["database"] == "down"
    assert client.get("/healthz").status_code == 200
    assert 'savimoka_up{of="database"} 0.0' in client.get("/metrics").text


def test_an_empty_database_is_not_ready(app: Flask, client: Browser, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/empty.db")
    db.use(engine, engine.execution_options(isolation_level="AUTOCOMMIT"))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["database"]) == (503, "not migrated")
    engine.dispose()


class _FullStorage:
    def check(self) -> None:
        raise StorageFull("full")


def test_without_storage_nothing_is_ready(
    client: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"where a folder should be")
    monkeypatch.setattr(storage, "_storage", storage.connect(str(tmp_path / "file")))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["storage"]) == (503, "down")
    monkeypatch.setattr(storage, "_storage", _FullStorage())
    assert client.get("/readyz").json["storage"] == "full"


def test_figures_are_for_this_machine(client: Browser) -> None:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    assert 'savimoka_mails{of="waiting"} 0.0' in answer.text
    assert "savimoka_workers 0.0" in answer.text


@pytest.mark.parametrize(
    "request_options",
    [
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
        {"environ_base": {"REMOTE_ADDR": "127.0.0.1"}, "headers": {"X-Forwarded-For": "192.0.2.7"}},
        {"environ_base": {"REMOTE_ADDR": "127.0.0.1"}, "headers": {"Forwarded": "for=192.0.2.7"}},
        {"environ_base": {"REMOTE_ADDR": ""}},
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}, "headers": {"Authorization": "Bearer "}},
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}, "headers": {"Authorization": "Bearer wrong"}},
    ],
)
def test_others_find_no_figures(client: Browser, request_options: dict[str, Any]) -> None:
    assert client.get("/metrics", **request_options).status_code == 404


def test_who_knows_the_token_gets_the_figures(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.config["SETTINGS"], metrics_token="a random text of some length")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    far_away = {"REMOTE_ADDR": "192.0.2.7"}
    headers = {"Authorization": "Bearer a random text of some length"}
    assert client.get("/metrics", environ_base=far_away, headers=headers).status_code == 200
    assert client.get("/metrics", environ_base=far_away).status_code == 404


def test_the_answer_is_json_that_monitoring_can_read(client: Browser) -> None:
    assert set(json.load(io.StringIO(client.get("/readyz").text))) >= {"ready", "broker", "database"}
