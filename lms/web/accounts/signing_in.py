"""Signing in and out."""

from typing import Any

from flask import request, url_for
from werkzeug import Response

from lms.domain.accounts import passwords, queries, rules
from lms.domain.accounts import service as accounts
from lms.domain.notifications import receiving
from lms.foundation import db
from lms.foundation.i18n import gettext as _
from lms.web.accounts import blueprint
from lms.web.accounts.forms import SignInForm
from lms.web.accounts.ways import onward, wanted_path, without_database
from lms.web.shell import limits
from lms.web.shell import session as door
from lms.web.shell.access import public
from lms.web.shell.pages import page, tell
from lms.web.shell.session import viewer


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    """Let somebody in who knows the password, and on to where they were going."""
    if viewer() and request.method != "POST":
        return onward(wanted_path())
    form = SignInForm.of_request(next=wanted_path())
    if request.method == "POST" and form.validate():
        account = _recognise(form)
        if account and account.standing == "active":
            _let_in(form, account)
            return onward(wanted_path())
        form.form_errors.append(_reason(account))
    unconfirmed = url_for("accounts.sign_up_sent")
    return page("accounts/sign_in", form=form, next=wanted_path(), again=unconfirmed), (
        422 if form.errors else 200
    )


def _recognise(form: SignInForm) -> queries.Credentials | None:
    """Return the account if the password is right; failures count, for the account and for the address."""
    address = rules.find_address(form.email.data or "")
    key = address.key if address else (form.email.data or "").lower()
    tries = ((limits.SIGN_IN_OF_ACCOUNT, key), (limits.SIGN_IN_FROM_ADDRESS, limits.visitor_address()))
    with limits.failures_only(*tries) as counted:
        with db.reading():
            account = queries.find_credentials(key)
        known_hash = account.password_hash if account else None
        if not passwords.is_right(known_hash, form.password.data or ""):
            return None
        counted.succeeded()
    return account


def _reason(account: queries.Credentials | None) -> str:
    if account is None:
        return _("The e-mail address or the password is wrong.")
    if account.standing == "unconfirmed":
        return _("This address is not confirmed yet. Open the link in our letter, or have it sent again.")
    return _("This account is closed. Write to us if you want to use it again.")


def _let_in(form: SignInForm, account: queries.Credentials) -> None:
    if account.password_hash and passwords.is_outdated(account.password_hash):
        renewed = without_database(passwords.hash_password, form.password.data)
        accounts.renew_hash(account.user_id, renewed)
    door.sign_in(account.user_id, shared=bool(form.shared.data))
    if receiving.is_unreachable(account.user_id, form.email.data or ""):
        tell(
            _(
                "We cannot reach you at %(address)s: our letters come back. "
                "Please check the address on your account page.",
                address=(form.email.data or "").strip(),
            ),
            "warning",
        )


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End this browser's session; on a shared computer nothing of it stays behind."""
    person = viewer()
    door.sign_out()
    answer = onward(url_for("accounts.sign_in"))
    if person and person.is_shared_computer:
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
