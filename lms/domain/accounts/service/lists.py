"""The administrator's lists: categories of learners and positions."""

import re
from collections.abc import Mapping

from lms.domain.accounts import queries, seeds
from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import ListEntry
from lms.foundation import audit, clock
from lms.foundation.db import insert_absent, session
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.foundation.sorting import fold


def ensure_lists() -> None:
    """Fill the lists as they begin, where an entry is not there yet; what was changed stays changed."""
    insert_absent(
        ListEntry,
        [
            {"list": name, "key": key, "label": {"lt": lt, "en": en}, "place": place}
            for name, entries in seeds.LISTS.items()
            for place, (key, lt, en) in enumerate(entries, start=1)
        ],
    )


def add_entry(actor: Actor, list_name: str, label: Mapping[str, str]) -> ListEntry:
    """Put an entry at the end of a list; a form that is sent twice adds one."""
    queries.take_turn(actor.id)
    entries = queries.list_entries(list_name)
    if any(fold(each.label["lt"]) == fold(label["lt"]) for each in entries):
        raise Invalid(_("This entry is already in the list."), "label_lt")
    entry = ListEntry(
        list=list_name,
        key=_new_key(label, {each.key for each in entries}),
        label=dict(label),
        place=max((each.place for each in entries), default=0) + 1,
    )
    session.add(entry)
    session.flush()
    audit.record(actor.label, "entry-added", f"entry:{entry.id}", list=list_name, label=entry.label)
    return entry


def rename_entry(actor: Actor, entry: ListEntry, label: Mapping[str, str]) -> None:
    """Give an entry other words; people who have chosen it keep it."""
    audit.record(actor.label, "entry-renamed", f"entry:{entry.id}", before=entry.label, after=dict(label))
    entry.label = dict(label)


def move_entry(actor: Actor, entry: ListEntry, steps: int) -> None:
    """Move an entry up (-1) or down (1) in its list."""
    entries = list(queries.list_entries(entry.list))
    before = entries.index(entry)
    entries.insert(min(max(before + steps, 0), len(entries) - 1), entries.pop(before))
    for place, each in enumerate(entries, start=1):
        each.place = place
    audit.record(actor.label, "entry-moved", f"entry:{entry.id}", list=entry.list, place=entry.place)


def retire_entry(actor: Actor, entry: ListEntry) -> None:
    """Offer an entry no more; people who have chosen it keep it."""
    entry.retired_at = entry.retired_at or clock.now()
    audit.record(actor.label, "entry-retired", f"entry:{entry.id}", list=entry.list)


def restore_entry(actor: Actor, entry: ListEntry) -> None:
    """Offer an entry again."""
    entry.retired_at = None
    audit.record(actor.label, "entry-restored", f"entry:{entry.id}", list=entry.list)


def _new_key(label: Mapping[str, str], taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", fold(label.get("en") or label["lt"])).strip("-")[:40] or "entry"
    return next(
        key
        for number in range(1, 10_000)
        if (key := base if number == 1 else f"{base}-{number}") not in taken
    )
