"""The administrator keeps the institutions and says who coordinates them."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug import Response

from lms.domain.accounts import places, queries, rules
from lms.domain.accounts import service as accounts
from lms.domain.accounts.policy import may_administer
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.web.accounts import blueprint
from lms.web.accounts.admin_forms import CoordinatorForm, InstitutionFilter, InstitutionForm
from lms.web.shell.access import allow
from lms.web.shell.pages import page, tell
from lms.web.shell.paging import Page
from lms.web.shell.session import member

PAGE_SIZE = 100


@blueprint.get("/admin/institutions")
@allow(may_administer)
def list_institutions() -> str:
    """List institutions in their reader's order."""
    form = InstitutionFilter(request.args)
    form.offer()
    asked = queries.InstitutionsAsked(
        kind=form.kind.data or "", municipality=form.municipality.data or "", with_closed=form.closed.data
    )
    total = queries.count_institutions(asked)
    shown = Page.of(request.args.get("page"), total, PAGE_SIZE)
    return page(
        "accounts/list_institutions",
        form=form,
        institutions=queries.list_institutions(asked, shown.size, shown.offset),
        total=total,
        pages=shown,
        places=places,
    )


@blueprint.route("/admin/institutions/new", methods=["GET", "POST"])
@allow(may_administer)
def create_institution() -> Any:
    """Add an institution."""
    form = InstitutionForm.of_request(country="LT", kind="municipality")
    form.offer()
    if request.method == "POST" and form.validate():
        try:
            institution = accounts.create_institution(member(), _facts(form))
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            tell(_("The institution is added."))
            return _back(institution)
    return page("accounts/create_institution", form=form), 422 if form.errors else 200


@blueprint.route("/admin/institutions/<int:institution_id>", methods=["GET", "POST"])
@allow(may_administer, load=queries.get_institution)
def change_institution(institution: Any) -> Any:
    """Correct what is known of an institution."""
    form = InstitutionForm.of_request(
        name_lt=institution.name.get("lt"),
        name_en=institution.name.get("en"),
        kind=institution.kind,
        country=institution.country,
        municipality=institution.municipality,
        county=institution.county,
    )
    form.offer()
    if request.method == "POST" and form.validate():
        accounts.change_institution(member(), institution, _facts(form))
        tell(_("Your changes are saved."))
        return _back(institution)
    return _institution_page(institution, form, CoordinatorForm())


@blueprint.post("/admin/institutions/<int:institution_id>/close")
@allow(may_administer, load=queries.get_institution)
def close_institution(institution: Any) -> Response:
    """Offer an institution no more."""
    accounts.close_institution(member(), institution)
    tell(_("The institution is no longer offered. Its people stay its people."))
    return _back(institution)


@blueprint.post("/admin/institutions/<int:institution_id>/reopen")
@allow(may_administer, load=queries.get_institution)
def reopen_institution(institution: Any) -> Response:
    """Offer an institution again."""
    accounts.reopen_institution(member(), institution)
    tell(_("The institution is offered again."))
    return _back(institution)


@blueprint.post("/admin/institutions/<int:institution_id>/coordinators")
@allow(may_administer, load=queries.get_institution)
def add_institution_coordinator(institution: Any) -> Any:
    """Let somebody coordinate the learning of an institution's people."""
    form = CoordinatorForm.of_request()
    if form.validate():
        address = rules.find_address(form.email.data or "")
        user = queries.find_user_by_key(address.key) if address else None
        if user and user.standing == "active":
            accounts.add_institution_coordinator(member(), institution, user)
            tell(_("%(name)s coordinates this institution now.", name=user.name))
            return _back(institution)
        form.refuse(Invalid(_("Nobody has an active account with this address."), "email"))
    known = InstitutionForm(
        name_lt=institution.name.get("lt"),
        name_en=institution.name.get("en"),
        kind=institution.kind,
        country=institution.country,
        municipality=institution.municipality,
        county=institution.county,
    )
    known.offer()
    return _institution_page(institution, known, form)


@blueprint.post("/admin/institutions/<int:institution_id>/coordinators/<int:user_id>/remove")
@allow(may_administer, load=queries.get_institution_and_coordinator)
def remove_institution_coordinator(duty: Any) -> Response:
    """Take the coordination of an institution from somebody."""
    accounts.remove_institution_coordinator(member(), duty.institution, duty.user_id)
    tell(_("The role has been removed."))
    return _back(duty.institution)


def _facts(form: InstitutionForm) -> accounts.InstitutionFacts:
    return accounts.InstitutionFacts(
        name={"lt": form.name_lt.data or "", "en": form.name_en.data or ""},
        kind=form.kind.data,
        municipality=form.municipality.data or None,
        county=form.county.data or None,
        country=form.country.data,
    )


def _institution_page(institution: Any, form: InstitutionForm, coordinator: CoordinatorForm) -> Any:
    answer = page(
        "accounts/change_institution",
        institution=institution,
        form=form,
        coordinator=coordinator,
        coordinators=queries.list_institution_coordinators(institution.id),
    )
    return answer, 422 if form.errors or coordinator.errors else 200


def _back(institution: Any) -> Response:
    return redirect(url_for("accounts.change_institution", institution_id=institution.id), 303)
