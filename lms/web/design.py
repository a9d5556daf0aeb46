"""Every piece of which pages are made, in all its states: for whoever builds pages or compares pictures."""

from types import SimpleNamespace
from typing import Any

from flask import Blueprint
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from lms.domain.accounts.policy import may_administer
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.shell.access import allow
from lms.web.shell.forms import Form
from lms.web.shell.pages import page

blueprint = Blueprint("design", __name__)

CHOICES = [
    SelectChoice("a", lazy("The municipality")),
    SelectChoice("b", lazy("A non-governmental organisation")),
    SelectChoice("c", lazy("A company")),
]
NEEDED = [InputRequired(lazy("This field has to be filled in."))]


class EveryField(Form):
    """One field of each kind."""

    name = StringField(lazy("Name"), NEEDED, description=lazy("As it will stand on the record."))
    email = EmailField(lazy("E-mail"), NEEDED)
    password = PasswordField(lazy("Password"), NEEDED)
    day = DateField(lazy("Day"), NEEDED)
    place = SelectField(lazy("Institution"), NEEDED, choices=[SelectChoice("", lazy("Choose")), *CHOICES])
    sector = RadioField(lazy("Which sector do you work in?"), NEEDED, choices=CHOICES)
    partners = SelectMultipleField(
        lazy("With whom do you work?"),
        NEEDED,
        choices=CHOICES,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    about = TextAreaField(lazy("About your work"), NEEDED)
    files = MultipleFileField(lazy("Files"), NEEDED)
    agree = BooleanField(lazy("This is a shared computer"), NEEDED)
    remark = StringField(lazy("Remark"))


@blueprint.get("/admin/components")
@allow(may_administer)
def components() -> str:
    """Show all pieces in all their states, always the same."""
    refused = EveryField(MultiDict(), prefix="refused")
    refused.validate()
    return page(
        "design/components",
        form=EveryField(prefix="plain"),
        refused=refused,
        asked=EveryField(prefix="asked"),
        middle=SimpleNamespace(number=4, pages=9),
        sectors=_sectors(),
        months=_months(),
    )


def _sectors() -> list[dict[str, Any]]:
    rows = [(_("The municipality"), 40), (_("A non-governmental organisation"), 24), (_("A company"), 0)]
    return [{"label": name, "value": number, "share": number * 2} for name, number in rows]


def _months() -> list[dict[str, Any]]:
    started, completed = (3, 8, 14, 9, 21, 17), (0, 2, 6, 8, 11, 19)
    labels = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11")
    return [
        {"label": label, "values": pair}
        for label, pair in zip(labels, zip(started, completed, strict=True), strict=True)
    ]
