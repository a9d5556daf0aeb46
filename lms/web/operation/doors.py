"""Doors for machines: does the process live, can it answer, and what is waiting."""

import ipaddress
import secrets
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from lms.foundation import health, storage
from lms.foundation.errors import NotFound
from lms.web.operation import figures
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
    for name, (text, labels) in figures.collect().items():
        gauge = Gauge(f"savimoka_{name}", text, ["of"] if "" not in labels else [], registry=registry)
        for label, value in labels.items():
            (gauge.labels(label) if label else gauge).set(value)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4, headers=NOT_STORED)


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
