"""The administrator's first page: ways to everything that only administrators do."""

from typing import NamedTuple

from flask import current_app, url_for

from lms.domain.accounts import queries
from lms.domain.accounts.policy import may_administer
from lms.domain.notifications import queries as notices
from lms.foundation import clock
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.accounts import blueprint
from lms.web.accounts.wording import STANDINGS
from lms.web.shell.access import allow
from lms.web.shell.pages import page


class Desk(NamedTuple):
    """One page of the administration and what it is for."""

    endpoint: str
    title: str
    purpose: str


DESKS = (
    Desk(
        "accounts.list_people",
        lazy("People"),
        lazy("Find somebody, help with an account, appoint administrators."),
    ),
    Desk(
        "accounts.list_institutions",
        lazy("Institutions"),
        lazy("Where people work, and who coordinates the learning there."),
    ),
    Desk(
        "accounts.show_lists",
        lazy("Lists"),
        lazy("Categories of learners and positions that people can choose."),
    ),
    Desk(
        "catalogue.admin_staff",
        lazy("Authors and coordinators"),
        lazy("Who answers for which programmes and modules."),
    ),
    Desk("catalogue.admin_news", lazy("News"), lazy("Write news in both languages.")),
    Desk(
        "catalogue.admin_texts",
        lazy("Texts of the site"),
        lazy("Contact, help, privacy, accessibility, and who supports the site."),
    ),
    Desk(
        "catalogue.list_remarks",
        lazy("Remarks about pages"),
        lazy("What readers found wrong or missing."),
    ),
    Desk(
        "notifications.outbox",
        lazy("Outbox"),
        lazy("Which letters wait, which have failed, and whether the worker is at work."),
    ),
    Desk(
        "notifications.mailbox",
        lazy("Mailbox"),
        lazy("Read the letters that this installation keeps instead of sending."),
    ),
    Desk(
        "accounts.list_deeds",
        lazy("Activity log"),
        lazy("Who graded, changed roles, published or exported, and when."),
    ),
    Desk(
        "design.components",
        lazy("Building blocks"),
        lazy("All pieces of which pages are made, in all their states."),
    ),
)


@blueprint.get("/admin")
@allow(may_administer)
def admin_home() -> str:
    """Show the ways to all pages of the administration that this installation has."""
    desks = desks_here()
    counts = queries.count_by_standing()
    people = [(label, counts.get(standing, 0)) for standing, label in STANDINGS.items()]
    pause = notices.find_pause()
    waiting = notices.look_at_outbox(clock.now()).waiting if pause else 0
    return page("accounts/admin_home", desks=desks, people=people, pause=pause, waiting=waiting)


def desks_here() -> list[tuple[Desk, str]]:
    """Return the pages of the administration that this installation has, with their addresses."""
    return [(desk, url_for(desk.endpoint)) for desk in DESKS if _is_here(desk)]


def _is_here(desk: Desk) -> bool:
    """Where mail really leaves there is no mailbox to be read."""
    if desk.endpoint == "notifications.mailbox":
        return bool(current_app.config["SETTINGS"].shows_mailbox)
    return desk.endpoint in current_app.view_functions
