"""Deeds of those who choose how they are told, by topic and weekday, or end letters at a click."""

from collections.abc import Iterable, Mapping

from lms.domain.accounts import queries as people
from lms.domain.accounts import service as accounts
from lms.domain.notifications import queries, rules
from lms.domain.notifications.notices import KINDS
from lms.domain.notifications.queries import Notice
from lms.domain.notifications.topics import BY_KEY, OPTIONAL, way_of
from lms.foundation import audit, clock

_ALWAYS_ALONE = tuple(kind for kind, each in KINDS.items() if each.invitation)


def choose(user_id: int, ways: Mapping[str, str], days: str, digest_day: int) -> None:
    """Keep how and on which days somebody wants to be told; what waits already follows the choice."""
    accounts.choose_mail_days(user_id, days, digest_day)
    for topic, way in ways.items():
        if way in BY_KEY[topic].ways:
            queries.keep_choice(user_id, topic, way)
    follow(user_id)


def stop_mail(user_id: int, topics: Iterable[str]) -> None:
    """End letters on these topics, at a click in one of them; the notices stay on the platform."""
    ended = [topic for topic in topics if topic in OPTIONAL]
    for topic in ended:
        queries.keep_choice(user_id, topic, rules.IN_APP)
    audit.record(f"user:{user_id}", "mail-stopped", f"user:{user_id}", topics=", ".join(ended))
    follow(user_id)


def follow(user_id: int) -> None:
    """Let what has not left yet, and nobody can have, wait as its recipient wants it now."""
    language, hours = people.get_user(user_id).language, queries.get_mail_hours(user_id)
    chosen = queries.choices_of(user_id)
    for notice in queries.list_still_free(user_id, _ALWAYS_ALONE):
        notice.language = language
        _adapt(notice, hours, chosen)


def _adapt(notice: Notice, hours: rules.MailHours, chosen: Mapping[str, str]) -> None:
    kind = KINDS.get(notice.kind)
    if kind is None:
        return
    notice.way = way_of(kind.topic, chosen.get(kind.topic))
    if notice.way == rules.IN_APP:
        notice.mail = "none"
    elif notice.tries == 0:
        notice.mail_due_at = rules.first_due_at(clock.now(), hours, notice.way)
