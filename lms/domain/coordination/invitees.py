"""Reading a list of people to invite: pasted text or a CSV file of any sensible encoding.

One person a row: a name and an e-mail address in any order, and perhaps the
language in which to write to them. Every row that cannot be used is named.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from lms.foundation.i18n import LANGUAGES
from lms.foundation.i18n import gettext as _

MOST_ROWS = 2000
MOST_PROBLEMS = 50
LONGEST_NAME = 200
LONGEST_ROW = 1000
_ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\".]{2,}")
_HEADINGS = re.compile(r"(el\.? ?pašt|e-?mail|vardas|name|pavardė)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Invitee:
    """A person to be invited."""

    name: str
    email: str
    language: str


@dataclass(slots=True)
class ReadList:
    """What a list held: the people, and each row that could not be used, with its reason."""

    people: list[Invitee] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def decode(content: bytes) -> str | None:
    """Return the text of a file, whichever of the usual encodings it is in; None if it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        return None
    for encoding in ("utf-8-sig", "cp1257"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def read_list(text: str, default_language: str) -> ReadList:
    """Read people from text with commas, semicolons, tabs or one address a line."""
    found = ReadList()
    seen: dict[str, int] = {}
    for number, cells in _rows(text):
        if (
            number == 1
            and len(cells[0]) <= LONGEST_ROW
            and not _find_address(cells)
            and _HEADINGS.search(" ".join(cells))
        ):
            continue
        if len(found.problems) >= MOST_PROBLEMS:
            found.problems.append(
                _("The rows after row %(row)s have not been looked at yet.", row=number - 1)
            )
            break
        if len(found.people) >= MOST_ROWS:
            found.problems.append(
                _(
                    "Row %(row)s and those after it: at most %(most)s people at once.",
                    row=number,
                    most=MOST_ROWS,
                )
            )
            break
        _read_row(number, cells, default_language, seen, found)
    return found


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Split into rows and cells, with the row's number as the person sees it."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    lines = text.split("\n")
    counts = {sign: text.count(sign) for sign in ("\t", ";", ",")}
    sign = next((one for one in ("\t", ";", ",") if counts[one]), ",")
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_ROW:
            yield number, [line]
        elif line.strip():
            cells = next(csv.reader(io.StringIO(line), delimiter=sign), [])
            yield number, [cell.strip() for cell in cells]


def _find_address(cells: list[str]) -> str | None:
    for cell in cells:
        if match := _ADDRESS.search(cell):
            return match.group()
    return None


def _read_row(
    number: int, cells: list[str], default_language: str, seen: dict[str, int], found: ReadList
) -> None:
    if sum(map(len, cells)) > LONGEST_ROW:
        found.problems.append(_("Row %(row)s: it is too long to be one person.", row=number))
        return
    email = _find_address(cells)
    if email is None:
        found.problems.append(
            _("Row %(row)s: there is no e-mail address in “%(text)s”.", row=number, text=" ".join(cells)[:80])
        )
        return
    key = email.casefold()
    if key in seen:
        found.problems.append(
            _(
                "Row %(row)s: the address %(email)s is already in row %(first)s.",
                row=number,
                email=email,
                first=seen[key],
            )
        )
        return
    language = next((cell.lower() for cell in cells if cell.lower() in LANGUAGES), default_language)
    name = _name_in(cells, email)
    if len(name) > LONGEST_NAME:
        found.problems.append(
            _("Row %(row)s: the name is longer than %(most)s characters.", row=number, most=LONGEST_NAME)
        )
        return
    seen[key] = number
    found.people.append(Invitee(name=name, email=email, language=language))


def _name_in(cells: list[str], email: str) -> str:
    words = [cell.replace(email, "").strip(" <>\"'") for cell in cells if cell.lower() not in LANGUAGES]
    joined = " ".join(word for word in words if word)
    return " ".join("".join(sign for sign in joined if sign.isprintable()).split())
