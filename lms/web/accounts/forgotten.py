"""A new password for somebody who forgot theirs."""

from typing import Any

from flask import redirect, request, url_for
from flask import session as cookie

from lms.domain.accounts import passwords, queries
from lms.domain.accounts import service as accounts
from lms.foundation import db
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.web.accounts import blueprint
from lms.web.accounts.forms import EmailForm, NewPasswordForm
from lms.web.accounts.ways import without_database
from lms.web.shell import limits
from lms.web.shell.access import public
from lms.web.shell.pages import page, tell


@blueprint.route("/password", methods=["GET", "POST"])
@public
def password() -> Any:
    """Send a letter with a key to a new password; the answer is the same for every address."""
    form = EmailForm.of_request(email=request.args.get("email"))
    if request.method == "POST" and form.validate():
        limits.count(limits.LETTERS_FROM_ADDRESS, limits.visitor_address())
        limits.count(limits.LETTERS_TO_ADDRESS, form.address.key)
        accounts.request_password(form.address.key, current_language())
        cookie["letter_to"] = form.address.email
        return redirect(url_for("accounts.password_sent"), 303)
    return page("accounts/password", form=form), 422 if form.errors else 200


@blueprint.get("/password/sent")
@public
def password_sent() -> str:
    """Say that a letter is on its way, if there is an account."""
    return page("accounts/password_sent", address=cookie.get("letter_to"))


@blueprint.route("/password/new/<token>", methods=["GET", "POST"])
@public
def new_password(token: str) -> Any:
    """Let the holder of the letter choose a new password; it signs out everywhere."""
    form = NewPasswordForm.of_request()
    key = queries.find_key("password", token)
    if key is None:
        return page("accounts/link_gone", again=url_for("accounts.password")), 404
    owner = queries.get_user(key.user_id)
    form.email_of_owner, form.name_of_owner = owner.email, owner.name
    if request.method == "POST" and form.validate():
        fresh = without_database(passwords.hash_password, form.password.data)
        user = accounts.reset_password(token, fresh)
        if user is None:
            db.session.rollback()
            return page("accounts/link_gone", again=url_for("accounts.password")), 404
        limits.forgive(limits.SIGN_IN_OF_ACCOUNT, user.email_key)
        tell(_("The password is changed. You can sign in with it now."))
        return redirect(url_for("accounts.sign_in"), 303)
    return page("accounts/new_password", form=form, email=owner.email), 422 if form.errors else 200
