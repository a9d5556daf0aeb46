"""Where one is signed in, and signing out from afar."""

from flask import redirect, url_for
from werkzeug import Response

from lms.domain.accounts import queries, rules
from lms.domain.accounts import service as accounts
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext
from lms.web.accounts import blueprint
from lms.web.shell.access import members
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member


@blueprint.get("/account/devices")
@members
def list_devices() -> str:
    """Show the browsers in which one is signed in."""
    person = member()
    return page(
        "accounts/list_devices",
        sessions=queries.list_sessions(person.id),
        here=person.session_id,
        browser_name=rules.browser_name,
    )


@blueprint.post("/account/devices/<int:session_id>/end")
@members
def end_device(session_id: int) -> Response:
    """Sign one browser out."""
    accounts.end_session(member().id, session_id)
    tell(_("The device is signed out."))
    return redirect(url_for("accounts.list_devices"), 303)


@blueprint.post("/account/devices/end-others")
@members
def end_other_devices() -> Response:
    """Sign all browsers out but this one."""
    ended = accounts.end_sessions(member().id, but=member().session_id)
    tell(ngettext("%(num)s device is signed out.", "%(num)s devices are signed out.", ended))
    return redirect(url_for("accounts.list_devices"), 303)
