"""Split a lesson's markdown into blocks.

Blocks follow CommonMark's rules. The Markdown library's own block parser is not
used: it knows no lines, and it runs a list into the paragraph above it, which
authors do not expect. Inline text is left to that library (see `markdown`).
"""

import re
from itertools import pairwise

from lms.domain.content.markdown.block_marks import (
    ABBREVIATION,
    CALLOUT,
    DEFINITION,
    DELIMITER_ROW,
    FENCE,
    FOOTNOTE,
    FORMULA,
    HEADING,
    ITEM,
    QUOTE,
    REFERENCE,
    RULE,
    SETEXT,
    alignment,
    indent_of,
    is_closed,
    split_row,
)
from lms.domain.content.markdown.blocks import DEEPEST, Block, Definitions, Line
from lms.domain.content.problems import ProblemList


def parse_blocks(
    lines: list[Line], definitions: Definitions, file: str, problems: ProblemList, depth: int = 0
) -> list[Block]:
    """Return the blocks of these lines, gathering definitions and noting what is left open."""
    parser = _Parser(lines, definitions, file, problems, depth)
    return parser.blocks()


class _Parser:
    """Walks down the lines once; each method takes what belongs to its kind of block."""

    def __init__(
        self, lines: list[Line], definitions: Definitions, file: str, problems: ProblemList, depth: int
    ) -> None:
        self.lines, self.definitions, self.depth = lines, definitions, depth
        self.file, self.problems = file, problems
        self.at = 0

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        while self.at < len(self.lines):
            if not self.text().strip():
                self.at += 1
            elif not self._define():
                found.append(self._block())
        return found

    def text(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.lines[place][1] if place < len(self.lines) else ""

    @property
    def number(self) -> int:
        return self.lines[self.at][0]

    def inner(self, lines: list[Line]) -> list[Block]:
        return parse_blocks(lines, self.definitions, self.file, self.problems, self.depth + 1)

    def _block(self) -> Block:
        first = self.at
        block = self._special() or self._paragraph()
        block.line = self.lines[first][0]
        last = self.at - 1
        while last > first and not self.lines[last][1].strip():
            last -= 1
        block.end = self.lines[last][0]
        return block

    def _special(self) -> Block | None:
        text = self.text()
        if indent_of(text) >= 4:
            return self._indented_code()
        if match := FENCE.match(text):
            return self._fence(match)
        if match := HEADING.match(text):
            self.at += 1
            return Block("heading", 0, text=match["text"] or "", level=len(match["marks"]))
        if RULE.match(text):
            self.at += 1
            return Block("divider", 0)
        if self._is_formula():
            return self._formula()
        if self.depth < DEEPEST:
            return self._container(text)
        return None

    def _container(self, text: str) -> Block | None:
        if QUOTE.match(text):
            return self._quote()
        if match := CALLOUT.match(text):
            return self._callout(match)
        if match := ITEM.match(text):
            return self._list(match)
        return self._table() if self._is_table() else None

    def _define(self) -> bool:
        """Take a definition that is shown elsewhere; tell whether there was one."""
        text = self.text()
        if match := FOOTNOTE.match(text):
            self._footnote(match)
            return True
        if match := REFERENCE.match(text):
            label = " ".join(match["label"].lower().split())
            self.definitions.references.setdefault(label, (match["address"], match["title"]))
        elif match := ABBREVIATION.match(text):
            self.definitions.abbreviations.setdefault(match["short"].strip(), match["long"].strip())
        else:
            return False
        self.at += 1
        return True

    def _footnote(self, match: re.Match[str]) -> None:
        line, label = self.number, match["label"]
        self.at += 1
        body = [(line, match["text"]), *self._indented(4, lazily=True)]
        if label in self.definitions.footnotes:
            self.problems.add(self.file, line, "footnote-repeated", label=label)
        else:
            self.definitions.footnotes[label] = (line, self.inner(body))

    def _indented(self, width: int, lazily: bool = False) -> list[Line]:
        """Take the lines that are indented so far (and what runs on from them), without the indent."""
        taken: list[Line] = []
        while self.at < len(self.lines):
            number, text = self.lines[self.at]
            if not text.strip():
                taken.append((number, ""))
            elif indent_of(text) >= width:
                taken.append((number, text[width:]))
            elif lazily and self._runs_on(taken):
                taken.append((number, text.lstrip()))
            else:
                break
            self.at += 1
        while taken and not taken[-1][1]:
            taken.pop()
            self.at -= 1
        return taken

    def _runs_on(self, taken: list[Line]) -> bool:
        """Tell whether an unindented line continues the paragraph before it."""
        above = taken[-1][1] if taken else self.text(-1)
        if not above.strip() or is_closed(above) or self._interrupts():
            return False
        return not ITEM.match(self.text()) and not DEFINITION.match(self.text())

    def _interrupts(self) -> bool:
        """Tell whether this line begins another block although a paragraph stands right above."""
        text = self.text()
        if indent_of(text) >= 4:
            return False
        if any(kind.match(text) for kind in (FENCE, HEADING, RULE, QUOTE, CALLOUT, FOOTNOTE, ABBREVIATION)):
            return True
        item = ITEM.match(text)
        if item and item["rest"]:
            return not item["mark"][0].isdigit() or item["mark"][:-1] == "1"
        return self._is_table() or self._is_formula()

    def _indented_code(self) -> Block:
        taken = self._indented(4)
        return Block("code", 0, text="\n".join(text for _, text in taken))

    def _fence(self, match: re.Match[str]) -> Block:
        line, lead = self.number, indent_of(self.text())
        self.at += 1
        taken: list[str] = []
        closing = re.compile(rf" {{0,3}}{re.escape(match['mark'][0])}{{{len(match['mark'])},}} *$")
        while self.at < len(self.lines):
            text = self.text()
            self.at += 1
            if closing.match(text):
                break
            taken.append(text[min(lead, indent_of(text)) :])
        else:
            self.problems.add(self.file, line, "open-fence")
        return Block("code", 0, text="\n".join(taken), info=match["info"].split(" ")[0].strip("{}."))

    def _quote(self) -> Block:
        taken: list[Line] = []
        while self.at < len(self.lines) and self.text().strip():
            number, text = self.lines[self.at]
            if match := QUOTE.match(text):
                taken.append((number, text[match.end() :]))
            elif self._runs_on(taken):
                taken.append((number, text))
            else:
                break
            self.at += 1
        return Block("quote", 0, children=self.inner(taken))

    def _callout(self, match: re.Match[str]) -> Block:
        line = self.number
        self.at += 1
        body = self._indented(4)
        if not body:
            self.problems.add(self.file, line, "empty-callout")
        kind = "details" if match["mark"].startswith("?") else "callout"
        return Block(
            kind, 0, children=self.inner(body), info=match["kind"].lower(), title=match["title"],
            level=int(match["mark"].endswith("+")),
        )  # fmt: skip

    def _list(self, first: re.Match[str]) -> Block:
        mark = first["mark"]
        found = Block("list", 0, is_ordered=mark[0].isdigit())
        if found.is_ordered:
            found.start = int(mark[:-1])
        blank_before = False
        while self.at < len(self.lines):
            match = ITEM.match(self.text())
            if not match or match["mark"][-1] != mark[-1] or RULE.match(self.text()):
                break
            if found.children and blank_before:
                found.is_tight = False
            found.children.append(self._item(match))
            after = self.at
            while self.at < len(self.lines) and not self.text().strip():
                self.at += 1
            blank_before = self.at > after
        if blank_before:
            self.at = after
        found.is_tight = found.is_tight and not any(_has_gap(item.children) for item in found.children)
        return found

    def _item(self, match: re.Match[str]) -> Block:
        line, lead = self.number, len(match["indent"]) + len(match["mark"])
        space, rest = len(match["space"]), match["rest"]
        if not rest:
            width = lead + 1
        elif space > 4:
            width, rest = lead + 1, " " * (space - 1) + rest
        else:
            width = lead + space
        self.at += 1
        if not rest and not self.text().strip():
            return Block("item", line, line)
        body = [(line, rest), *self._indented(width, lazily=True)]
        return Block("item", line, body[-1][0], children=self.inner(body))

    def _is_table(self) -> bool:
        head, ruler = self.text(), self.text(1)
        return (
            "|" in head and "-" in ruler and bool(DELIMITER_ROW.match(ruler))
            and len(split_row(head)) == len(split_row(ruler))
        )  # fmt: skip

    def _table(self) -> Block:
        rows = [split_row(self.text())]
        alignments = [alignment(cell) for cell in split_row(self.text(1))]
        self.at += 2
        while self.at < len(self.lines) and self.text().strip() and not self._interrupts():
            cells = split_row(self.text())[: len(alignments)]
            rows.append(cells + [""] * (len(alignments) - len(cells)))
            self.at += 1
        return Block("table", 0, rows=rows, alignments=alignments)

    def _is_formula(self) -> bool:
        """Tell whether a displayed formula begins here, standing alone."""
        if not FORMULA.match(self.text()):
            return False
        rest = self.text().strip()[2:]
        return not rest.removesuffix("$$").count("$$")

    def _formula(self) -> Block:
        taken = [self.text().strip()[2:]]
        self.at += 1
        while not taken[-1].rstrip().endswith("$$") and self.at < len(self.lines) and self.text().strip():
            taken.append(self.text())
            self.at += 1
        return Block("formula", 0, text="\n".join(taken).rstrip().removesuffix("$$").strip())

    def _paragraph(self) -> Block:
        taken: list[str] = []
        while self.at < len(self.lines) and self.text().strip():
            text = self.text()
            if taken:
                if match := SETEXT.match(text):
                    self.at += 1
                    level = 1 if match["mark"][0] == "=" else 2
                    return Block("heading", 0, text="\n".join(taken), level=level)
                if DEFINITION.match(text):
                    return self._definitions(taken)
                if self._interrupts():
                    break
            taken.append(_with_break(text))
            self.at += 1
        ahead = 0
        while self.at + ahead < len(self.lines) and not self.text(ahead).strip():
            ahead += 1
        if DEFINITION.match(self.text(ahead)) and self.depth < DEEPEST:
            self.at += ahead
            return self._definitions(taken, is_tight=False)
        return Block("paragraph", 0, text="\n".join(taken).strip())

    def _definitions(self, terms: list[str], is_tight: bool = True) -> Block:
        found = Block("definitions", 0, is_tight=is_tight)
        while terms:
            found.children += [Block("term", self.number, self.number, term.strip()) for term in terms]
            terms = []
            while match := DEFINITION.match(self.text()):
                line = self.number
                self.at += 1
                body = [(line, match["text"]), *self._indented(4, lazily=True)]
                inner = self.inner(body)
                found.children.append(Block("definition", line, body[-1][0], children=inner))
                self._skip_blanks_before_more()
            terms = self._more_terms()
        return found

    def _skip_blanks_before_more(self) -> None:
        ahead = 0
        while self.at + ahead < len(self.lines) and not self.text(ahead).strip():
            ahead += 1
        if DEFINITION.match(self.text(ahead)):
            self.at += ahead

    def _more_terms(self) -> list[str]:
        """Take the terms of a further definition after blank lines, or nothing."""
        place = self.at
        while place < len(self.lines) and not self.lines[place][1].strip():
            place += 1
        terms: list[str] = []
        while place < len(self.lines) and self.lines[place][1].strip():
            text = self.lines[place][1]
            if DEFINITION.match(text) and terms:
                self.at = place
                return terms
            if indent_of(text) >= 4 or ITEM.match(text) or HEADING.match(text) or FENCE.match(text):
                return []
            terms.append(text)
            place += 1
        while place < len(self.lines) and not self.lines[place][1].strip():
            place += 1
        if terms and place < len(self.lines) and DEFINITION.match(self.lines[place][1]):
            self.at = place
            return terms
        return []


def _has_gap(children: list[Block]) -> bool:
    return any(after.line - before.end > 1 for before, after in pairwise(children))


def _with_break(text: str) -> str:
    """Return a line of a paragraph; both ways of asking for a new line become the library's one."""
    if text.endswith("\\") and not text.endswith("\\\\"):
        return text[:-1].strip() + "  "
    return text.strip() + "  " if text.endswith("  ") else text.strip()
