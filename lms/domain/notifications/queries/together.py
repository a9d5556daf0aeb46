"""What leaves together: of all that waits for a person, what becomes one mail when its hour comes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, or_, select, text, update

from lms.domain.notifications import rules
from lms.domain.notifications.models import Notice
from lms.foundation.db import session

# Mail that was put off together is due within seconds of each other; it is one pile.
SOON = timedelta(minutes=2)
_notices: Any = Notice.__table__
COLUMNS = (
    _notices.c.id,
    _notices.c.recipient_id,
    _notices.c.mail,
    _notices.c.way,
    _notices.c.digest,
    _notices.c.is_alone,
    _notices.c.is_in_app,
    _notices.c.created_at,
)


class Gathered(NamedTuple):
    """What is taken besides, and the notices of each new mail by its Message-ID."""

    more: list[int]
    digests: dict[str, list[int]]


def gather(now: datetime, taken: Sequence[Any], new_name: Callable[[], str]) -> Gathered:
    """Find for these due mails what leaves with them; what is being sent elsewhere is passed over."""
    more = _rest_of_digests(taken)
    free = [row for row in taken if _is_free(row)]
    piles: dict[tuple[int, bool], list[Any]] = {_pile_of(row): [] for row in free}
    for row in [*free, *_companions(now, free)]:
        if _pile_of(row) in piles:
            piles[_pile_of(row)].append(row)
    digests = {}
    for rows in piles.values():
        if rules.leaves_together(now, [rules.Waiting(row.id, row.way, row.created_at) for row in rows]):
            digests[new_name()] = [row.id for row in rows]
    own = {row.id for row in taken}
    more += [each for ids in digests.values() for each in ids if each not in own]
    return Gathered(more, digests)


def _pile_of(row: Any) -> tuple[int, bool]:
    """Say whose letter it is, and whether it leaves at any hour: it waits for no others."""
    return row.recipient_id, row.way == rules.ANY_HOUR


def _is_free(row: Any) -> bool:
    """Whether it may join others: account letters, and what a server may have taken already, never do."""
    return bool(
        row.mail == "waiting"
        and row.is_in_app
        and row.recipient_id is not None
        and row.digest is None
        and not row.is_alone
    )


def _companions(now: datetime, free: Sequence[Any]) -> Iterable[Any]:
    """Return what else waits for these people and could leave now, or has been tried in vain before."""
    if not free:
        return []
    of_these = _notices.c.recipient_id.in_({row.recipient_id for row in free})
    may_join = and_(
        _notices.c.is_in_app,
        _notices.c.digest.is_(None),
        ~_notices.c.is_alone,
        or_(_notices.c.mail_due_at <= now + SOON, _notices.c.tries > 0),
    )
    return session.execute(
        select(*COLUMNS)
        .where(text("notices.mail IN ('waiting', 'sending')"), _notices.c.mail == "waiting")
        .where(of_these, may_join, _notices.c.id.not_in([row.id for row in free]))
        .order_by(_notices.c.id)
        .with_for_update(skip_locked=True)
    ).all()


def _rest_of_digests(taken: Sequence[Any]) -> list[int]:
    """Return what is in one mail with these since an earlier try: it never leaves in parts."""
    names = {row.digest for row in taken if row.digest}
    if not names:
        return []
    own = [row.id for row in taken]
    still_to_go = _notices.c.mail.in_(("waiting", "sending"))
    rest = select(_notices.c.id).where(_notices.c.digest.in_(names), still_to_go, _notices.c.id.not_in(own))
    return list(session.scalars(rest.with_for_update()))


def write_names(digests: dict[str, list[int]]) -> None:
    """Give the notices of each mail its Message-ID, before anything of it is handed over."""
    rows = [{"of_id": each, "name": name} for name, ids in digests.items() for each in ids]
    if rows:
        statement = update(_notices).where(_notices.c.id == bindparam("of_id"))
        session.connection().execute(statement.values(digest=bindparam("name")), rows)
