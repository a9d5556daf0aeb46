"""The operator's own texts and the institution's data; each change is a new version."""

from collections.abc import Mapping
from typing import Any

from lms.domain.accounts.actor import Actor
from lms.domain.catalogue import queries
from lms.domain.catalogue.events import SiteTextWritten
from lms.domain.catalogue.models import SiteText
from lms.domain.catalogue.site_texts import INSTITUTION, SUPPORTERS
from lms.foundation import audit, clock, events
from lms.foundation.db import session


def write_text(actor: Actor, key: str, text: Mapping[str, str]) -> None:
    """Replace one of the site's texts from now on; earlier versions stay readable."""
    present, _institution = queries.get_text(key)
    if dict(present.text) != dict(text):
        _add_version(actor, key, text)


def describe_institution(actor: Actor, facts: Mapping[str, Any]) -> None:
    """Give the data of the institution that runs the site, for the holes in its texts."""
    if queries.find_institution() != dict(facts):
        _add_version(actor, INSTITUTION, facts)


def name_supporters(actor: Actor, block: Mapping[str, Any]) -> None:
    """Say at the foot of every page who supports the site, in the operator's own words."""
    if queries.find_supporters() != dict(block):
        _add_version(actor, SUPPORTERS, block)


def _add_version(actor: Actor, key: str, text: Mapping[str, Any]) -> None:
    version = queries.last_version(key) + 1
    by = actor.id or None  # A command has no account.
    session.add(SiteText(key=key, version=version, text=dict(text), created_at=clock.now(), written_by_id=by))
    audit.record(actor.label, "site-text-written", f"site-text:{key}", version=version)
    events.publish(SiteTextWritten(key=key))
