"""How lessons and pages look: chosen by anyone, kept in the account or on the device."""

from typing import Any

from flask import current_app, redirect, request, url_for
from wtforms import RadioField
from wtforms.validators import InputRequired

from lms.domain.accounts import service as accounts
from lms.domain.accounts.appearance import Appearance, chosen
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.accounts import blueprint
from lms.web.accounts.ways import wanted_path
from lms.web.shell import look
from lms.web.shell.access import public
from lms.web.shell.forms import Form, options
from lms.web.shell.pages import page, tell
from lms.web.shell.session import viewer

CHOICES = {
    "text_size": {
        "small": lazy("Small"),
        "normal": lazy("Normal"),
        "large": lazy("Large"),
        "largest": lazy("Largest"),
    },
    "line_spacing": {"close": lazy("Narrow"), "normal": lazy("Normal"), "wide": lazy("Wide")},
    "color_scheme": {"system": lazy("As on my device"), "light": lazy("Light"), "dark": lazy("Dark")},
}


def _choices(name: str) -> Any:
    return options(CHOICES[name].items())


class AppearanceForm(Form):
    """Size of lesson text, space between its lines, light or dark."""

    text_size = RadioField(lazy("Size of lesson text"), [InputRequired()], choices=_choices("text_size"))
    line_spacing = RadioField(
        lazy("Space between lines"), [InputRequired()], choices=_choices("line_spacing")
    )
    color_scheme = RadioField(lazy("Colours"), [InputRequired()], choices=_choices("color_scheme"))

    @property
    def appearance(self) -> Appearance:
        """What was chosen."""
        return chosen(self.text_size.data or "", self.line_spacing.data or "", self.color_scheme.data or "")


@blueprint.route("/appearance", methods=["GET", "POST"])
@public
def appearance() -> Any:
    """Let anyone choose how they like to read; the panel of a lesson sends here as well."""
    person = viewer()
    now = look.current(person)
    form = AppearanceForm.of_request(
        text_size=now.text_size, line_spacing=now.line_spacing, color_scheme=now.color_scheme
    )
    if request.method != "POST" or not form.validate():
        return page("accounts/appearance", form=form, back=wanted_path()), 422 if form.errors else 200
    if person is not None:
        accounts.choose_appearance(person.id, form.appearance)
    if request.headers.get("X-Requested-With") == "fetch":
        response = current_app.response_class(status=204)
    else:
        tell(_("Your changes are saved."))
        response = redirect(wanted_path() or url_for("accounts.appearance"), 303)  # type: ignore[assignment]
    if person is None or not person.is_shared_computer:
        look.remember(response, form.appearance, is_secure=current_app.config["SESSION_COOKIE_SECURE"])
    return response
