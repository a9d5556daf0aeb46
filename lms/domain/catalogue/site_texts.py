"""The operator's own texts: what there is, what is shipped, and the institution's data in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from lms.foundation import i18n
from lms.foundation.i18n import gettext as _

KEYS = ("help", "contact", "privacy", "accessibility")
INSTITUTION = "institution"
SUPPORTERS = "supporters"
# The institution's data: those of the first line are written in both languages.
BILINGUAL_FACTS = ("name", "address", "hours")
PLAIN_FACTS = ("email", "phone", "code", "data_protection")
FACTS = BILINGUAL_FACTS + PLAIN_FACTS
# Raised whenever the shipped privacy notice changes what it says.
SHIPPED_EDITION = "2026-11-21"
_FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class SiteTextVersion:
    """One version of a text in both languages; version 0 is the one shipped with the program."""

    key: str
    version: int
    text: Mapping[str, str]
    created_at: datetime | None = None

    @property
    def label(self) -> str:
        """The name under which a person's consent remembers the version they saw."""
        return str(self.version) if self.version else SHIPPED_EDITION


@cache
def shipped(key: str) -> SiteTextVersion:
    """Return the text that stands until the operator writes their own."""
    texts = {lang: (_FOLDER / f"{key}.{lang}.md").read_text("utf-8") for lang in i18n.LANGUAGES}
    return SiteTextVersion(key, 0, texts)


def fact(institution: Mapping[str, Any], name: str, language: str) -> str:
    """Return one piece of the institution's data in that language; empty where it is not known."""
    value = institution.get(name) or ""
    return i18n.in_language(value, language) if isinstance(value, Mapping) else str(value)


def filled(text: SiteTextVersion, institution: Mapping[str, Any], language: str) -> str:
    """Return the markdown with the institution's data in its holes, such as {name} or {email}."""
    written = i18n.in_language(text.text, language)
    for name in FACTS:
        value = fact(institution, name, language) or _("(not given yet)")
        written = written.replace("{" + name + "}", value)
    return written
