"""The record of who did what: it can be read here, and nowhere changed."""

import re
from collections.abc import Sequence

from flask import request

from lms.domain.accounts import queries
from lms.domain.accounts.policy import may_administer
from lms.foundation.audit import AuditEntry
from lms.web.accounts import audit_wording, blueprint
from lms.web.accounts.wording import deed_words
from lms.web.shell.access import allow
from lms.web.shell.pages import page
from lms.web.shell.paging import Page

PAGE_SIZE = 100
_USER = re.compile(r"user:(\d{1,9})")


@blueprint.get("/admin/audit")
@allow(may_administer)
def list_deeds() -> str:
    """Show deeds, newest first, by kind and by whom or to whom."""
    deed, about = request.args.get("deed", ""), request.args.get("about", "").strip()
    total = queries.count_audit_entries(deed, about)
    shown = Page.of(request.args.get("page"), total, PAGE_SIZE)
    entries = queries.list_audit_entries(deed, about, limit=shown.size, offset=shown.offset)
    return page(
        "accounts/list_deeds",
        entries=entries,
        total=total,
        pages=shown,
        deed=deed,
        about=about,
        deeds=[(each, deed_words(each)) for each in queries.list_audited_deeds()],
        deed_words=deed_words,
        names=_names(entries),
        said=audit_wording,
    )


def _names(entries: Sequence[AuditEntry]) -> dict[str, str]:
    """Return the names of the people who stand in these lines, by `user:5`."""
    found = {name for entry in entries for name in (entry.actor, entry.subject) if _USER.fullmatch(name)}
    names = queries.list_names([int(name.partition(":")[2]) for name in found]) if found else {}
    return {f"user:{user_id}": name for user_id, name in names.items()}
