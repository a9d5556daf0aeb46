"""The administrator finds people and helps with their accounts."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug import Response

from lms.domain.accounts import queries
from lms.domain.accounts import service as accounts
from lms.domain.accounts.policy import may_administer
from lms.foundation.errors import Refusal
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import in_language, ngettext
from lms.web.accounts import blueprint, choices
from lms.web.accounts.admin_forms import PeopleFilter, PersonForm
from lms.web.accounts.wording import STANDINGS, deed_words
from lms.web.shell.access import allow
from lms.web.shell.pages import page, tell
from lms.web.shell.paging import Page
from lms.web.shell.session import member

PAGE_SIZE = 50


@blueprint.get("/admin/people")
@allow(may_administer)
def list_people() -> str:
    """Find people by name or address, standing and institution."""
    form = PeopleFilter(request.args)
    form.offer([(each.id, in_language(each.name)) for each in queries.list_institution_choices()])
    number = form.institution.data or ""
    asked = queries.PeopleAsked(
        words=form.q.data or "",
        standing=form.standing.data or "",
        institution_id=int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None,
        only_administrators=form.administrators.data,
    )
    total = queries.count_people(asked)
    shown = Page.of(request.args.get("page"), total, PAGE_SIZE)
    people = queries.list_people(asked, shown.size, shown.offset)
    return page(
        "accounts/list_people", form=form, people=people, total=total, pages=shown, standings=STANDINGS
    )


@blueprint.route("/admin/people/<int:user_id>", methods=["GET", "POST"])
@allow(may_administer, load=queries.get_user)
def show_person(user: Any) -> Any:
    """Show somebody's account and correct what they cannot."""
    form = PersonForm.of_request(
        name=user.name,
        language=user.language,
        institution=user.institution_id,
        category=user.category_id,
        position=user.position_id,
    )
    choices.offer_places_of_work(form, user.institution_id, user.category_id, user.position_id)
    if request.method == "POST" and form.validate():
        accounts.change_person(member(), user, _facts(form))
        tell(_("Your changes are saved."))
        return _back(user)
    entries = queries.list_audit_entries(about=f"user:{user.id}", limit=10)
    answer = page(
        "accounts/show_person",
        form=form,
        person=user,
        coordinated=queries.list_coordinated_by(user.id),
        sessions=queries.list_sessions(user.id),
        entries=entries,
        deed_words=deed_words,
        standing=STANDINGS[user.standing],
    )
    return answer, 422 if form.errors else 200


def _facts(form: PersonForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "language": form.language.data,
        "institution_id": form.institution.data,
        "category_id": form.category.data,
        "position_id": form.position.data,
    }


@blueprint.post("/admin/people/<int:user_id>/make-administrator")
@allow(may_administer, load=queries.get_user)
def make_administrator(user: Any) -> Response:
    """Let somebody administer the platform."""
    accounts.make_administrator(member().label, user)
    tell(_("%(name)s administers the platform now.", name=user.name))
    return _back(user)


@blueprint.post("/admin/people/<int:user_id>/unmake-administrator")
@allow(may_administer, load=queries.get_user)
def unmake_administrator(user: Any) -> Response:
    """Take the administration from somebody."""
    return _try(
        user, accounts.unmake_administrator, _("%(name)s no longer administers the platform.", name=user.name)
    )


@blueprint.post("/admin/people/<int:user_id>/deactivate")
@allow(may_administer, load=queries.get_user)
def deactivate_person(user: Any) -> Response:
    """Close somebody's account; the record stays."""
    return _try(user, accounts.deactivate_user, _("The account is closed."))


@blueprint.post("/admin/people/<int:user_id>/reactivate")
@allow(may_administer, load=queries.get_user)
def reactivate_person(user: Any) -> Response:
    """Open somebody's account again."""
    return _try(user, accounts.reactivate_user, _("The account is open again."))


@blueprint.post("/admin/people/<int:user_id>/send-confirmation")
@allow(may_administer, load=queries.get_user)
def send_confirmation(user: Any) -> Response:
    """Send the confirmation letter once more."""
    accounts.send_confirmation_again(user.email_key)
    tell(_("A letter is on its way."))
    return _back(user)


@blueprint.post("/admin/people/<int:user_id>/end-sessions")
@allow(may_administer, load=queries.get_user)
def end_sessions_of_person(user: Any) -> Response:
    """Sign somebody out on all devices."""
    ended = accounts.sign_out_everywhere(member(), user)
    tell(ngettext("%(num)s device is signed out.", "%(num)s devices are signed out.", ended))
    return _back(user)


def _try(user: Any, deed: Any, words: str) -> Response:
    try:
        deed(member(), user)
    except Refusal as refusal:
        tell(str(refusal), "danger")
    else:
        tell(words)
    return _back(user)


def _back(user: Any) -> Response:
    # Whoever has taken the administration from themself may not see this page any more.
    if user.id == member().id and not user.is_admin:
        return redirect(url_for("accounts.account"), 303)
    return redirect(url_for("accounts.show_person", user_id=user.id), 303)
