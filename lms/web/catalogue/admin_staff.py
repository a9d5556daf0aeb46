"""Who answers for programmes and modules: authors and coordinators, at the administrator's desk."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, url_for
from wtforms import EmailField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Length

from lms.domain.accounts import queries as accounts
from lms.domain.accounts import rules as addresses
from lms.domain.catalogue import queries, service
from lms.domain.catalogue.policy import may_manage_catalogue
from lms.domain.content import queries as content
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import in_language, lazy_gettext
from lms.web.catalogue.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.forms import Form, one_line
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

DUTIES = {"author": lazy_gettext("Author"), "coordinator": lazy_gettext("Coordinator")}


class StaffForm(Form):
    """Gives a person a duty."""

    email = EmailField(lazy_gettext("E-mail of the person"), [InputRequired(), Length(max=254)], [one_line])
    duty = RadioField(
        lazy_gettext("Role"),
        [InputRequired()],
        choices=[SelectChoice(value, label) for value, label in DUTIES.items()],
        default="author",
    )
    thing = SelectField(lazy_gettext("Programme or module"), [InputRequired()])


@dataclass(frozen=True)
class Thing:
    """What one can answer for: its value in the form, its slug and its words."""

    value: str
    slug: str
    title: str
    label: str


@blueprint.get("/admin/staff")
@allow(may_manage_catalogue)
def admin_staff() -> str:
    """List all authors and coordinators with the programmes and modules they answer for."""
    things = _things()
    return _staff_page(_form(things), things)


@blueprint.post("/admin/staff")
@allow(may_manage_catalogue)
def assign_staff() -> Any:
    """Let a person answer for a programme or a module."""
    things = _things()
    form = _form(things)
    if not form.validate():
        return _staff_page(form, things), 422
    try:
        user_id = _person(form.email.data or "")
        kind, _colon, number = form.thing.data.partition(":")
        service.assign_staff(member(), user_id, form.duty.data, **{f"{kind}_id": int(number)})
    except Invalid as refusal:
        form.refuse(refusal)
        return _staff_page(form, things), 422
    tell(_("The role has been assigned."))
    return redirect(url_for("catalogue.admin_staff"), 303)


@blueprint.post("/admin/staff/<int:staff_id>/remove")
@allow(may_manage_catalogue, load=queries.get_duty)
def remove_staff(duty: Any) -> Any:
    """Take a duty from a person."""
    service.remove_staff(member(), duty.id)
    tell(_("The role has been removed."))
    return redirect(url_for("catalogue.admin_staff"), 303)


def _person(email: str) -> int:
    address = addresses.find_address(email)
    user = accounts.find_user_by_key(address.key) if address else None
    if user is None or user.standing != "active":
        raise Invalid(_("Nobody has an active account with this address."), "email")
    return int(user.id)


def _things() -> list[Thing]:
    things = []
    for programme in queries.list_programme_names():
        title = in_language(programme.title)
        label = _("Programme: %(title)s", title=title)
        things.append(Thing(f"programme:{programme.id}", programme.slug, title, label))
    for module in content.list_current_modules():
        title = in_language(module.title)
        label = _("Module: %(title)s", title=title)
        things.append(Thing(f"module:{module.module_id}", module.slug, title, label))
    return things


def _form(things: list[Thing]) -> StaffForm:
    form = StaffForm.of_request()
    nothing_yet = SelectChoice("", _("Choose a programme or a module"))
    form.thing.choices = [nothing_yet, *(SelectChoice(thing.value, thing.label) for thing in things)]
    return form


def _staff_page(form: StaffForm, things: list[Thing]) -> str:
    return page(
        "catalogue/admin_staff",
        form=form,
        staff=queries.list_staff(),
        titles={thing.slug: thing.title for thing in things},
        duties=DUTIES,
    )
