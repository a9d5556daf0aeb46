"""Where the things stand that wait for an author, and what is offered when one of them is done."""

from typing import Any, NamedTuple

from flask import redirect, url_for
from werkzeug.wrappers import Response

from lms.domain.coordination import promises
from lms.domain.coordination import queries as coordination
from lms.domain.coordination.queries import WaitingItem
from lms.foundation.i18n import gettext as _
from lms.web.shell.session import viewer

_BY_ID = {
    promises.WORK: ("assessment.grade_submission", "submission_id"),
    promises.SECOND_GRADING: ("assessment.grade_submission", "submission_id"),
    promises.MARKING: ("assessment.mark_attempt", "attempt_id"),
    promises.QUESTION: ("messaging.show_conversation", "conversation_id"),
    promises.APPEAL: ("assessment.decide_appeal", "appeal_id"),
    promises.CORRECTION: ("assessment.show_correction", "correction_id"),
}


class Next(NamedTuple):
    """What is offered next: where it stands, and in words what kind of thing it is."""

    address: str
    words: str


def address_of(item: WaitingItem) -> str:
    """Return the address of the page on which the thing can be done."""
    if item.kind in _BY_ID:
        endpoint, parameter = _BY_ID[item.kind]
        values: dict[str, Any] = {parameter: item.id}
        return url_for(endpoint, **values)
    if item.kind == promises.TRANSLATION:
        return url_for("coordination.show_translations", module=item.module)
    anchor = "review" if item.kind == promises.REVIEW else f"link-{item.id}"
    return url_for("coordination.show_course", module=item.module, _anchor=anchor)


def find_next(kind: str = "", id: int = 0) -> Next | None:
    """Return what the viewer is offered next besides the thing at hand: the oldest promise of their list."""
    person = viewer()
    if person is None or not person.is_staff:
        return None
    item = coordination.find_next_waiting(person, kind, id)
    return Next(address_of(item), next_words(item.kind)) if item else None


def go_on(kind: str = "", id: int = 0) -> Response:
    """Open what comes next in the viewer's list, or the list where nothing is left to do."""
    following = find_next(kind, id)
    return redirect(following.address if following else url_for("assessment.list_waiting"), 303)


def next_words(kind: str) -> str:
    """Say what the next thing is, for the link that leads there."""
    return {
        promises.WORK: _("Next: work to grade"),
        promises.SECOND_GRADING: _("Next: a second grading"),
        promises.MARKING: _("Next: answers to mark"),
        promises.QUESTION: _("Next: a question to answer"),
        promises.APPEAL: _("Next: an appeal to decide"),
        promises.CORRECTION: _("Next: attempts to mark again"),
        promises.TRANSLATION: _("Next: translations to look at"),
    }[kind]


def kind_words(kind: str) -> str:
    """Say what is to be done, for lists and choices."""
    return {
        promises.WORK: _("Grade work"),
        promises.SECOND_GRADING: _("Second grading"),
        promises.MARKING: _("Mark answers"),
        promises.QUESTION: _("Answer a question"),
        promises.APPEAL: _("Decide an appeal"),
        promises.CORRECTION: _("Mark attempts again"),
        promises.TRANSLATION: _("Look at translations"),
        promises.LINK: _("Broken link"),
        promises.REVIEW: _("Yearly review"),
    }[kind]
