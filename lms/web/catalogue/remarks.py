"""What is wrong or missing on a page: anybody tells it, administrators see to it."""

from typing import Any
from urllib.parse import urlsplit

from flask import redirect, request, url_for
from wtforms import EmailField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.domain.accounts import rules
from lms.domain.catalogue import queries, service
from lms.domain.catalogue.policy import may_manage_catalogue
from lms.domain.notifications import service as notifications
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.catalogue.blueprint import blueprint
from lms.web.shell import limits
from lms.web.shell.access import allow, public
from lms.web.shell.forms import Form, by_rule, long_text, one_line
from lms.web.shell.pages import page, tell
from lms.web.shell.paging import Page
from lms.web.shell.session import member, viewer

LONGEST_TEXT = 5_000
LONGEST_PAGE = 300
PER_PAGE = 25
REMARKS = limits.Limit("remarks", 20, 60 * 60)


class RemarkForm(Form):
    """What is wrong or missing, and where an answer may go."""

    text = TextAreaField(
        lazy("What is wrong or missing on this page?"),
        [DataRequired(lazy("Write what is wrong or missing.")), Length(max=LONGEST_TEXT)],
        [long_text],
    )
    email = EmailField(lazy("Your e-mail address"), filters=[one_line])

    def validate_email(self, field: Any) -> None:
        """Refuse what is no address; none at all is well."""
        if field.data:
            by_rule(rules.read_address, field.data)


@blueprint.route("/feedback", methods=["GET", "POST"])
@public
def remark_on_page() -> Any:
    """Take a remark about the page that the reader comes from; a visitor may leave an address."""
    about = _page_asked()
    form = RemarkForm.of_request()
    if request.method == "POST" and form.validate():
        limits.count(REMARKS, limits.visitor_address())
        person = viewer()
        email = "" if person else form.email.data or ""
        service.remark_on_page(
            person.id if person else None, about, current_language(), form.text.data, email
        )
        return redirect(url_for("catalogue.remark_sent", page=about or None), 303)
    return page("catalogue/remark_on_page", form=form, about=about), 422 if form.errors else 200


@blueprint.get("/feedback/thanks")
@public
def remark_sent() -> str:
    """Thank, and lead back to the page."""
    return page("catalogue/remark_sent", about=_page_asked())


@blueprint.get("/admin/feedback")
@allow(may_manage_catalogue)
def list_remarks() -> str:
    """List what people found wrong or missing: what waits, or what is settled."""
    settled = request.args.get("show") == "settled"
    counts = queries.count_remarks()
    paging = Page.of(request.args.get("page"), counts[settled], PER_PAGE)
    lines = queries.list_remarks(settled=settled, limit=paging.size, offset=paging.offset)
    return page("catalogue/list_remarks", lines=lines, counts=counts, settled=settled, paging=paging)


@blueprint.post("/admin/feedback/<int:remark_id>/settle")
@allow(may_manage_catalogue, load=queries.get_remark)
def settle_remark(remark: Any) -> Any:
    """Note that a remark has been seen to."""
    service.settle_remark(member(), remark)
    notifications.mark_read_about(member().id, f"remark:{remark.id}")
    tell(_("The remark is settled."))
    return redirect(url_for("catalogue.list_remarks"), 303)


@blueprint.post("/admin/feedback/<int:remark_id>/reopen")
@allow(may_manage_catalogue, load=queries.get_remark)
def reopen_remark(remark: Any) -> Any:
    """Take a settled remark up again."""
    service.reopen_remark(member(), remark)
    tell(_("The remark waits again."))
    return redirect(url_for("catalogue.list_remarks"), 303)


def _page_asked() -> str:
    """Return the path of the page that the remark is about: one of ours, or nothing."""
    asked = one_line(request.values.get("page"))[:LONGEST_PAGE]
    path = urlsplit(asked).path if asked.startswith("/") and not asked.startswith(("//", "/\\")) else ""
    return path if path.split("/")[1:2] in (["lt"], ["en"]) else ""
