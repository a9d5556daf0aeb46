"""Where the things stand that wait for an author, and what is offered when one of them is done."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import redirect, url_for
from werkzeug.wrappers import Response

from lms.domain.coordination import promises, waiting_lines
from lms.domain.coordination import queries as coordination
from lms.domain.coordination.queries import WaitingItem
from lms.domain.notifications import queries as notices
from lms.foundation.i18n import gettext as _
from lms.web.shell.session import viewer


class Next(NamedTuple):
    """What is offered next: where it stands, and in words what kind of thing it is."""

    address: str
    words: str


def unread_among(user_id: int, items: Sequence[WaitingItem]) -> dict[str, int]:
    """Return the notices of questions that the person has not opened yet, if any question is among these."""
    if all(each.kind != promises.QUESTION for each in items):
        return {}
    return {key: each.notice_id for key, each in notices.unread_in_conversations(user_id).items()}


def address_of(item: WaitingItem, unread: Mapping[str, int]) -> str:
    """Return the address of the page on which the thing can be done.

    A new question is opened through its notice, as from everywhere: who has opened it has read it.
    """
    if item.kind == promises.QUESTION and (notice_id := unread.get(f"conversation:{item.id}")):
        return url_for("notifications.open_notice", notice_id=notice_id)
    endpoint, values = waiting_lines.place_of(item)
    return url_for(endpoint, **values)


def find_next(kind: str = "", id: int = 0) -> Next | None:
    """Return what the viewer is offered next besides the thing at hand: the oldest promise of their list."""
    person = viewer()
    item = coordination.find_next_waiting(person, kind, id) if person and person.is_staff else None
    if person is None or item is None:
        return None
    return Next(address_of(item, unread_among(person.id, [item])), next_words(item.kind))


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
        promises.OUTCOME: _("Next: a consultation to record"),
        promises.TRANSLATION: _("Next: translations to look at"),
    }[kind]
