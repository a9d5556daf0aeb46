"""Signing up, and confirming the address from the letter."""

from typing import Any

from flask import redirect, request, url_for
from flask import session as cookie

from lms.domain.accounts import passwords, queries
from lms.domain.accounts import service as accounts
from lms.domain.accounts.tokens import digest
from lms.domain.catalogue import queries as catalogue
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.web.accounts import blueprint, choices
from lms.web.accounts.forms import EmailForm, SignUpForm, now_sealed
from lms.web.accounts.ways import onward, wanted_path, without_database
from lms.web.shell import limits
from lms.web.shell import session as door
from lms.web.shell.access import public
from lms.web.shell.pages import page, tell
from lms.web.shell.session import viewer

QUICK_WEIGHT = 3


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
def sign_up() -> Any:
    """Take up somebody who wants an account; the answer is the same whether or not they had one."""
    if viewer():
        return onward(wanted_path())
    known = {field: request.args.get(field) for field in ("name", "email")}  # an invitation may tell them
    form = SignUpForm.of_request(next=wanted_path(), began=now_sealed(), **known)
    choices.offer_places_of_work(form)
    privacy_version = catalogue.current_privacy_version()
    if request.method == "POST" and form.validate():
        _count_sign_up(form)
        _take_up(form, privacy_version)
        cookie["letter_to"] = form.address.email
        return redirect(url_for("accounts.sign_up_sent"), 303)
    answer = page("accounts/sign_up", form=form, privacy_version=privacy_version, next=wanted_path())
    return answer, 422 if form.errors else 200


def _count_sign_up(form: SignUpForm) -> None:
    weight = QUICK_WEIGHT if form.came_quickly else 1
    limits.count(limits.SIGN_UP_FROM_ADDRESS, limits.visitor_address(), weight)
    limits.count(limits.LETTERS_TO_ADDRESS, form.address.key)


def _take_up(form: SignUpForm, privacy_version: str) -> None:
    password_hash = without_database(passwords.hash_password, form.password.data)
    accounts.sign_up(
        accounts.NewAccount(
            name=form.name.data or "",
            address=form.address,
            password_hash=password_hash,
            language=current_language(),
            privacy_version=privacy_version,
            institution_id=form.institution.data,
            category_id=form.category.data,
            position_id=form.position.data,
            destination=wanted_path(),
            form_key=digest(f"{request.form.get('csrf_token')}:{form.began.data}"),
        )
    )


@blueprint.route("/sign-up/sent", methods=["GET", "POST"])
@public
def sign_up_sent() -> Any:
    """Say that a letter is on its way; on POST send it once more."""
    form = EmailForm.of_request(email=cookie.get("letter_to"))
    if request.method == "POST" and form.validate():
        limits.count(limits.LETTERS_FROM_ADDRESS, limits.visitor_address())
        limits.count(limits.LETTERS_TO_ADDRESS, form.address.key)
        accounts.send_confirmation_again(form.address.key)
        cookie["letter_to"] = form.address.email
        tell(_("If this address waits for confirmation, a letter is on its way to it."), "info")
        return redirect(url_for("accounts.sign_up_sent"), 303)
    answer = page("accounts/sign_up_sent", form=form, address=cookie.get("letter_to"))
    return answer, 422 if form.errors else 200


@blueprint.route("/sign-up/confirm/<token>", methods=["GET", "POST"])
@public
def confirm_sign_up(token: str) -> Any:
    """Show the button that the letter promised; on POST open the account and let its owner in.

    Mail programs follow links by themselves, so the link alone confirms nothing.
    """
    if request.method != "POST":
        key = queries.find_key("confirm", token)
        owner = queries.get_user(key.user_id) if key else None
        return page("accounts/confirm_sign_up", owner=owner) if owner else _worthless()
    confirmed = accounts.confirm_account(token)
    if confirmed is None:
        return onward() if viewer() else _worthless()
    door.sign_in(confirmed.user_id)
    tell(_("Your address is confirmed and you are signed in."))
    return onward(confirmed.destination)


def _worthless() -> tuple[str, int]:
    return page("accounts/link_gone", again=url_for("accounts.sign_up_sent")), 404
