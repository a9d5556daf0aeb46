"""Help, contact, privacy and accessibility: the operator's own texts, or those shipped with the program."""

from collections.abc import Mapping
from typing import Any

from flask import request
from markupsafe import Markup, escape

from lms.domain.catalogue import queries, site_texts
from lms.domain.catalogue.written import as_html
from lms.foundation import i18n
from lms.foundation.errors import NotFound
from lms.foundation.i18n import gettext as _
from lms.web.catalogue.blueprint import blueprint
from lms.web.shell.access import public
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page


@blueprint.get("/help")
@public
def help_page() -> str:
    """Show the study guide and how to get help."""
    return _text_page("help", "catalogue/help_page")


@blueprint.get("/contact")
@public
def contact() -> str:
    """Show how to reach the institution that runs the site."""
    return _text_page("contact", "catalogue/contact")


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """Show the privacy notice, or with `?version=` the one that somebody saw earlier."""
    asked = request.args.get("version")
    return _text_page("privacy", "catalogue/privacy", asked)


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """Show how far the site is open to everybody, what fails, and where to complain."""
    return _text_page("accessibility", "catalogue/accessibility")


def _text_page(key: str, template: str, version: str | None = None) -> str:
    text, institution = queries.get_text(key)
    present = text
    if version:
        shipped = version == site_texts.SHIPPED_EDITION
        number = 0 if shipped else request.args.get("version", -1, type=whole_number)
        found = queries.find_text(key, number)
        if found is None:
            raise NotFound()
        text = found
    language = i18n.current_language()
    return page(
        template,
        text=text,
        is_present=text == present,
        html=as_html(site_texts.filled(text, institution, language), language),
        contacts=_contacts(institution, language),
    )


def _contacts(institution: Mapping[str, Any], language: str) -> list[tuple[str, Markup]]:
    """Return what the institution has given of its contacts, with its words for them."""
    labels = {
        "name": _("Institution"),
        "code": _("Institution code"),
        "address": _("Address"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "hours": _("When you can reach us"),
        "data_protection": _("Data protection questions"),
    }
    given = [(label, name, site_texts.fact(institution, name, language)) for name, label in labels.items()]
    return [(label, _linked(name, value)) for label, name, value in given if value]


def _linked(name: str, value: str) -> Markup:
    if name in ("email", "data_protection"):
        return Markup('<a href="mailto:{0}">{0}</a>').format(value)
    if name == "phone":
        return Markup('<a href="tel:{}">{}</a>').format("".join(value.split()), value)
    return escape(value)
