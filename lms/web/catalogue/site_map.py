"""The site map: every page that whoever looks at it may open, by what it is for."""

from typing import NamedTuple

from flask import current_app, url_for

from lms.domain.catalogue import queries
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.accounts.admin_home import desks_here
from lms.web.catalogue.blueprint import blueprint
from lms.web.shell.access import public
from lms.web.shell.pages import page
from lms.web.shell.session import viewer


class Way(NamedTuple):
    """One page: its words and its address."""

    text: str
    url: str


ABOUT = (
    ("search.find_pages", lazy("Search the site")),
    ("catalogue.help_page", lazy("Help")),
    ("catalogue.glossary", lazy("Glossary")),
    ("catalogue.accessibility", lazy("Accessibility")),
    ("catalogue.privacy", lazy("Privacy")),
    ("catalogue.contact", lazy("Contact")),
    ("catalogue.list_news", lazy("News")),
    ("offline.offline_page", lazy("Without a connection")),
    ("catalogue.remark_on_page", lazy("A remark about a page")),
)
VISITORS = (
    ("accounts.appearance", lazy("Text and colours")),
    ("accounts.sign_in", lazy("Sign in")),
    ("accounts.sign_up", lazy("Create an account")),
    ("accounts.password", lazy("A forgotten password")),
)
LEARNING = (
    ("learning.my_learning", lazy("My learning")),
    ("learning.my_plan", lazy("My study plan")),
    ("learning.my_notes", lazy("My notes")),
    ("learning.my_record", lazy("My record")),
    ("messaging.list_conversations", lazy("Messages")),
    ("consultations.list_consultations", lazy("Consultation hours")),
    ("consultations.list_past", lazy("Earlier consultations")),
    ("notifications.list_notices", lazy("Notices")),
)
ACCOUNT = (
    ("accounts.account", lazy("Account")),
    ("notifications.choose_notices", lazy("How we tell you")),
    ("accounts.appearance", lazy("Text and colours")),
    ("accounts.change_email", lazy("Change the e-mail address")),
    ("accounts.change_password", lazy("Change the password")),
    ("accounts.list_devices", lazy("Where you are signed in")),
    ("accounts.close_account", lazy("Close the account")),
)
TEACHING = (
    ("assessment.list_waiting", lazy("Waiting for me")),
    ("messaging.inbox", lazy("Questions from learners")),
    ("faq.list_blocks", lazy("What raises questions")),
    ("faq.list_entries", lazy("Answered for all")),
    ("messaging.list_absences", lazy("When you are away")),
    ("coordination.own_answer_times", lazy("Answer times in your modules")),
    ("consultations.offer_hours", lazy("The hours that you offer")),
    ("coordination.own_consultations", lazy("Figures of your consultations")),
    ("assessment.list_quizzes", lazy("Quizzes")),
    ("assessment.show_question_files", lazy("Question files")),
    ("assessment.list_saved_comments", lazy("Saved comments")),
)
COORDINATION = (
    ("coordination.dashboard", lazy("Figures")),
    ("coordination.list_people", lazy("People")),
    ("coordination.self_assessment", lazy("Self-assessment")),
    ("coordination.answer_times", lazy("Answer times")),
    ("coordination.consultations", lazy("Consultations")),
    ("coordination.invite", lazy("Invitations")),
)
# Beside the desks of the administration: what stands on a desk as a page of its own.
ON_DESKS = (
    ("catalogue.describe_institution", lazy("The institution's data")),
    ("catalogue.name_supporters", lazy("Who supports this site")),
    ("notifications.list_letters", lazy("Letters")),
    ("notifications.list_received", lazy("What came in by mail")),
)


@blueprint.get("/site-map")
@public
def site_map() -> str:
    """List every page that the viewer may open."""
    return page(
        "catalogue/site_map",
        programmes=queries.list_programmes(),
        singles=queries.list_single_modules(),
        parts=[(title, ways) for title, ways in _parts() if ways],
    )


def _parts() -> list[tuple[str, list[Way]]]:
    person = viewer()
    if person is None:
        parts = [(lazy("Your account"), _ways(VISITORS))]
    else:
        parts = [(lazy("Your learning"), _ways(LEARNING)), (lazy("Your account"), _ways(ACCOUNT))]
        if person.is_staff:
            parts.append((lazy("Waiting for me"), _ways(TEACHING)))
        if person.is_coordinator:
            parts.append((lazy("Coordination"), _ways(COORDINATION)))
        if person.is_admin:
            desks = [Way(desk.title, url) for desk, url in desks_here()]
            parts.append(
                (
                    lazy("Administration"),
                    [Way(lazy("Administration"), url_for("accounts.admin_home")), *desks, *_ways(ON_DESKS)],
                )
            )
    return [*parts, (lazy("About this site"), _ways(ABOUT))]


def _ways(pages: tuple[tuple[str, str], ...]) -> list[Way]:
    """Return the ways to those of the pages that this installation has."""
    here = current_app.view_functions
    return [Way(text, url_for(endpoint)) for endpoint, text in pages if endpoint in here]
