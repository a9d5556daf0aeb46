"""Write a quiz as the YAML that authors keep: readable, and read back exactly as it was."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

# Words that mean nothing else in YAML wherever they stand; everything else is put in quotation marks.
_PLAIN = re.compile(r"[A-Za-zÀ-ž„“(][\w \-.,;/()„“”–…?!%’]*")
_NOT_TEXT = re.compile(r"(?:null|true|false|yes|no|on|off|y|n|\.inf|\.nan)", re.IGNORECASE)
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\xa0\u00ad\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def write_quiz(title: dict[str, str], questions: Sequence[tuple[dict[str, Any], list[str]]]) -> str:
    """Return quizzes/….yaml with these questions, each under the comments that belong to it."""
    lines = [*_pair("title", title, 0)]
    lines.append("questions:")
    for entry, comments in questions:
        lines += [f"  # {_one_line(comment)}".rstrip() for comment in comments]
        lines += _item(entry, 2)
    return "\n".join(lines) + "\n"


def _item(entry: Any, indent: int) -> Iterator[str]:
    """Write one entry of a list; its dash stands in the place of the first indent."""
    if not isinstance(entry, dict):
        yield f"{' ' * indent}- {_scalar(entry)}"
        return
    first = True
    for key, value in entry.items():
        for line in _pair(key, value, indent + 2):
            yield f"{' ' * indent}- {line[indent + 2 :]}" if first else line
            first = False


def _pair(key: str, value: Any, indent: int) -> Iterator[str]:
    lead = " " * indent
    if isinstance(value, dict):
        yield f"{lead}{key}:"
        for inner, each in value.items():
            yield from _pair(inner, each, indent + 2)
    elif isinstance(value, list):
        yield f"{lead}{key}:"
        for each in value:
            yield from _item(each, indent + 2)
    elif isinstance(value, str) and _is_block(value):
        yield f"{lead}{key}: |-"
        for line in value.split("\n"):
            yield f"{lead}  {line}" if line else ""
    else:
        yield f"{lead}{key}: {_scalar(value)}"


def _is_block(text: str) -> bool:
    """Tell whether a text of several lines can stand as it is."""
    return (
        "\n" in text and not text.startswith((" ", "\n", "\t")) and not text.endswith("\n")
        and not re.search(r"[ \t](?:\n|$)", text) and not _UNREADABLE.search(text)
    )  # fmt: skip


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        # YAML takes an exponent only beside a point and with its sign.
        text = repr(value)
        return text if "e" not in text or "." in text else text.replace("e", ".0e")
    if _PLAIN.fullmatch(value) and not _NOT_TEXT.fullmatch(value) and not value.endswith(" "):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNREADABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


def _one_line(comment: str) -> str:
    return _UNREADABLE.sub("", " ".join(comment.split()))
