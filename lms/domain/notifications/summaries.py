"""Write many notices as one mail: by topic, and what is about one thing in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from lms.domain.notifications import addresses, letters, stopping
from lms.domain.notifications.notices import KINDS
from lms.domain.notifications.queries import Letter
from lms.domain.notifications.topics import BY_KEY, OPTIONAL, TOPICS
from lms.foundation import i18n, rendering
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext
from lms.foundation.mail import OutgoingMail

MOST_LINES = 50  # a letter that nobody can take in tells nothing; the rest is in the app


class Item(NamedTuple):
    """One notice of a summary: its letter, and what it says in a sentence."""

    letter: Letter
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of which there is news: the newest sentence, how much more, and the way to it."""

    words: str
    link: str
    module: str


@dataclass(frozen=True, slots=True)
class Section:
    """The news of one topic."""

    name: str
    lines: Sequence[Line]


def item_of(letter: Letter) -> Item:
    """Say in a sentence what the notice tells, or raise Unwritable."""
    with i18n.speaking(letter.language, letter.hours.zone):
        try:
            said = letters.sentence(letter.kind, letter.about, letter.sender)
        except Exception as problem:
            raise letters.Unwritable(f"{type(problem).__name__}: {problem}") from problem
    if said is None:
        raise letters.Unwritable(f"unknown kind of notice: {letter.kind}")
    return Item(letter, said)


def compose(news: Sequence[Item]) -> OutgoingMail:
    """Write what is new for one person as one mail, under the name that its notices share."""
    newest = news[-1].letter
    with i18n.speaking(newest.language, newest.hours.zone):
        try:
            return _write(news, newest)
        except Exception as problem:
            raise letters.Unwritable(f"{type(problem).__name__}: {problem}") from problem


def _write(news: Sequence[Item], newest: Letter) -> OutgoingMail:
    assert newest.digest is not None
    subject = ngettext("Summary: %(num)s notice", "Summary: %(num)s notices", len(news))
    topics = {KINDS[item.letter.kind].topic for item in news}
    stop_link = stopping.address_for(newest.recipient_id, topics)
    sections, left_out = _sections(news)
    values = {
        "form_of_address": newest.form_of_address,
        "subject": subject,
        "link": rendering.address_of("notifications.list_notices"),
        "is_in_app": True,
        "language": newest.language,
        "stop_link": stop_link,
        "stops_several": len(topics & set(OPTIONAL)) > 1,
        "answer_above": "",
        "sections": sections,
        "left_out": left_out,
    }
    return OutgoingMail(
        message_id=newest.digest,
        to_address=newest.address,
        to_name=newest.recipient,
        subject=subject,
        **letters.parts_of("summary", values),
        language=newest.language,
        written_at=newest.created_at,
        headers=stopping.headers_for(stop_link),
        return_path=addresses.return_path(newest.id),
        invitation=None,
    )


def _sections(news: Sequence[Item]) -> tuple[list[Section], int]:
    """Put the news in order, what one cannot do without first; tell how many things found no room."""
    things: dict[tuple[str, str], list[Item]] = {}
    for item in news:
        things.setdefault((item.letter.kind, item.letter.subject), []).append(item)
    in_order = [
        (topic, items)
        for topic in TOPICS
        for (kind, _subject), items in things.items()
        if KINDS[kind].topic == topic.key
    ]
    by_topic: dict[str, list[Line]] = {}
    for topic, items in in_order[:MOST_LINES]:
        by_topic.setdefault(topic.key, []).append(_line(items))
    sections = [Section(str(BY_KEY[key].name), lines) for key, lines in by_topic.items()]
    return sections, max(len(in_order) - MOST_LINES, 0)


def _line(items: Sequence[Item]) -> Line:
    newest, about = items[-1].letter, items[-1].letter.about
    return Line(
        words=_words(items, about),
        link=rendering.address_of("notifications.open_notice", notice_id=newest.id),
        module=i18n.in_language(about["module_title"]) if about.get("module_title") else "",
    )


def _words(items: Sequence[Item], about: Any) -> str:
    count = len(items)
    if count == 1:
        return items[0].sentence
    if items[0].letter.kind == "message-posted":
        return ngettext(
            "%(num)s new message about the lesson “%(lesson)s”",
            "%(num)s new messages about the lesson “%(lesson)s”",
            count,
            lesson=i18n.in_language(about["lesson_title"]),
        )
    return _("%(sentence)s (%(count)s notices)", sentence=items[-1].sentence, count=count)
