"""Plain text in lines that any window can show, and that a mail program may set anew (RFC 3676).

A line that goes on in the next one ends with a space; whoever knows this joins them to the width of a phone.
"""

WIDTH = 72
_SIGNATURE = "-- "
_STUFFED = (" ", ">", "From ")


def flow(text: str) -> str:
    """Break long lines between words; what has no space in it, such as an address, stays whole."""
    return "\n".join(_broken(line) for line in text.split("\n"))


def _broken(line: str) -> str:
    if line == _SIGNATURE:
        return line
    bare = line.rstrip(" ")
    if len(bare) < WIDTH:
        return _stuffed(bare)
    words = bare.lstrip(" ")
    indent, lines = bare[: len(bare) - len(words)], list[str]()
    for word in words.split(" "):
        if lines and (not word or len(lines[-1]) + len(word) + 2 <= WIDTH):
            lines[-1] += f" {word}"
        else:
            lines.append(word if lines else indent + word)
    return " \n".join(_stuffed(each) for each in lines)


def _stuffed(line: str) -> str:
    """Put a space before what would be taken for a quotation, or for a space of ours."""
    return f" {line}" if line.startswith(_STUFFED) else line


def unflow(text: str, *, deletes_space: bool = False) -> str:
    """Join the lines that a mail program broke, quoted ones with their like only."""
    joined: list[str] = []
    flows_on, depth_before = False, 0
    for line in text.split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words.removeprefix(" ")
        if flows_on and depth == depth_before and words != _SIGNATURE:
            last = joined.pop()
            joined.append((last[:-1] if deletes_space else last) + words)
        else:
            joined.append(f"{'>' * depth} {words}" if depth else words)
        flows_on, depth_before = words.endswith(" ") and words != _SIGNATURE, depth
    return "\n".join(joined)
