"""The marks by which a line of markdown begins or ends a block."""

import re

FENCE = re.compile(r" {0,3}(?P<mark>`{3,}(?=[^`]*$)|~{3,}) *(?P<info>.*?) *$")
HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ ]+(?P<text>.*?))?(?:[ ]+#+)?[ ]*$")
RULE = re.compile(r" {0,3}(?:(?:- *){3,}|(?:_ *){3,}|(?:\* *){3,})$")
SETEXT = re.compile(r" {0,3}(?P<mark>=+|-+) *$")
QUOTE = re.compile(r" {0,3}> ?")
ITEM = re.compile(r"(?P<indent> {0,3})(?P<mark>[-*+]|\d{1,9}[.)])(?P<space> +|$)(?P<rest>.*)")
CALLOUT = re.compile(r' {0,3}(?P<mark>!!!|\?\?\?\+?) *(?P<kind>[\w-]+)(?: +["„“](?P<title>.*)["“”])? *$')
FOOTNOTE = re.compile(r" {0,3}\[\^(?P<label>[^\]\s]+)\]: ?(?P<text>.*)")
REFERENCE = re.compile(
    r""" {0,3}\[(?P<label>[^\]\^][^\]]*)\]: *<?(?P<address>[^\s>]+)>?(?: +["'(](?P<title>.*)["')])? *$"""
)
ABBREVIATION = re.compile(r" {0,3}\*\[(?P<short>[^\]]+)\]: *(?P<long>\S.*)")
DEFINITION = re.compile(r" {0,3}:(?P<space> +)(?P<text>\S.*)")
DELIMITER_ROW = re.compile(r" {0,3}\|?(?: *:?-+:? *\|)*(?: *:?-+:? *)\|? *$")
FORMULA = re.compile(r" {0,3}\$\$")


def split_row(row: str) -> list[str]:
    """Return the cells of a table row; a bar in code or after a backslash does not split."""
    cells, cell, code = [], "", ""
    for part in re.findall(r"\\.|`+|\||[^\\`|]+|\\", row.strip()):
        if part == "|" and not code:
            cells.append(cell)
            cell = ""
            continue
        if part.startswith("`"):
            code = "" if part == code else code or (part if row.count(part) > 1 else "")
        cell += "|" if part == "\\|" else part
    cells.append(cell)
    if not cells[0].strip() and row.strip().startswith("|"):
        cells = cells[1:]
    if cells and not cells[-1].strip() and row.strip().endswith("|"):
        cells = cells[:-1]
    return [cell.strip() for cell in cells]


def indent_of(line: str) -> int:
    """Return how many spaces the line begins with."""
    return len(line) - len(line.lstrip(" "))


def alignment(cell: str) -> str:
    """Return to which side a column's delimiter pulls it."""
    return {(True, True): "centre", (False, True): "end"}.get((cell.startswith(":"), cell.endswith(":")), "")


def is_closed(line: str) -> bool:
    """Tell whether nothing can run on from that line: it is a heading, a rule or a fence."""
    return bool(HEADING.match(line) or RULE.match(line) or FENCE.match(line))
