"""Inviting people by a list, and the page to which an invitation's letter leads."""

from typing import Any

from flask import redirect, request, url_for
from wtforms import FileField, SelectField, TextAreaField

from lms.domain.catalogue import queries as catalogue
from lms.domain.coordination import invitees, policy, queries, service
from lms.domain.coordination.scope import Scope
from lms.foundation import signing
from lms.foundation.errors import Invalid, NotFound
from lms.foundation.i18n import current_language, in_language, ngettext
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.coordination import blueprint
from lms.web.shell.access import allow, members, public
from lms.web.shell.forms import Form, long_text
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member, viewer

PURPOSE = "invitation"


class InviteForm(Form):
    """A list of people, and to what they are invited."""

    programme = SelectField(lazy("Programme"), coerce=int)
    institution = SelectField(lazy("Institution"), coerce=int)
    people = TextAreaField(lazy("People, one a row: name and e-mail address"), filters=[long_text])
    file = FileField(lazy("Or a CSV file"))


@blueprint.route("/coordinate/invitations", methods=["GET", "POST"])
@allow(policy.may_coordinate)
def invite() -> Any:
    """Show who was invited; on POST invite the people of a list, or name every row that cannot be used."""
    actor = member()
    scope = Scope.of(actor)
    form = InviteForm.of_request()
    programmes = [one for one in catalogue.list_programme_names() if policy.may_invite_to(actor, one.id)]
    form.programme.choices = [(one.id, in_language(one.title)) for one in programmes]
    form.institution.choices = [
        (0, _("No institution in particular")),
        *((one.id, in_language(one.name)) for one in queries.list_institutions_to_invite(actor)),
    ]
    if request.method == "POST" and form.validate():
        try:
            people = _read_people(form)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            invited, known = service.invite_people(
                actor, form.programme.data, form.institution.data or None, people
            )
            _tell_what_happened(invited, known)
            return redirect(url_for("coordination.invite"), 303)
    number = max(request.args.get("page", 1, type=whole_number), 1)
    invitations = queries.list_invitations(scope, page=number)
    return (
        page(
            "coordination/invite",
            form=form,
            invitations=invitations[:50],
            number=number,
            has_more=len(invitations) > 50,
            programme_titles={one.id: one.title for one in programmes},
        ),
        422 if form.errors else 200,
    )


def _read_people(form: InviteForm) -> list[invitees.Invitee]:
    text = form.people.data or ""
    upload = form.file.data
    if upload and getattr(upload, "filename", ""):
        decoded = invitees.decode(upload.read())
        if decoded is None:
            raise Invalid(_("This file is not text. Save the list as CSV and choose it again."), "file")
        text = f"{text}\n{decoded}" if text.strip() else decoded
    found = invitees.read_list(text, current_language())
    if found.problems:
        # What stood in the file is now in the box, to be mended there.
        form.people.data = text
        raise Invalid(" ".join(found.problems), "people")
    if not found.people:
        raise Invalid(_("Write at least one person, or choose a file."), "people")
    return found.people


def _tell_what_happened(invited: int, known: int) -> None:
    if invited:
        tell(ngettext("%(num)s person is invited.", "%(num)s people are invited.", invited))
    if known:
        tell(
            ngettext(
                "%(num)s person had been invited before and gets no second letter.",
                "%(num)s people had been invited before and get no second letter.",
                known,
            ),
            "info",
        )


def _load_own(invitation_id: int) -> queries.Invitation:
    """Return an invitation of the viewer's own scope."""
    actor = viewer()
    invitation = queries.get_invitation(invitation_id)
    if actor is None or not queries.is_inside(Scope.of(actor), invitation):
        raise NotFound()
    return invitation


def _may_handle(actor: Any, _invitation: queries.Invitation) -> bool:
    """Coordinators handle the invitations of their own scope (which loading has seen to)."""
    return policy.may_coordinate(actor)


@blueprint.post("/coordinate/invitations/<int:invitation_id>/send-again")
@allow(_may_handle, _load_own)
def send_again(invitation: queries.Invitation) -> Any:
    """Send the letter once more."""
    service.invite_again(member(), invitation)
    tell(_("The invitation is on its way again."))
    return redirect(url_for("coordination.invite"), 303)


@blueprint.post("/coordinate/invitations/<int:invitation_id>/withdraw")
@allow(_may_handle, _load_own)
def withdraw(invitation: queries.Invitation) -> Any:
    """Take the invitation back."""
    service.withdraw_invitation(member(), invitation)
    tell(_("The invitation is withdrawn."))
    return redirect(url_for("coordination.invite"), 303)


@blueprint.get("/invitations/<key>")
@public
def show_invitation(key: str) -> str:
    """Show to what the holder of the letter is invited, and the way in."""
    invitation = _load_by_key(key)
    return page("coordination/show_invitation", invitation=invitation, programme=_programme_of(invitation))


@blueprint.post("/invitations/<key>")
@members
def accept_invitation(key: str) -> Any:
    """Enrol the holder of the letter."""
    invitation = _load_by_key(key)
    service.accept_invitation(member(), invitation)
    programme = _programme_of(invitation)
    tell(_("You are enrolled in the programme “%(title)s”.", title=in_language(programme.title)))
    return redirect(url_for("learning.my_learning"), 303)


def _load_by_key(key: str) -> queries.Invitation:
    invitation_id = signing.unseal(PURPOSE, key)
    if invitation_id is None:
        raise NotFound()
    return queries.get_invitation(invitation_id)


def _programme_of(invitation: queries.Invitation) -> catalogue.ProgrammeName:
    """Return the programme, if people can still enrol in it."""
    for programme in catalogue.list_programme_names():
        if programme.id == invitation.programme_id:
            return programme
    raise NotFound()
