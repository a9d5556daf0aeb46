"""A link that is handed in: judged by its letters alone, for the program never fetches it."""

import re
import unicodedata
from urllib.parse import urlsplit

from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.foundation.typed import one_line

LONGEST_LINK = 2000
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
_BARE = re.compile(r"[^\s/:@?#]+\.[^\s/:@?#.]{2,}(?::\d+)?(?:[/?#]\S*)?")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_FORBIDDEN = re.compile(r"[\s\\<>\"{}|^`\x00-\x1f\x7f-\x9f]")


def tidy(typed: str) -> str:
    """Return a link as its learner typed it, without spaces around it and signs that nobody sees."""
    return one_line(typed)[: LONGEST_LINK + 1]


def check_link(typed: str) -> str:
    """Return the full address, or refuse with a reason that its learner can mend; nothing typed is no link.

    Whoever leaves out the beginning, as people do, means https.
    """
    link = tidy(typed)
    if not link:
        return ""
    if not _SCHEME.match(link) and _BARE.fullmatch(link):
        link = f"https://{link}"
    problem = _problem(link)
    if problem:
        raise Invalid(problem, "link")
    return link


def problem_of(typed: str) -> str:
    """Return what is wrong with a link that stands in a draft, for the place beside its field."""
    try:
        check_link(typed)
    except Invalid as refusal:
        return str(refusal)
    return ""


def host_of(link: str) -> str:
    """Return the name of the place that a link leads to, for whoever is about to follow it.

    A name with letters that only look like ours is shown as the network writes it.
    """
    host = (urlsplit(link).hostname or "").removeprefix("www.")
    if _is_latin(host):
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return ascii(host).strip("'")


def _problem(link: str) -> str:
    if len(link) > LONGEST_LINK:
        return _("The link is too long. Please look for a shorter one, or put it into the text.")
    if not link.lower().startswith(("http://", "https://")):
        return _("The link has to begin with https:// or http://, such as https://www.example.org/work.")
    if _FORBIDDEN.search(link):
        return _("There is a space or another sign in the link that no address has. Please copy it again.")
    try:
        parts = urlsplit(link)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        return _("The link holds a name or a password. Please copy the address without it.")
    if not _is_host(host):
        return _("There is no name of a website in the link. Please copy the whole address from the browser.")
    return ""


def _is_host(host: str) -> bool:
    labels = host.removesuffix(".").split(".")
    if len(labels) < 2 or len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return False
    return not labels[-1].isdigit()  # An address in numbers says nothing to people.


def _is_latin(host: str) -> bool:
    return all(
        letter.isascii() or unicodedata.name(letter, "").startswith("LATIN SMALL LETTER") for letter in host
    )
