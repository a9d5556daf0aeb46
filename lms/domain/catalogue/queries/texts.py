"""The operator's own texts, in their present and earlier versions."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from lms.domain.catalogue.models import SiteText
from lms.domain.catalogue.site_texts import INSTITUTION, KEYS, SUPPORTERS, SiteTextVersion, shipped
from lms.foundation.db import session
from lms.foundation.errors import NotFound


def get_text(key: str) -> tuple[SiteTextVersion, dict[str, Any]]:
    """Return the present version of a text and the institution's data for its holes, in one statement."""
    if key not in KEYS:
        raise NotFound()
    found = _latest([key, INSTITUTION])
    text = _version(found[key]) if key in found else shipped(key)
    return text, found[INSTITUTION].text if INSTITUTION in found else {}


def find_text(key: str, version: int) -> SiteTextVersion | None:
    """Return one version of a text, for a person who agreed to it then."""
    if key not in KEYS:
        return None
    if version == 0:
        return shipped(key)
    row = session.scalar(select(SiteText).filter_by(key=key, version=version))
    return _version(row) if row else None


def find_institution() -> dict[str, Any]:
    """Return the data of the institution that runs the site; empty until they are given."""
    found = _latest([INSTITUTION])
    return found[INSTITUTION].text if INSTITUTION in found else {}


def find_supporters() -> dict[str, Any]:
    """Return what the operator says of who supports the site: words, perhaps a logo; empty by default."""
    found = _latest([SUPPORTERS])
    return dict(found[SUPPORTERS].text) if SUPPORTERS in found else {}


def list_texts() -> list[SiteTextVersion]:
    """Return the present version of each text, for the administrator."""
    found = _latest(KEYS)
    return [_version(found[key]) if key in found else shipped(key) for key in KEYS]


def list_versions(key: str) -> list[SiteTextVersion]:
    """Return all versions of a text, newest first; the shipped one is the last."""
    if key not in KEYS:
        raise NotFound()
    rows = session.scalars(select(SiteText).filter_by(key=key).order_by(SiteText.version.desc()))
    return [*map(_version, rows), shipped(key)]


def last_version(key: str) -> int:
    """Return the number of a text's newest version; 0 while only the shipped one stands."""
    return session.scalar(select(func.max(SiteText.version)).where(SiteText.key == key)) or 0


def current_privacy_version() -> str:
    """Return the version of the privacy notice that somebody who signs up now has seen."""
    found = _latest(["privacy"])
    return (_version(found["privacy"]) if found else shipped("privacy")).label


def _latest(keys: Iterable[str]) -> dict[str, SiteText]:
    newest = (
        select(SiteText.key, func.max(SiteText.version).label("version"))
        .where(SiteText.key.in_(list(keys)))
        .group_by(SiteText.key)
        .subquery()
    )
    rows = session.scalars(
        select(SiteText).join(newest, (newest.c.key == SiteText.key) & (newest.c.version == SiteText.version))
    )
    return {row.key: row for row in rows}


def _version(row: SiteText) -> SiteTextVersion:
    return SiteTextVersion(row.key, row.version, row.text, row.created_at)
