"""Question files of other programs, made up at random and written by other hands than the program's.

Each question knows what must be found of it; `broken` ones know what must be said of them instead.
"""

import html
import random
import re
from dataclasses import dataclass, field

WORDS = {
    "lt": [
        "socialinis",
        "klasteris",
        "žmonių",
        "įstaigų",
        "ėjo",
        "šaltinis",
        "ąžuolas",
        "čia",
        "dalyvių",
        "sąrašas",
        "ūkis",
        "ŽMONĖS",
        "Ėmė",
        "12",
        "5",
        "Įvadas",
    ],
    "en": [
        "cluster",
        "people",
        "institution",
        "met",
        "at",
        "the",
        "table",
        "naïve",
        "café",
        "list",
        "of",
        "12",
        "houses",
        "7",
        "Who",
        "when",
    ],
    "norwegian": ["Hvem", "bor", "på", "øya", "ærlig", "så", "Ørsta", "blåbær", "å", "spørre", "når"],
    "french": ["où", "est", "le", "garçon", "naïf", "à", "la", "fête", "déjà", "être"],
}
SIGNS = [
    "~", "=", "#", "{", "}", ":", "\\", "*labai*", "_x_", "[a](b)", "a<b", "$5 $6", "&amp;", "1.", "%50%", "//",  # noqa: E501
    "::", "# x", "`kodas`", "{: .x}", "\\n", "|", "!", "- x", "100 %", "(a)", "+", ">", "<b>ne</b>", "[html]", "^2",  # noqa: E501
]  # fmt: skip
_ESCAPED = re.compile(r"[\\~=#{}:\n]")


@dataclass
class Asked:
    """A question, and what an importer must find."""

    kind: str
    text: str
    options: list[tuple[str, bool, str]] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    right: bool = True
    number: tuple[str, str] = ("0", "0")
    general: str = ""
    broken: str = ""  # the code that must be told


class Maker:
    """Makes questions of one language."""

    def __init__(self, seed: int, vocabulary: str, *, signs: bool = True) -> None:
        self.dice = random.Random(seed)
        self.vocabulary = vocabulary
        self.signs = signs

    def words(self, most: int = 6, *, plain: bool = False) -> str:
        """Return a few words, some of them full of signs."""
        chosen = [self.dice.choice(WORDS[self.vocabulary]) for _ in range(self.dice.randint(1, most))]
        if self.signs and not plain and self.dice.random() < 0.5:
            sign = self.dice.choice(SIGNS)
            # At the beginning of a text, GIFT means its markup by this one.
            chosen.insert(self.dice.randint(sign == "[html]", len(chosen)), sign)
        return " ".join(chosen)

    def different(self, count: int, *, plain: bool = False) -> list[str]:
        """Return that many texts, no two alike."""
        found: dict[str, None] = {}
        while len(found) < count:
            found[f"{self.words(3, plain=plain)} {len(found)}"] = None
        return list(found)

    def question(self, kinds: str) -> Asked:
        """Return a question of one of these kinds."""
        kind = self.dice.choice(kinds.split())
        asked = Asked(kind, self.words(8))
        if self.dice.random() < 0.3:
            asked.general = self.words()
        if kind in ("single", "multiple"):
            texts = self.different(self.dice.randint(2, 5))
            rights = (
                {0}
                if kind == "single"
                else set(self.dice.sample(range(len(texts)), self.dice.randint(1, len(texts))))
            )
            asked.options = [
                (text, place in rights, self.words() if self.dice.random() < 0.4 else "")
                for place, text in enumerate(texts)
            ]
            self.dice.shuffle(asked.options)
        elif kind == "short":
            asked.options = [(text, True, "") for text in self.different(self.dice.randint(1, 3), plain=True)]
        elif kind == "matching":
            lefts, rights_ = (self.different(self.dice.randint(2, 4), plain=True) for _ in range(2))
            asked.pairs = list(zip(lefts, rights_ + lefts, strict=False))[: len(lefts)]
        elif kind == "true-false":
            asked.right = self.dice.random() < 0.5
        elif kind == "number":
            asked.number = (f"{self.dice.randint(-999, 999) / 10:g}", f"{self.dice.randint(0, 20) / 10:g}")
        return asked


def as_gift(questions: list[Asked], dice: random.Random) -> tuple[str, list[int]]:
    """Write a GIFT file; return it with the line of each question."""
    lines: list[str] = []
    starts = []
    for number, asked in enumerate(questions, 1):
        lines += dice.choice([[], ["// pastaba"], [""]])
        starts.append(len(lines) + 1)
        markup = dice.choice(["plain", "html"])
        lines += [*_gift(asked, number, markup, dice).split("\n"), ""]
    return "\n".join(lines) + "\n", starts


def _gift(asked: Asked, number: int, markup: str, dice: random.Random) -> str:
    def written(text: str, *, is_plain: bool = False) -> str:
        text = html.escape(text) if markup == "html" and not is_plain else text
        return _ESCAPED.sub(lambda found: f"\\{found.group()}", text)

    head = f"::K{number}::[{markup}]{written(asked.text)}"
    if asked.broken == "question-braces-open":
        return f"{head} {{=taip"
    if asked.broken == "question-brace-stray":
        return f"{head} }}"
    if asked.broken == "question-braces-twice":
        return f"{head} {{=taip}} ir {{=ne}}"
    if asked.broken == "question-number-broken":
        return f"{head} {{#daug}}"
    if asked.broken == "question-without-right-answer":
        return f"{head} {{=%50%pusiau ~ne}}"
    if asked.broken == "question-description":
        return head
    break_ = dice.choice(["\n", " ", "\n  "])
    answers = break_.join(_gift_answers(asked, written))
    general = f"{break_}####{written(asked.general)}" if asked.general else ""
    return f"{head} {{{break_}{answers}{general}{break_}}}"


def _gift_answers(asked: Asked, written) -> list[str]:  # type: ignore[no-untyped-def]
    if asked.kind == "true-false":
        return ["TRUE" if asked.right else "F"]
    if asked.kind == "number":
        return [f"#{asked.number[0]}:{asked.number[1]}"]
    if asked.kind == "short":
        return [f"={written(text, is_plain=True)}" for text, _right, _said in asked.options]
    if asked.kind == "matching":
        return [f"={written(left)} -> {written(right, is_plain=True)}" for left, right in asked.pairs]
    if asked.kind == "open":
        return []
    rights = sum(right for _text, right, _said in asked.options)
    wrongs = len(asked.options) - rights
    lines = []
    for text, right, said in asked.options:
        if asked.kind == "single":
            mark = "=%100%" if right else "~%0%"
        else:
            mark = f"~%{100 / rights:.5f}%" if right else f"~%-{100 / wrongs:.5f}%"
        lines.append(f"{mark}{written(text)}" + (f"#{written(said)}" if said else ""))
    return lines


def as_aiken(questions: list[Asked], dice: random.Random) -> tuple[str, list[int]]:
    """Write an Aiken file; return it with the line of each question, or of what is broken in it."""
    lines: list[str] = []
    starts = []
    for asked in questions:
        lines += [""] * dice.randint(0, 2)
        starts.append(len(lines) + 1)
        lines.append(asked.text)
        sign = dice.choice(".)")
        letter = ""
        for place, (text, right, _said) in enumerate(asked.options):
            name = chr(ord("A") + place)
            letter = name if right else letter
            lines.append(f"{name}{sign} {text}")
        if asked.broken == "question-letter-unknown":
            letter = "Z"
            starts[-1] = len(lines) + 1
        if asked.broken != "question-without-answer-line":
            lines.append(f"ANSWER: {letter}")
        lines.append("")
    return "\n".join(lines) + "\n", starts


def as_moodle_xml(questions: list[Asked], dice: random.Random) -> tuple[str, list[int]]:
    """Write a Moodle XML file; return it with the line of each question."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    starts = []
    for number, asked in enumerate(questions, 1):
        starts.append(len(lines) + 1)
        lines += _xml(asked, number, dice).split("\n")
    return "\n".join([*lines, "</quiz>"]) + "\n", starts


def _xml(asked: Asked, number: int, dice: random.Random) -> str:
    markup = dice.choice(["html", "plain_text"])

    def written(text: str, *, is_plain: bool = False) -> str:
        text = html.escape(text) if markup == "html" and not is_plain else text
        return (
            f"<text>{html.escape(text)}</text>" if dice.random() < 0.5 else f"<text><![CDATA[{text}]]></text>"
        )

    kinds = {
        "single": "multichoice",
        "multiple": "multichoice",
        "true-false": "truefalse",
        "short": "shortanswer",
    }
    kinds |= {"number": "numerical", "open": "essay"}
    kind = (
        asked.broken.removeprefix("kind:")
        if asked.broken.startswith("kind:")
        else kinds.get(asked.kind, asked.kind)
    )
    parts = [
        f'<question type="{kind}">',
        f"  <name><text>K{number}</text></name>",
        f'  <questiontext format="{markup}">{written(asked.text)}</questiontext>',
    ]
    if asked.general:
        parts.append(f'  <generalfeedback format="{markup}">{written(asked.general)}</generalfeedback>')
    if asked.kind in ("single", "multiple"):
        parts.append(f"  <single>{'true' if asked.kind == 'single' else 'false'}</single>")
    rights = sum(right for _text, right, _said in asked.options) or 1
    wrongs = len(asked.options) - rights or 1
    for text, right, said in asked.options:
        is_whole = asked.kind in ("single", "short")
        weight = (100 if is_whole else 100 / rights) if right else (0 if is_whole else -100 / wrongs)
        if asked.broken == "question-without-right-answer":
            weight = 0
        feedback = f'<feedback format="{markup}">{written(said)}</feedback>' if said else ""
        form = "plain_text" if asked.kind == "short" else markup
        text = written(text, is_plain=asked.kind == "short")
        parts.append(f'  <answer fraction="{weight:.5f}" format="{form}">{text}{feedback}</answer>')
    if asked.kind == "true-false":
        for value in (True, False):
            weight = 100 if value == asked.right else 0
            parts.append(f'  <answer fraction="{weight}"><text>{str(value).lower()}</text></answer>')
    if asked.kind == "number":
        parts.append(
            f'  <answer fraction="100"><text>{asked.number[0]}</text><tolerance>{asked.number[1]}</tolerance></answer>'  # noqa: E501
        )
    for left, right_ in asked.pairs:
        answer = f"<answer>{written(right_, is_plain=True)}</answer>"
        parts.append(f'  <subquestion format="{markup}">{written(left)}{answer}</subquestion>')
    return "\n".join([*parts, "</question>"])
