"""One's own account: what one says about oneself, the address, the password, closing it."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug import Response

from lms.domain.accounts import passwords, places, queries
from lms.domain.accounts import service as accounts
from lms.foundation import db
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import speaking
from lms.web.accounts import blueprint, choices
from lms.web.accounts.own_forms import ChangeEmailForm, ChangePasswordForm, PasswordAgainForm, ProfileForm
from lms.web.accounts.ways import without_database
from lms.web.shell import limits
from lms.web.shell import session as door
from lms.web.shell.access import members, public
from lms.web.shell.forms import options
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member, viewer


@blueprint.route("/account", methods=["GET", "POST"])
@members
def account() -> Any:
    """Show and change what one says about oneself, and how one wants to be written to."""
    user = queries.get_user(member().id)
    form = _profile_form(user)
    if request.method == "POST" and form.validate():
        accounts.change_profile(user.id, _profile(form))
        with speaking(form.language.data):
            tell(_("Your changes are saved."))
        return redirect(url_for("accounts.account", lang=form.language.data), 303)
    return page("accounts/account", form=form, email=user.email), 422 if form.errors else 200


def _profile_form(user: Any) -> ProfileForm:
    form = ProfileForm.of_request(
        name=user.name,
        form_of_address=user.form_of_address,
        language=user.language,
        time_zone=user.time_zone,
        mail_from_hour=user.mail_from_hour,
        mail_to_hour=user.mail_to_hour,
        institution=user.institution_id,
        category=user.category_id,
        position=user.position_id,
    )
    form.time_zone.choices = options(places.zone_names(user.time_zone).items())
    form.mail_from_hour.choices = options((hour, f"{hour:02}:00") for hour in range(24))
    form.mail_to_hour.choices = options((hour, f"{hour:02}:00") for hour in range(1, 25))
    choices.offer_places_of_work(form, user.institution_id, user.category_id, user.position_id)
    return form


def _profile(form: ProfileForm) -> accounts.Profile:
    return accounts.Profile(
        name=form.name.data or "",
        form_of_address=form.form_of_address.data or "",
        language=form.language.data,
        time_zone=form.time_zone.data,
        mail_from_hour=form.mail_from_hour.data,
        mail_to_hour=form.mail_to_hour.data,
        institution_id=form.institution.data,
        category_id=form.category.data,
        position_id=form.position.data,
    )


@blueprint.route("/account/email", methods=["GET", "POST"])
@members
def change_email() -> Any:
    """Ask a new address to confirm that it belongs to this account."""
    form = ChangeEmailForm.of_request()
    if request.method == "POST" and form.validate() and _knows_password(form):
        limits.count(limits.LETTERS_TO_ADDRESS, form.address.key)
        accounts.request_new_address(member().id, form.address)
        tell(_("We have sent a letter to the new address. Until you open the link in it, the old one stays."))
        return redirect(url_for("accounts.account"), 303)
    return page("accounts/change_email", form=form, email=member().email), 422 if form.errors else 200


@blueprint.route("/account/email/<token>", methods=["GET", "POST"])
@public
def confirm_new_address(token: str) -> Any:
    """Show the button that the letter promised; on POST move the account to the new address."""
    again = url_for("accounts.change_email")
    if request.method != "POST":
        key = queries.find_key("email", token)
        if key is None:
            return page("accounts/link_gone", again=again), 404
        return page("accounts/confirm_new_address", email=key.details["email"])
    user = accounts.confirm_new_address(token)
    if user is None:
        return page("accounts/link_gone", again=again), 404
    tell(_("The address of your account is now %(address)s.", address=user.email))
    return redirect(url_for("accounts.account" if viewer() else "accounts.sign_in"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
@members
def change_password() -> Any:
    """Set a new password; all other devices are signed out."""
    person = member()
    form = ChangePasswordForm.of_request()
    form.email_of_owner, form.name_of_owner = person.email, person.name
    if request.method == "POST" and form.validate() and _knows_password(form):
        fresh = without_database(passwords.hash_password, form.password.data)
        accounts.change_password(person.id, fresh, person.session_id)
        tell(_("The password is changed. All other devices have been signed out."))
        return redirect(url_for("accounts.account"), 303)
    return page("accounts/change_password", form=form, email=person.email), 422 if form.errors else 200


@blueprint.route("/account/close", methods=["GET", "POST"])
@members
def close_account() -> Any:
    """Close one's own account; the record of what was learned stays."""
    form = PasswordAgainForm.of_request()
    if request.method == "POST" and form.validate() and _knows_password(form):
        try:
            return _close()
        except Invalid as refusal:
            form.refuse(refusal)
    return page("accounts/close_account", form=form, email=member().email), 422 if form.errors else 200


def _close() -> Response:
    accounts.deactivate_user(member(), queries.get_user(member().id))
    door.sign_out()
    tell(_("Your account is closed. Thank you for learning with us."))
    return redirect(url_for("accounts.sign_in"), 303)


def _knows_password(form: PasswordAgainForm) -> bool:
    """Compare with the present password; failures count, so that nobody can try at an open screen."""
    person = member()
    with limits.failures_only((limits.PASSWORD_OF_MEMBER, str(person.id))) as counted:
        with db.reading():
            kept = queries.get_user(person.id).password_hash
        if passwords.is_right(kept, form.current_password.data or ""):
            counted.succeeded()
            return True
    form.refuse(Invalid(_("This is not your current password."), "current_password"))
    return False
