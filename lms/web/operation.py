"""Doors for machines: does the process live, can it answer, and what is waiting."""

import ipaddress
import secrets
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from lms.domain.notifications import queries as notices
from lms.foundation import clock, health, storage
from lms.foundation.db import reading
from lms.foundation.errors import NotFound
from lms.web.shell.access import public

blueprint = Blueprint("operation", __name__)
NOT_STORED = {"Cache-Control": "no-store"}
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """Say that the process lives; nothing else is asked."""
    return Response("ok\n", mimetype="text/plain", headers=NOT_STORED)


@blueprint.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """Say whether pages can be served: 503 only without database or storage."""
    found = health.look(storage.current(), current_app.extensions["broker"])
    answer = jsonify(
        ready=found.is_ready,
        database=found.database,
        storage=found.storage,
        broker=found.broker,
        worker=found.worker,
        swept_at=found.swept_at.isoformat(timespec="seconds") if found.swept_at else None,
    )
    answer.headers.update(NOT_STORED)
    return answer, 200 if found.is_ready else 503


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Give figures to Prometheus: to this machine, or to whoever knows the token; others find nothing."""
    if not (_knows_the_token() or _is_on_this_machine()):
        raise NotFound()
    # Only this door needs the library, and most installations never open it.
    from prometheus_client import CollectorRegistry, Gauge, generate_latest  # noqa: PLC0415
    from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4  # noqa: PLC0415

    registry = CollectorRegistry()
    for name, (text, labels) in _figures().items():
        gauge = Gauge(f"savimoka_{name}", text, ["of"] if "" not in labels else [], registry=registry)
        for label, value in labels.items():
            (gauge.labels(label) if label else gauge).set(value)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4, headers=NOT_STORED)


def _figures() -> dict[str, tuple[str, dict[str, float]]]:
    """Return name, meaning and values of what is measured; all processes give the same ones."""
    found = health.look(storage.current(), current_app.extensions["broker"])
    parts = {name: getattr(found, name) for name in ("database", "storage", "broker", "worker")}
    figures: dict[str, tuple[str, dict[str, float]]] = {
        "up": ("Whether the part answers", {name: float(state == "up") for name, state in parts.items()})
    }
    if found.database != "up":
        return figures
    now = clock.now()
    with reading():
        oldest = notices.find_oldest_due(now)
        mails = notices.count_outbox_by_state()
        figures["mails"] = ("Mails in each state", {state: float(mails[state]) for state in mails})
        alive = sum(sign.is_alive for sign in health.signs_of_life(health.WORKER))
    waited = (now - oldest).total_seconds() if oldest else 0.0
    figures["oldest_mail_seconds"] = ("How long the oldest mail that may leave has waited", {"": waited})
    figures["workers"] = ("Workers that gave a sign of life", {"": float(alive)})
    if found.swept_at:
        since = (now - found.swept_at).total_seconds()
        figures["sweep_age_seconds"] = ("Time since the outbox was last swept", {"": since})
    return figures


def _knows_the_token() -> bool:
    token: Any = current_app.config["SETTINGS"].metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return bool(token) and secrets.compare_digest(given.encode(), token.encode())


def _is_on_this_machine() -> bool:
    """A request that a proxy on this machine passed on comes from somewhere else."""
    if any(request.headers.get(name) for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
