"""Tables on narrow screens: each cell knows the name of its column."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

_PIECES = re.compile(r"<tr\b|<th\b|<td\b(?P<empty>>\s*–?\s*</td>)?")


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
        mark = ' class="is-empty"' if found["empty"] else ""
        return f'<td{mark} data-label="{names[place]}"{found["empty"] or ""}'

    return Markup(_PIECES.sub(named, rows))
