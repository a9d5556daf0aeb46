"""Institutions, and who coordinates the learning of their people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.domain.accounts import places, queries
from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import Institution, InstitutionCoordinator, User
from lms.foundation import audit, clock
from lms.foundation.db import insert_once, session
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.foundation.sorting import sort_key


@dataclass(frozen=True, kw_only=True)
class InstitutionFacts:
    """What is known of an institution; its county follows from its municipality."""

    name: Mapping[str, str]
    kind: str
    municipality: str | None = None
    county: str | None = None
    country: str = "LT"

    def row(self) -> dict[str, Any]:
        """Return the facts as columns: places of Lithuania only for institutions there."""
        in_lithuania = self.country == "LT"
        municipality = self.municipality if in_lithuania else None
        return {
            "name": dict(self.name),
            "kind": self.kind,
            "municipality": municipality,
            "county": places.county_of(municipality) or (self.county if in_lithuania else None),
            "country": self.country,
            "sort_key": sort_key(self.name["lt"] or self.name["en"]),
        }


def create_institution(actor: Actor, facts: InstitutionFacts) -> Institution:
    """Add an institution that people can choose as theirs; a form that is sent twice adds one."""
    queries.take_turn(actor.id)
    institution = Institution(**facts.row())
    namesakes = queries.list_namesakes(institution.sort_key)
    if any(each.municipality == institution.municipality for each in namesakes):
        raise Invalid(_("There is already an institution with this name."), "name_lt")
    session.add(institution)
    session.flush()
    audit.record(actor.label, "institution-created", _subject(institution), **_shown(institution))
    return institution


def change_institution(actor: Actor, institution: Institution, facts: InstitutionFacts) -> None:
    """Correct what is known of an institution."""
    before = _shown(institution)
    for column, value in facts.row().items():
        setattr(institution, column, value)
    after = _shown(institution)
    if after != before:
        audit.record(actor.label, "institution-changed", _subject(institution), before=before, after=after)


def close_institution(actor: Actor, institution: Institution) -> None:
    """Offer an institution no more; its people stay its people."""
    institution.closed_at = institution.closed_at or clock.now()
    audit.record(actor.label, "institution-closed", _subject(institution))


def reopen_institution(actor: Actor, institution: Institution) -> None:
    """Offer an institution again."""
    institution.closed_at = None
    audit.record(actor.label, "institution-reopened", _subject(institution))


def add_institution_coordinator(actor: Actor, institution: Institution, user: User) -> None:
    """Let a person coordinate the learning of an institution's people."""
    if insert_once(InstitutionCoordinator, institution_id=institution.id, user_id=user.id):
        facts = {"institution_id": institution.id}
        audit.record(actor.label, "institution-coordinator-added", f"user:{user.id}", **facts)


def remove_institution_coordinator(actor: Actor, institution: Institution, user_id: int) -> None:
    """Take the coordination of an institution from a person."""
    duty = queries.find_institution_coordinator(institution.id, user_id)
    if duty:
        session.delete(duty)
        facts = {"institution_id": institution.id}
        audit.record(actor.label, "institution-coordinator-removed", f"user:{user_id}", **facts)


def _subject(institution: Institution) -> str:
    return f"institution:{institution.id}"


def _shown(institution: Institution) -> dict[str, Any]:
    columns = ("name", "kind", "municipality", "county", "country")
    return {column: getattr(institution, column) for column in columns}
