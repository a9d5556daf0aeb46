"""The language stands in the address: /lt/… and /en/…, in every link and form."""

from typing import Any

from flask import Blueprint, Flask, current_app, g, request, url_for
from flask_babel import Babel

from lms.foundation import i18n
from lms.web.shell import session

PREFIX = "/<any(lt,en):lang>"


def install(app: Flask) -> None:
    """Take the language from the address, put it into every address made."""
    Babel(app, locale_selector=i18n.current_language, timezone_selector=i18n.current_zone)

    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        language = (values or {}).pop("lang", None) or language_of_path(request.path)
        g.language = language or i18n.DEFAULT_LANGUAGE
        i18n.speak(g.language)

    @app.url_defaults
    def put_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = i18n.current_language()


def register(app: Flask, *blueprints: Blueprint) -> None:
    """Hang these rooms' doors under /lt/ and /en/."""
    for blueprint in blueprints:
        app.register_blueprint(blueprint, url_prefix=PREFIX)


def language_of_path(path: str) -> str | None:
    """Return the language that an address names, also an address that leads nowhere."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in i18n.LANGUAGES else None


def preferred_language() -> str:
    """Return the language of the account, else of the browser, else Lithuanian."""
    viewer = session.viewer()
    if viewer:
        return viewer.language
    return request.accept_languages.best_match(i18n.LANGUAGES) or i18n.DEFAULT_LANGUAGE


def other_language_url() -> str:
    """Return this very page in the other language, with its query kept."""
    other = i18n.other_language()
    if request.endpoint is None or request.method != "GET":
        return _same_path_in(other)
    values: dict[str, Any] = {**request.args.to_dict(flat=False), **(request.view_args or {})}
    return url_for(request.endpoint, **{**values, "lang": other})


def _same_path_in(language: str) -> str:
    """Return where this address, or the nearest above it that can be opened by a link, speaks the language.

    A form that was refused may have been sent to an address that is no page of its own.
    """
    if language_of_path(request.path) is None:
        return f"/{language}/"
    parts = request.path.strip("/").split("/")[1:]
    doors = current_app.create_url_adapter(request)
    if request.endpoint is not None and doors is not None:
        while parts and not doors.test("/".join(["", language, *parts]), method="GET"):
            parts.pop()
    return "/".join(["", language, *parts])
