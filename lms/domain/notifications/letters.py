"""Write a notice as a mail: in its language, with times in the recipient's zone, leading to the thing."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import css_inline

from lms.domain.notifications import addresses, stopping
from lms.domain.notifications.kinds import NoticeKind
from lms.domain.notifications.notices import KINDS
from lms.domain.notifications.queries import Letter
from lms.domain.notifications.rules import ANY_HOUR
from lms.foundation import i18n, mail_cutting, rendering
from lms.foundation.mail import Invitation, OutgoingMail

# What somebody has just asked for, or is warned of: it leaves at any hour, and also while letters are paused.
URGENT_KINDS = tuple(kind for kind, each in KINDS.items() if each.is_urgent)
_EMPTY_LINES = re.compile(r"\n{3,}")


class Unwritable(Exception):
    """No such kind of notice, or a template that does not fit: set aside, since trying again is of no use."""


class NothingToSay(Exception):
    """What the letter would lead to is gone: its key was used or has run out, or it was taken back."""


def compose(letter: Letter) -> OutgoingMail:
    """Write the mail, or raise Unwritable or NothingToSay."""
    kind = KINDS.get(letter.kind)
    if kind is None:
        raise Unwritable(f"unknown kind of notice: {letter.kind}")
    with i18n.speaking(letter.language, letter.hours.zone):
        try:
            return _write(letter, kind)
        except NothingToSay:
            raise
        except Exception as problem:
            raise Unwritable(f"{type(problem).__name__}: {problem}") from problem


def is_urgent(letter: Letter) -> bool:
    """Whether somebody waits for this letter, or wants such letters, whatever the hour."""
    return letter.way == ANY_HOUR or letter.kind in URGENT_KINDS


def is_over(letter: Letter, now: datetime) -> bool:
    """Whether the letter has waited for so long that what it tells of is over."""
    kind = KINDS.get(letter.kind)
    if kind is None or kind.is_over is None:
        return False
    try:
        return kind.is_over(letter.about, now)
    except (KeyError, ValueError, TypeError):
        return False  # whoever writes it finds that it cannot be written


def was_read_meanwhile(letter: Letter) -> bool:
    """Whether a letter about new messages has waited, and its reader has seen them by now."""
    kind = KINDS.get(letter.kind)
    has_waited = letter.mail_due_at > letter.created_at
    return bool(kind and kind.gathers and has_waited and letter.read_at)


def sentence(kind: str, about: Mapping[str, Any], sender: str) -> str | None:
    """Say in one sentence what a notice tells, in the reader's language; None for an unknown kind."""
    if kind not in KINDS:
        return None
    return _one_line(rendering.render(f"email/{kind}/subject.txt", about=about, sender=sender))


def _write(letter: Letter, kind: NoticeKind) -> OutgoingMail:
    subject = sentence(letter.kind, letter.about, letter.sender) or ""
    stop_link = stopping.address_for(letter.recipient_id, [kind.topic] if kind.is_in_app else [])
    answers_to = addresses.reply_to(letter.kind, letter.subject, letter.recipient_id)
    values = {
        "about": letter.about,
        "sender": letter.sender,
        "form_of_address": letter.form_of_address,
        "happened_at": letter.created_at,
        "subject": subject,
        "link": _link(letter, kind),
        "is_in_app": kind.is_in_app,
        "language": letter.language,
        "stop_link": stop_link,
        "stops_several": False,
        "answer_above": mail_cutting.MARKER if answers_to else "",
    }
    return OutgoingMail(
        message_id=letter.message_id,
        to_address=letter.address,
        to_name=letter.recipient,
        subject=subject,
        **parts_of(letter.kind, values),
        language=letter.language,
        written_at=letter.created_at,
        invitation=_invitation(letter, kind),
        headers={**stopping.headers_for(stop_link), **({"Reply-To": answers_to} if answers_to else {})},
        return_path=addresses.return_path(letter.id),
    )


def parts_of(folder: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return a letter's text and its HTML, with the look carried by the tags."""
    return {
        "text": _tidy(rendering.render(f"email/{folder}/body.txt", **values)),
        "html": _inliner().inline(rendering.render(f"email/{folder}/body.html", **values)),
    }


def _invitation(letter: Letter, kind: NoticeKind) -> Invitation | None:
    if kind.invitation is None:
        return None
    return kind.invitation(letter.about, letter.recipient, letter.address, letter.created_at)


def _link(letter: Letter, kind: NoticeKind) -> str:
    """Return the address of the thing; by way of the notice where there is one, so that it counts as read."""
    if kind.is_in_app:
        return rendering.address_of("notifications.open_notice", notice_id=letter.id)
    way = kind.leads_to(letter.about)
    if way is None:
        raise NothingToSay()
    endpoint, values = way
    return rendering.address_of(endpoint, **values)


def _tidy(text: str) -> str:
    """Leave one empty line between paragraphs, whatever the template left."""
    return _EMPTY_LINES.sub("\n\n", text).strip() + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
