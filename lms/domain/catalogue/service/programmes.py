"""Programmes, as their files describe them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from lms.domain.catalogue import queries
from lms.domain.catalogue.events import ProgrammeChanged, ProgrammeDescribed
from lms.domain.catalogue.models import Programme, ProgrammeModule
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import NotFound


class ProgrammeSource(Protocol):
    """What a programme's folder says: its words, its place in the list, and its modules in order."""

    @property
    def slug(self) -> str: ...
    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def summary(self) -> Mapping[str, str]: ...
    @property
    def aim(self) -> Mapping[str, str]: ...
    @property
    def position(self) -> int: ...
    @property
    def modules(self) -> Sequence[str]: ...


def save_programme(source: ProgrammeSource, by: str) -> bool:
    """Make the catalogue say what the files say; tell whether anything was new.

    Modules that have not been published yet are left out until they are. A module
    whose folder is gone stays: withdrawing is a deed of its own.
    """
    programme = queries.find_programme(source.slug)
    is_new = programme is None
    if programme is None:
        programme = Programme(slug=source.slug)
        session.add(programme)
    words = {
        "title": dict(source.title),
        "summary": dict(source.summary),
        "aim": dict(source.aim),
        "place": source.position,
        "withdrawn_at": None,
    }
    is_changed = is_new or any(getattr(programme, name) != value for name, value in words.items())
    for name, value in words.items():
        setattr(programme, name, value)
    session.flush()
    has_other_modules = _put_in_order(programme.id, source.modules)
    if is_changed:
        events.publish(ProgrammeDescribed(programme_id=programme.id))
    if is_new or has_other_modules:
        events.publish(ProgrammeChanged(programme_id=programme.id))
    if is_changed or has_other_modules:
        audit.record(by, "programme-saved", f"programme:{source.slug}", modules=list(source.modules))
    return is_changed or has_other_modules


def withdraw_programme(slug: str, by: str) -> bool:
    """Take a programme out of the catalogue; tell whether it was on offer.

    Its learners keep their places and records, and go on in its modules.
    """
    programme = queries.find_programme(slug)
    if programme is None:
        raise NotFound()
    if programme.withdrawn_at is not None:
        return False
    programme.withdrawn_at = clock.now()
    audit.record(by, "programme-withdrawn", f"programme:{slug}")
    return True


def _put_in_order(programme_id: int, slugs: Sequence[str]) -> bool:
    """Give the modules their places, those no longer named after the others; tell whether that is new."""
    ids = queries.find_module_ids(slugs)
    places = {row.module_id: row for row in queries.list_places(programme_id)}
    wanted = [ids[slug] for slug in slugs if slug in ids]
    order = wanted + [module_id for module_id in places if module_id not in wanted]
    is_changed = False
    for place, module_id in enumerate(order):
        row = places.get(module_id)
        if row is None:
            session.add(ProgrammeModule(programme_id=programme_id, module_id=module_id, place=place))
            is_changed = True
        elif row.place != place:
            row.place = place
            is_changed = True
    session.flush()
    return is_changed
