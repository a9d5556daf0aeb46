"""The addresses that course text links to; they are a promise and never change."""

import re
from dataclasses import dataclass

_LESSON_FILE = re.compile(r"(?:\./|\.\./(?:lt|en)/)?\d{2,3}-(?P<slug>[a-z0-9-]+)\.md")
_OURS = re.compile(r"(?P<kind>lesson|quiz|assignment|module):(?P<name>[a-z0-9-]*)")
_OUTSIDE = re.compile(r"(?:https?://[^/\s]|mailto:[^@\s]+@|tel:\+?[\d\s-]+$)", re.IGNORECASE)
_MEDIA = re.compile(r"(?:\.\./|\./)?(?P<path>media/[^/]+)")


@dataclass(frozen=True)
class Target:
    """Where a link leads, as its author wrote it."""

    kind: (
        str  # outside, lesson, quiz, assignment, module, place (in the same lesson), file, climbing, unknown
    )
    name: str = ""
    anchor: str = ""


def read_target(written: str) -> Target:
    """Understand the address of a link or picture."""
    address, _, anchor = written.strip().partition("#")
    if _OUTSIDE.match(written.strip()):
        return Target("outside", written.strip())
    if not address:
        return Target("place", "", anchor)
    if found := _OURS.fullmatch(address):
        return Target(found["kind"], found["name"], anchor)
    if found := _LESSON_FILE.fullmatch(address):
        return Target("lesson", found["slug"], anchor)
    if found := _MEDIA.fullmatch(address):
        return Target("file", found["path"], anchor)
    if address.startswith(("/", "\\", "~")) or ".." in re.split(r"[/\\]", address):
        return Target("climbing", address)
    return Target("unknown", address)


def module_address(language: str, module: str) -> str:
    """Return the address of a module's page."""
    return f"/{language}/modules/{module}"


def lesson_address(language: str, module: str, lesson: str, block: str = "") -> str:
    """Return the address of a lesson, or of one block of it."""
    return f"/{language}/modules/{module}/{lesson}" + (f"#{block}" if block else "")


def quiz_address(language: str, module: str, quiz: str) -> str:
    """Return the address of a quiz."""
    return f"/{language}/modules/{module}/quizzes/{quiz}"


def assignment_address(language: str, module: str, assignment: str) -> str:
    """Return the address of an assignment."""
    return f"/{language}/modules/{module}/assignments/{assignment}"


def glossary_address(language: str, term: str = "") -> str:
    """Return the address of the glossary, or of one term in it."""
    return f"/{language}/glossary" + (f"#{term_place(term)}" if term else "")


def term_place(term: str) -> str:
    """Return the mark under which a term stands in the glossary."""
    return f"term-{term}"


def media_name(sha256: str, extension: str) -> str:
    """Return the last part of a picture's address: what it contains, not what it was called."""
    return f"{sha256}.{extension}"


def stored_name(name: str) -> str:
    """Return under which name the storage keeps a picture or file."""
    return f"course-media/{name}"


def media_address(sha256: str, extension: str) -> str:
    """Return the address of a picture or file; it names the content, so it may be cached for ever."""
    return f"/media/{media_name(sha256, extension)}"
