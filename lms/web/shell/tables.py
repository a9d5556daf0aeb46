"""Tables on narrow screens: each cell knows the name of its column."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

_PIECES = re.compile(r"<tr\b|<th\b|<td\b(?:>(?P<text>[^<]*)</td>)?")
LONGEST_WORD = 17  # Longer ones, such as addresses, do not fit into half of a phone.


def labelled(rows: Markup, columns: Sequence[Any]) -> Markup:
    """Write the name of its column into each cell, for phones, where the head is out of sight."""
    names = [escape(column["text"] if isinstance(column, Mapping) else column) for column in columns]
    place = -1

    def named(found: re.Match[str]) -> str:
        nonlocal place
        if found[0] == "<tr":
            place = -1
            return found[0]
        place += 1
        if found[0] == "<th" or place >= len(names):
            return found[0]
        return f'<td{_mark(found["text"])} data-label="{names[place]}"{found[0].removeprefix("<td")}'

    return Markup(_PIECES.sub(named, rows))


def _mark(text: str | None) -> str:
    """Return the class of a cell of nothing but this text: nothing to show, or too long for half a line."""
    if text is None:
        return ""
    if text.strip() in ("", "–"):
        return ' class="is-empty"'
    # Not split at no-break spaces: a date is one word here.
    return ' class="is-long"' if max(map(len, text.split(" "))) > LONGEST_WORD else ""
