"""Every kind of page of the house, and who looks at it."""

from collections.abc import Iterable
from functools import cache
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.journeys import lived_in
from tests.journeys.crawl import Crawl
from tests.journeys.lived_in import ADMIN, AUTHOR, BEGINNER, COORDINATOR, FINISHER, WAITING, Person
from tests.live import course
from tests.live.house import House
from tests.live.parts import wait_until

PEOPLE = {
    "visitor": "",
    "beginner": BEGINNER,
    "waiting": WAITING,
    "finisher": FINISHER,
    "author": AUTHOR,
    "coordinator": COORDINATOR,
    "administrator": ADMIN,
}
# Pages that look otherwise to who has done more; to the others what the page is once for each kind will do.
CHANGING = {
    "waiting": {"learning.my_learning", "assessment.show_quiz", "assessment.show_assignment"},
    "finisher": {
        *("learning.my_learning", "learning.my_record", "learning.show_evidence"),
        *("learning.show_evidence_lesson", "catalogue.show_module", "messaging.show_conversation"),
        *("assessment.show_quiz", "assessment.show_assignment", "notifications.list_notices"),
    },
}
SAME_FOR_MEMBERS = {
    *("catalogue.help_page", "catalogue.contact", "catalogue.privacy"),
    *("catalogue.list_news", "catalogue.show_news", "catalogue.accessibility", "catalogue.glossary"),
}
# What a crawl does not reach: letters' links, what comes after a form, and what is no page for people.
BY_LETTER = {
    "accounts.confirm_sign_up": "/sign-up/confirm/",
    "coordination.show_invitation": "/invitations/",
    "accounts.new_password": "/password/new/",
    "accounts.confirm_new_address": "/account/email/",
    "notifications.stop_mail": "/notices/stop/",
}
AFTER_A_FORM = {"accounts.password_sent": "/password/sent", "catalogue.remark_sent": "/feedback/thanks"}
NOT_FOR_PEOPLE = {
    "catalogue.show_logo",
    *("static", "entrance.root", "media.show_media", "catalogue.news_feed", "assessment.download_file"),
    *("operation.healthz", "operation.readyz", "operation.metrics"),
    # Pieces of pages, and ways to one.
    *("learning.show_block", "assessment.show_question", "notifications.open_notice"),
    # What scripts and browsers ask for.
    *("app.service_worker", "offline.manifest", "offline.who_is_here", "offline.list_pages"),
    *("learning.download_notes", "assessment.download_items", "assessment.export_questions"),  # files
    "messaging.download_file",
    *("consultations.download_calendar", "notifications.show_own_calendar"),
    *("coordination.download_answer_times", "coordination.download_own_answer_times"),  # files
    *("coordination.download_consultations", "coordination.download_own_consultations"),
    "notifications.mail_body",  # somebody's letter as they get it
}
SEEN_ELSEWHERE = {
    "accounts.continue_form",  # test_ended_session.py
    *("assessment.mark_attempt", "assessment.extend_time"),  # test_open_questions.py
    "assessment.decide_appeal",  # test_two_graders.py
    "messaging.edit_message",  # test_consultation.py
    "assessment.show_correction",  # test_corrected_key.py
    *("faq.show_entry", "faq.edit_entry", "faq.move_entry"),  # test_answer_for_all.py
    *("coordination.show_course", "coordination.show_translations"),  # test_ten_by_keys.py
    "coordination.preview_reminders",  # test_kind_reminder.py
}


def ways(house: House, app: Flask, who: str) -> Iterable[str]:
    """Return the pages that this person looks at: of each kind one, and not what others have seen already."""
    kinds = kinds_for(house, app, who)
    if who in CHANGING:
        wanted = CHANGING[who]
    elif who == "visitor":
        wanted = set(kinds)
    elif who == "beginner":
        wanted = set(kinds) - SAME_FOR_MEMBERS
    else:
        wanted = set(kinds) - set(kinds_for(house, app, "beginner")) | {"catalogue.front_page"}
    assert wanted <= set(kinds), wanted - set(kinds)
    return [kinds[kind] for kind in kinds if kind in wanted]


def all_ways(house: House, app: Flask, who: str) -> list[str]:
    """Return one page of every kind that this person can come to."""
    return list(kinds_for(house, app, who).values())


@cache
def kinds_for(house: House, app: Flask, who: str) -> dict[str, str]:
    """Return the first page of each kind that the person finds by following links, by endpoint.

    Addresses are the same in both languages but for their beginning (test_links.py follows both).
    """
    found: dict[str, str] = {}
    adapter = app.url_map.bind("localhost")
    starts = ["/", "/my"] if PEOPLE[who] else ["/"]
    for page in (
        Crawl(Person(house, PEOPLE[who]), "lt", course.MODULE.rpartition("/")[2]).follow_all(starts).pages()
    ):
        try:
            endpoint, _values = adapter.match(urlsplit(page.path).path)
        except HTTPException:
            continue
        found.setdefault(str(endpoint), page.path.removeprefix("/lt"))
    return found


def after_letters_and_trouble(house: House) -> list[str]:
    """Return the pages that letters lead to, those that come after a form, and those of what is gone."""
    starts = BY_LETTER.values()
    wait_until(lambda: all(lived_in.link_like(house, start) for start in starts), 180)
    opened = [lived_in.link_like(house, start) for start in starts]
    return [*map(str, opened), *AFTER_A_FORM.values(), "/sign-up/confirm/gone", "/nowhere"]
