"""Write plain text so that markdown shows exactly that text."""

import re

_FORMULA = re.compile(
    r"\\\((?P<within>[^$\n]{1,500}?)\\\)(?!\d)|\\\[(?P<shown>[^$\n]{1,500}?)\\\]|\$\$(?P<old>[^$\n]{1,500}?)\$\$(?!\d)"
)
_ANYWHERE = re.compile(r"[\\`*_\[\]<${}|]|&(?=#?\w+;)|~~|\^(?=\[)")
_AT_START = re.compile(r"(?P<number>\d+)(?=[.)](?:\s|$))|(?P<sign>[#>+\-=:~])|(?P<box>\?\?\?\+?)[ ]")


def as_text(text: str) -> str:
    """Return running text with a backslash before every sign that would mean something; formulas stay."""
    parts, at = [], 0
    for found in _FORMULA.finditer(text):
        within = (found["within"] or found["shown"] or found["old"]).strip()
        if not within or within.endswith("\\"):
            continue
        parts += [_escaped(text[at : found.start()]), f"${within}$" if found["within"] else f"$${within}$$"]
        at = found.end()
    return "".join(parts) + _escaped(text[at:])


def at_line_start(line: str) -> str:
    """Return a line with a backslash where its beginning would open a list, a heading or the like."""
    found = _AT_START.match(line)
    if not found:
        return line
    if found["number"]:
        return f"{found['number']}\\{line[found.end() :]}"
    if found["box"]:
        return f"{found['box']}\u00a0{line[found.end() :]}"
    return f"\\{line}"


def with_breaks(lines: list[str]) -> str:
    """Return lines of one paragraph, each beginning where it did."""
    *before, last = lines
    # A line that ends with a backslash of its own asks for its break in the other way.
    return "".join(f"{line}  \n" if line.endswith("\\") else f"{line}\\\n" for line in before) + last


def as_paragraphs(text: str, *, is_inline: bool = False) -> str:
    """Return plain text as markdown: an empty line parts paragraphs, every other line end is kept."""
    paragraphs = [_paragraph(part) for part in re.split(r"\n[ \t]*\n\s*", text.strip()) if part.strip()]
    return with_breaks(paragraphs) if is_inline and paragraphs else "\n\n".join(paragraphs)


def _paragraph(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.strip().split("\n")]
    return with_breaks([at_line_start(as_text(line)) for line in lines if line])


def _escaped(text: str) -> str:
    # An entity after a backslash is still one.
    return _ANYWHERE.sub(
        lambda found: "&amp;" if found.group() == "&" else "".join(f"\\{sign}" for sign in found.group()),
        text,
    )
