"""How a lesson falls into blocks, and in which lines each of them stands."""

import pytest

from lms.domain.content.markdown.block_marks import split_row
from lms.domain.content.markdown.block_parser import parse_blocks
from lms.domain.content.markdown.blocks import Block, Definitions, split_lines
from lms.domain.content.problems import ProblemList


def parse(text: str) -> tuple[list[Block], Definitions, list[tuple[int, str]]]:
    definitions, problems = Definitions(), ProblemList()
    blocks = parse_blocks(split_lines(text), definitions, "x.md", problems)
    return blocks, definitions, [(problem.line, problem.code) for problem in problems]


def shape(blocks: list[Block]) -> list[object]:
    return [(block.kind, block.line, block.end) for block in blocks]


def test_each_block_knows_its_lines() -> None:
    text = """\
# Pirmas
Pastraipa
per dvi eilutes
- vienas
- du

      kodas narių viduje

  dar apie du
1. a
2. b
> citata
tingi eilutė

```python
x = 1

y = 2
```
***
| a | b |
|---|---|
| 1 | 2 |

Terminas
: reikšmė

!!! note "Antraštė"
    Viduje

    - sąrašas

$$
x^2
$$
"""
    assert shape(parse(text)[0]) == [
        ("heading", 1, 1),
        ("paragraph", 2, 3),
        ("list", 4, 9),
        ("list", 10, 11),
        ("quote", 12, 13),
        ("code", 15, 19),
        ("divider", 20, 20),
        ("table", 21, 23),
        ("definitions", 25, 26),
        ("callout", 28, 31),
        ("formula", 33, 35),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("tekstas\n- narys", ["paragraph", "list"]),
        ("tekstas\n2016. metai", ["paragraph"]),
        ("tekstas\n1. narys", ["paragraph", "list"]),
        ("- a\n\n- b", ["list"]),
        ("- a\n* b\n+ c", ["list", "list", "list"]),
        ("1) a\n2) b", ["list"]),
        ("1. a\n1) b", ["list", "list"]),
        ("Antraštė\n---\ntekstas", ["heading", "paragraph"]),
        ("Antraštė\n===", ["heading"]),
        ("- a\n---\nb", ["list", "divider", "paragraph"]),
        ("    kodas\n\n    dar\n\ntekstas", ["code", "paragraph"]),
        ("a | b\n--|--\n1 | 2\n\ntekstas", ["table", "paragraph"]),
        ("a | b\ntekstas", ["paragraph"]),
        ("!!! tip\ntekstas", ["callout", "paragraph"]),
        ("??? check „Klausimas“\n    Atsakymas\n\ntoliau", ["details", "paragraph"]),
        ("[a]: https://x.lt\n*[NVO]: ilgai\n[^1]: išnaša\n\ntekstas", ["paragraph"]),
        ("* * *\n_____\n- - -", ["divider", "divider", "divider"]),
        ("#ne antraštė", ["paragraph"]),
        ("\\# ne antraštė", ["paragraph"]),
        ("T1\n: a\n\nT2\n\n: b\n\nkitas", ["definitions", "paragraph"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in parse(text)[0]] == kinds


def test_lists_nest_by_the_width_of_their_marks() -> None:
    (outer,) = parse("1. a\n   - b\n     - c\n2. d\n\n   e")[0]
    assert outer.is_ordered and not outer.is_tight
    first, second = outer.children
    assert [child.kind for child in first.children] == ["paragraph", "list"]
    assert first.children[1].children[0].children[1].children[0].children[0].text == "c"
    assert [child.text for child in second.children] == ["d", "e"]


def test_a_list_is_loose_only_where_lines_are_left_blank_between_its_parts() -> None:
    assert parse("- a\n- b\n\n\ntekstas")[0][0].is_tight
    assert not parse("- a\n\n- b")[0][0].is_tight
    assert not parse("- a\n\n  b\n- c")[0][0].is_tight


def test_definitions_are_found_wherever_they_stand() -> None:
    _, found, problems = parse(
        '- a\n\n  [Vidus]: https://x.lt/a "Pavadinimas"\n\n[^n]: viena\n    ir dar\n\n    antra\n\n'
        "*[NVO]: organizacija\n[^n]: kita"
    )
    assert found.references == {"vidus": ("https://x.lt/a", "Pavadinimas")}
    assert found.abbreviations == {"NVO": "organizacija"}
    assert [block.text for block in found.footnotes["n"][1]] == ["viena\nir dar", "antra"]
    assert problems == [(11, "footnote-repeated")]


def test_what_is_left_open_is_told() -> None:
    assert parse("a\n\n```\nkodas")[2] == [(3, "open-fence")]
    assert parse("a\n\n!!! note\nneįtraukta")[2] == [(3, "empty-callout")]


def test_depth_has_an_end() -> None:
    blocks = parse(">" * 2000 + " gilu")[0]
    depth = 0
    while blocks and blocks[0].children:
        blocks, depth = blocks[0].children, depth + 1
    assert depth < 20
    assert parse("- " * 3000 + "gilu")[0]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a|b", ["a", "b"]),
        ("| a \\| b | `c|d` |", ["a | b", "`c|d`"]),
        ("|  | b |", ["", "b"]),
        ("| a |", ["a"]),
    ],
)
def test_rows_split_at_bars_only(row: str, cells: list[str]) -> None:
    assert split_row(row) == cells
