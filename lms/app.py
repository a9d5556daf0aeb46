"""Put the house together, top to bottom."""

from datetime import timedelta
from email.utils import parseaddr
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import MapAdapter

from lms import wiring
from lms.config import Settings
from lms.domain.accounts import passwords
from lms.domain.coordination import link_checks
from lms.domain.notifications import carrier
from lms.foundation import broker, calendars, db, jobs, mailers, outside, rendering, signing, storage
from lms.web import (
    accounts,
    assessment,
    catalogue,
    consultations,
    coordination,
    design,
    faq,
    learning,
    media,
    messaging,
    notifications,
    offline,
    operation,
    search,
)
from lms.web.offline import presence
from lms.web.shell import (
    compression,
    csrf,
    errors,
    frame,
    headers,
    incoming,
    limits,
    locale,
    look,
    pages,
    seen,
    sent_again,
    session,
    supporters,
    unit_of_work,
)

MAX_REQUEST_BYTES = 8 * 1024 * 1024  # the doors that take files have a limit of their own


def create_app(settings: Settings) -> Flask:
    """Build the application that web, worker, commands and tests share."""
    app = unit_of_work.House(__name__, template_folder="../templates", static_folder="../static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https:"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        SETTINGS=settings,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.extensions["engine"] = db.connect(settings.database_url)
    signing.use(settings.secret_key)
    passwords.use_cost(for_tests=settings.env == "test")
    calendars.use_organiser(*parseaddr(settings.mail_from))
    storage.use(storage.connect(settings.storage_url))
    carrier.use(
        partial(mailers.connect, settings.mail_url, settings.mail_from),
        urlsplit(settings.base_url).hostname or "localhost",
        settings.reply_domain,
    )
    introduction = f"Savimoka-link-check/1.0 (+{settings.base_url})"
    link_checks.use(partial(outside.visit, introduction=introduction) if settings.check_links else None)
    _connect_broker(app, settings)
    wiring.connect()

    for part in (
        incoming,
        unit_of_work,
        csrf,
        locale,
        session,
        seen,
        limits,
        pages,
        look,
        frame,
        supporters,
        errors,
    ):
        part.install(app)
    sent_again.install(app)
    presence.install(app)
    compression.install(app)
    headers.install(app, production=settings.env == "production")
    _open_doors(app)
    address = urlsplit(settings.base_url)
    adapter = app.url_map.bind(address.netloc, address.path or "/", url_scheme=address.scheme)
    rendering.use_addresses(partial(_full_address, app, adapter))
    return app


def _open_doors(app: Flask) -> None:
    app.register_blueprint(operation.blueprint)
    app.register_blueprint(accounts.entrance)
    app.register_blueprint(offline.entrance)
    app.register_blueprint(media.blueprint)
    locale.register(
        app,
        accounts.blueprint,
        assessment.blueprint,
        catalogue.blueprint,
        consultations.blueprint,
        coordination.blueprint,
        design.blueprint,
        faq.blueprint,
        learning.blueprint,
        messaging.blueprint,
        notifications.blueprint,
        search.blueprint,
        offline.blueprint,
    )


def _connect_broker(app: Flask, settings: Settings) -> None:
    connection = broker.connect(settings.redis_url)
    app.extensions["broker"] = connection
    app.extensions["broker_rest"] = broker.Rest()
    jobs.use(broker.BrokerQueue(connection, app.extensions["broker_rest"]))


def _full_address(app: Flask, adapter: MapAdapter, endpoint: str, **values: Any) -> str:
    # Without a request around it: a worker makes hundreds of these in a second.
    app.inject_url_defaults(endpoint, values)
    anchor = values.pop("_anchor", "")
    return adapter.build(endpoint, values, force_external=True) + (f"#{anchor}" if anchor else "")
