"""Working together on an assignment: inviting, answering, leaving; on the page of the assignment."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment import service
from lms.domain.notifications import service as notifications
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotFound
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.web.assessment.assignments import Desk, assignment_page, get_desk
from lms.web.assessment.blueprint import blueprint
from lms.web.assessment.forms import GroupForm
from lms.web.shell.access import members
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import tell


@blueprint.post("/modules/<module>/assignments/<assignment>/group")
@members
def change_group(module: str, assignment: str) -> Response | tuple[str, int]:
    """Invite, withdraw an invitation, accept, decline, leave, or bring one's own draft along."""
    desk = get_desk(module, assignment)
    form = GroupForm.of_request()
    try:
        if "invite" in request.form:
            _invite(desk, form)
        else:
            tell(_change(desk))
    except Invalid as refusal:
        session.rollback()
        form.refuse(refusal)
        return assignment_page(get_desk(module, assignment), group_form=form), refusal.status
    except Conflict as refusal:
        if not desk.place.standing.is_enrolled:
            raise
        session.rollback()
        tell(str(refusal), "warning")
    address = url_for(".show_assignment", module=module, assignment=assignment, _anchor="group")
    return redirect(address, 303)


def _invite(desk: Desk, form: GroupForm) -> None:
    email = form.email.data or ""
    service.invite(desk.place.actor, desk.module, desk.assignment.slug, email, current_language())
    tell(_("The invitation is on its way, if the owner of this address is enrolled in the module."))


def _change(desk: Desk) -> str:
    """Do what the pressed button says; return what to tell whoever pressed it."""
    actor, slug = desk.place.actor, desk.assignment.slug
    if invitation_id := _pressed("accept"):
        service.accept_invitation(actor, desk.module, slug, invitation_id)
        notifications.mark_read_about(actor.id, f"group-invitation:{invitation_id}")
        return _("You are in the group now. Below is the draft that you write together.")
    if invitation_id := _pressed("decline"):
        service.decline_invitation(actor, invitation_id)
        notifications.mark_read_about(actor.id, f"group-invitation:{invitation_id}")
        return _("You have declined the invitation.")
    if invitation_id := _pressed("withdraw"):
        service.withdraw_invitation(actor, invitation_id)
        return _("The invitation is withdrawn.")
    if desk.work is None:
        raise NotFound()
    if "leave" in request.form:
        service.leave_group(actor, desk.work.id)
        return _("You work alone now. Below is a copy of the draft for you to go on with.")
    if "offer" in request.form:
        service.offer_own_draft(actor, desk.work.id)
        return _("Your own draft is now beside the draft of the group.")
    raise NotFound()


def _pressed(button: str) -> int:
    return request.form.get(button, 0, type=whole_number)
