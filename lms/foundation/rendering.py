"""Jinja for pages and mails alike; the domain renders mails without knowing Flask.

Addresses are made by whoever knows the routes: the application plugs that in.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_eval_context, select_autoescape
from jinja2.nodes import EvalContext
from markupsafe import Markup

from lms.foundation import i18n

TEMPLATES = Path(__file__).parents[2] / "templates"

_make_address: Callable[..., str] | None = None


def use_addresses(make_address: Callable[..., str]) -> None:
    """Plug in the function that turns an endpoint and its values into a full address."""
    global _make_address
    _make_address = make_address


def address_of(endpoint: str, **values: Any) -> str:
    """Return the full address of a page, for a mail to link to the very thing."""
    if _make_address is None:
        raise RuntimeError("No application has plugged in its addresses.")
    return _make_address(endpoint, **values)


def furnish(environment: Environment) -> None:
    """Give a Jinja environment our languages, dates and numbers, for pages and mails alike."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.plural_form, newstyle=True, pgettext=i18n.pgettext
    )
    environment.filters.update(
        day=i18n.format_date,
        iso_day=lambda written: i18n.format_date(date.fromisoformat(written)),
        moment=i18n.format_moment,
        number=i18n.format_number,
        minutes=i18n.format_minutes,
        academic_hours=i18n.academic_hours,
        in_language=i18n.in_language,
        listed=i18n.format_list,
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}  # ž is shown as ž
    environment.globals.update(share=i18n.format_percent, reader_zone=i18n.current_zone)
    environment.globals.update(time_span=i18n.format_span, times=i18n.format_times)


@cache
def _mails() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # A worker keeps its code until it is started again, so why not its templates.
    )
    furnish(environment)
    environment.globals.update(address_of=address_of, _=_say, gettext=_say)
    return environment


@pass_eval_context
def _say(context: EvalContext, message: str, /, **holes: Any) -> str:
    """Return a sentence of a letter; Jinja's own wrapper around it costs a tenth of the letter."""
    sentence = i18n.gettext(message)
    return (Markup(sentence) if context.autoescape else sentence) % holes


def render(template: str, **values: Any) -> str:
    """Render a mail's template in the language that is being spoken."""
    return _mails().get_template(template).render(values)
