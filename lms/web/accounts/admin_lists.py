"""The administrator keeps the lists from which people choose."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug import Response

from lms.domain.accounts import queries
from lms.domain.accounts import service as accounts
from lms.domain.accounts.policy import may_administer
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.web.accounts import blueprint
from lms.web.accounts.admin_forms import EntryForm
from lms.web.accounts.wording import LISTS
from lms.web.shell.access import allow
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

STEPS = {"up": -1, "down": 1}


@blueprint.get("/admin/lists")
@allow(may_administer)
def show_lists() -> str:
    """Show the lists with their entries in order."""
    lists = [(name, title, queries.list_entries(name)) for name, title in LISTS.items()]
    return page("accounts/show_lists", lists=lists)


@blueprint.route("/admin/lists/<any(category,position):name>/new", methods=["GET", "POST"])
@allow(may_administer)
def add_entry(name: str) -> Any:
    """Put an entry at the end of a list."""
    form = EntryForm.of_request()
    if request.method == "POST" and form.validate():
        try:
            accounts.add_entry(member(), name, _label(form))
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            tell(_("The entry is added."))
            return redirect(url_for("accounts.show_lists"), 303)
    return page("accounts/add_entry", title=LISTS[name], name=name, form=form), 422 if form.errors else 200


@blueprint.route("/admin/lists/entries/<int:entry_id>", methods=["GET", "POST"])
@allow(may_administer, load=queries.get_entry)
def change_entry(entry: Any) -> Any:
    """Give an entry other words."""
    form = EntryForm.of_request(label_lt=entry.label.get("lt"), label_en=entry.label.get("en"))
    if request.method == "POST" and form.validate():
        accounts.rename_entry(member(), entry, _label(form))
        tell(_("Your changes are saved."))
        return redirect(url_for("accounts.show_lists"), 303)
    shown = page("accounts/change_entry", entry=entry, title=LISTS[entry.list], form=form)
    return shown, 422 if form.errors else 200


@blueprint.post("/admin/lists/entries/<int:entry_id>/move")
@allow(may_administer, load=queries.get_entry)
def move_entry(entry: Any) -> Response:
    """Move an entry up or down."""
    accounts.move_entry(member(), entry, STEPS.get(request.form.get("to", ""), 0))
    return redirect(url_for("accounts.show_lists", _anchor=f"entry-{entry.id}"), 303)


@blueprint.post("/admin/lists/entries/<int:entry_id>/retire")
@allow(may_administer, load=queries.get_entry)
def retire_entry(entry: Any) -> Response:
    """Offer an entry no more."""
    accounts.retire_entry(member(), entry)
    tell(_("The entry is no longer offered. Whoever has chosen it keeps it."))
    return redirect(url_for("accounts.show_lists"), 303)


@blueprint.post("/admin/lists/entries/<int:entry_id>/restore")
@allow(may_administer, load=queries.get_entry)
def restore_entry(entry: Any) -> Response:
    """Offer an entry again."""
    accounts.restore_entry(member(), entry)
    tell(_("The entry is offered again."))
    return redirect(url_for("accounts.show_lists"), 303)


def _label(form: EntryForm) -> dict[str, str]:
    return {"lt": form.label_lt.data or "", "en": form.label_en.data or ""}
