"""The blocks of a lesson, each with the lines it stands in."""

from dataclasses import dataclass, field

Line = tuple[int, str]
DEEPEST = 12


@dataclass
class Block:
    """One block of a lesson; `text` is its inline markdown, `lines` what it was written as."""

    kind: str
    line: int
    end: int = 0
    text: str = ""
    children: "list[Block]" = field(default_factory=list)
    level: int = 0
    start: int = 1
    is_ordered: bool = False
    is_tight: bool = True
    info: str = ""
    title: str | None = None
    rows: list[list[str]] = field(default_factory=list)
    alignments: list[str] = field(default_factory=list)


@dataclass
class Definitions:
    """What may be used anywhere in the lesson, wherever it is defined."""

    references: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    footnotes: dict[str, tuple[int, list[Block]]] = field(default_factory=dict)


def split_lines(text: str, first_line: int = 1) -> list[Line]:
    """Number the lines of a text; tabs at their beginning become spaces."""
    numbered = []
    # The Markdown library marks places of its own with these two signs; a text must not counterfeit them.
    text = text.replace("\x02", "").replace("\x03", "")
    for number, line in enumerate(text.split("\n"), first_line):
        rest = line.lstrip()
        lead = line[: len(line) - len(rest)]
        numbered.append((number, lead.expandtabs(4) + rest if "\t" in lead else line))
    return numbered
