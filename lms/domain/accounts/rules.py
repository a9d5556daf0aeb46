"""Pure decisions about addresses, names, passwords and where to go next."""

import re
from typing import NamedTuple

from lms.domain.accounts import passwords
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext
from lms.foundation.sorting import fold

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
LONGEST_NAME = 120
LONGEST_FORM_OF_ADDRESS = 60
LONGEST_EMAIL = 254
LONGEST_PATH = 2000
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_NO_NAME = re.compile(r"://|www\.|[<>@{}\[\]|\\]", re.IGNORECASE)


class Address(NamedTuple):
    """An e-mail address as its owner writes it, and the key by which two are the same."""

    email: str
    key: str


def read_address(text: str) -> Address:
    """Read an e-mail address, also one with Lithuanian letters in its domain, or refuse it."""
    address = find_address(text)
    if address is None:
        raise Invalid(_("This is not an e-mail address. Write it like this: name@example.lt"), "email")
    return address


def find_address(text: str) -> Address | None:
    """Read an e-mail address, or return None."""
    text = text.strip()
    if len(text) > LONGEST_EMAIL:
        return None
    local, _at, domain = text.rpartition("@")
    ascii_domain = _ascii_domain(domain)
    if len(local) > 64 or not ascii_domain or not _LOCAL_PART.fullmatch(local):
        return None
    return Address(f"{local}@{domain.lower()}", f"{local.lower()}@{ascii_domain}")


def _ascii_domain(domain: str) -> str:
    """Return the domain as mail servers know it, or nothing."""
    try:
        encoded = domain.encode("idna").decode().lower()
    except UnicodeError:
        return ""
    labels = encoded.split(".")
    is_domain = len(labels) > 1 and not labels[-1].isdecimal() and all(map(_LABEL.fullmatch, labels))
    return encoded if is_domain else ""


def check_name(name: str, field: str = "name") -> str:
    """Return a person's name, or refuse one that is too long or no name at all."""
    if not any(letter.isalpha() for letter in name):
        raise Invalid(_("Enter your name."), field)
    if len(name) > LONGEST_NAME:
        raise Invalid(
            ngettext(
                "A name may have %(num)s character at most.",
                "A name may have %(num)s characters at most.",
                LONGEST_NAME,
            ),
            field,
        )
    # Names stand in letters to people who have not asked for them: no links there.
    if _NO_NAME.search(name):
        raise Invalid(_("Please write only your name here, without links or signs."), field)
    return name


def check_form_of_address(words: str, field: str = "form_of_address") -> str:
    """Return how a person wants to be addressed in letters; nothing is a fine answer."""
    if len(words) > LONGEST_FORM_OF_ADDRESS or _NO_NAME.search(words):
        raise Invalid(_("Please write only a few words here, such as a first name."), field)
    return words


def check_hours(from_hour: int, to_hour: int, field: str = "mail_to_hour") -> None:
    """Refuse hours for mail that leave no time for it."""
    if not 0 <= from_hour < to_hour <= 24:
        raise Invalid(_("The end has to be later than the beginning."), field)


def check_mail_days(days: str, digest_day: int, field: str = "digest_day") -> None:
    """Refuse a day for the weekly summary on which no mail may come."""
    if str(digest_day) not in days:
        raise Invalid(_("The summary has to come on one of the days that you have chosen."), field)


def check_password(password: str, *, email: str = "", name: str = "", field: str = "password") -> str:
    """Return a new password, or refuse one that is short, common or easily guessed from the person."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(
            ngettext(
                "The password needs at least %(num)s character. Several words are easy to remember.",
                "The password needs at least %(num)s characters. Several words are easy to remember.",
                SHORTEST_PASSWORD,
            ),
            field,
        )
    if len(password) > LONGEST_PASSWORD:
        raise Invalid(
            ngettext(
                "The password may have %(num)s character at most.",
                "The password may have %(num)s characters at most.",
                LONGEST_PASSWORD,
            ),
            field,
        )
    if _is_easily_guessed(password, email, name):
        raise Invalid(
            _("Many people use this password or one like it. Please choose another, of several words."), field
        )
    return password


def _is_easily_guessed(password: str, email: str, name: str) -> bool:
    folded = fold(password)
    about_person = {fold(email), fold(email).partition("@")[0], fold(name), fold(name).replace(" ", "")}
    core = folded.strip("0123456789!.-_ ")
    return passwords.is_common(password) or len(set(folded)) < 4 or core in about_person - {""}


_BROWSERS = {
    "Edg/": "Edge", "OPR/": "Opera", "SamsungBrowser/": "Samsung Internet", "Firefox/": "Firefox",
    "FxiOS/": "Firefox", "CriOS/": "Chrome", "Chrome/": "Chrome", "Safari/": "Safari",
}  # fmt: skip
_SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS X": "macOS",
    "CrOS": "ChromeOS", "Linux": "Linux",
}  # fmt: skip


def browser_name(user_agent: str) -> str:
    """Return the browser and the system by their names, as far as the browser tells them; else nothing."""
    found = [
        next((name for sign, name in names.items() if sign in user_agent), None)
        for names in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in found if name)


def local_path(path: str | None) -> str | None:
    """Return the path if it leads to a page of ours; anything else could lead people astray."""
    if not path or len(path) > LONGEST_PATH or not path.startswith("/") or path.startswith("//"):
        return None
    if "\\" in path or any(ord(sign) < 33 or ord(sign) == 127 for sign in path):
        return None
    return path
