"""When a translation is still a translation of what stands in the base language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Before:
    """A translation as it stood in the revision before."""

    fingerprint: str
    translated_from: str


def translated_from(base: str, own: str, before: Before | None, is_confirmed: bool) -> str:
    """Return the fingerprint of the base text that a translation was made from.

    A translation that was changed, or that somebody called still correct, is taken to
    fit the base as it is now; one that was left alone fits what it was made from.
    """
    if not base or is_confirmed or before is None or before.fingerprint != own:
        return base
    return before.translated_from or base


def removed_requirements(
    before: set[str], required: set[str], retired: set[str], earned: set[str]
) -> set[str]:
    """Return the requirements that somebody has earned and that may therefore not just vanish."""
    return (before & earned) - required - retired
