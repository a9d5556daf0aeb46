"""Eleven hundred made-up files: what is understood comes in as it was, all else is named with its line."""

import random
import re
from typing import Any

import pytest

from lms.domain.content.markdown import Page, Renderer
from lms.domain.content.markdown.blocks import split_lines
from lms.domain.content.plain_text import fingerprint
from lms.domain.content.problems import Problem, ProblemList
from lms.domain.content.question_files.gift_writing import write_gift
from lms.domain.content.question_files.importing import Imported, import_questions
from lms.domain.content.question_schemas import QuizFile
from lms.domain.content.schema_problems import check_shape
from lms.domain.content.yaml_loading import load_yaml
from tests.factories.question_files import Asked, Maker, as_aiken, as_gift, as_moodle_xml

GIFT_KINDS = "single multiple short matching true-false number open"
WRITERS = {"gift": as_gift, "aiken": as_aiken, "moodle-xml": as_moodle_xml}
BROKEN = {
    "gift": [
        "question-braces-open", "question-brace-stray", "question-braces-twice", "question-number-broken",
        "question-without-right-answer", "question-description",
    ],
    "aiken": ["question-letter-unknown", "question-without-answer-line"],
    "moodle-xml": ["kind:calculated", "kind:ddmarker", "kind:random"],
}  # fmt: skip
ENCODINGS = {
    "lt": ["utf-8", "utf-8-sig", "utf-16", "cp1257"],
    "en": ["utf-8", "cp1252"],
    "norwegian": ["utf-8-sig", "cp1252"],
    "french": ["utf-16", "cp1252"],
}
# What is one sign in markdown and another one in a sentence.
_GUARD = re.compile(r"\\([\\`*_\[\]<>${}|&~^#+\-=:.)])")


def plain(markdown: str) -> str:
    """The words of a text that has no markup of its own."""
    words = _GUARD.sub(r"\1", markdown.replace("\\\n", "\n"))
    return " ".join(re.sub(r"&amp;(?=#?\w+;)", "&", words).split())


def texts(entry: dict[str, Any], *path: str) -> str:
    for key in path:
        entry = entry.get(key, {})
    return plain(next(iter(entry.values()), ""))


def check_same(asked: Asked, entry: dict[str, Any]) -> None:
    """Everything of the question is in the entry, and the right answers are the right ones."""
    assert entry["kind"] == asked.kind
    assert texts(entry, "text") == asked.text
    assert texts(entry, "feedback", "right") == texts(entry, "feedback", "wrong") == asked.general
    if asked.kind in ("single", "multiple"):
        found = [(texts(o, "text"), o.get("right", False), texts(o, "feedback")) for o in entry["options"]]
        assert found == asked.options
    elif asked.kind == "short":
        assert next(iter(entry["accept"].values())) == [text for text, _right, _said in asked.options]
    elif asked.kind == "matching":
        assert [(texts(p, "left"), next(iter(p["right"].values()))) for p in entry["pairs"]] == asked.pairs
    elif asked.kind == "true-false":
        assert entry["right"] is asked.right
    elif asked.kind == "number":
        assert (f"{entry['answer']:g}", f"{entry.get('tolerance', 0):g}") == asked.number


def make_file(form: str, seed: int) -> tuple[list[Asked], list[int], bytes, str]:
    """Make up questions, some of them broken, and write them in one of the encodings."""
    dice = random.Random(seed)
    vocabulary = dice.choice(list(ENCODINGS))
    maker = Maker(seed, vocabulary, signs=form != "aiken" or dice.random() < 0.5)
    kinds = "single" if form == "aiken" else GIFT_KINDS
    questions = [maker.question(kinds) for _ in range(dice.randint(1, 5))]
    for asked in questions:
        if form == "aiken":
            asked.general, asked.options = "", [(text, right, "") for text, right, _said in asked.options]
        if dice.random() < 0.15:
            asked.broken = dice.choice(BROKEN[form])
    encoding = dice.choice(ENCODINGS[vocabulary])
    text, starts = WRITERS[form](questions, dice)
    if encoding.startswith("cp"):
        text = text.replace("UTF-8", "windows-" + encoding[2:])
    text = text.replace("\n", dice.choice(["\n", "\r\n", "\r"]))
    return questions, starts, text.encode(encoding), "lt" if vocabulary == "lt" else "en"


def read(form: str, content: bytes, language: str) -> Imported:
    ending = "xml" if form == "moodle-xml" else "txt"
    return import_questions(content, f"klausimai.{ending}", language=language, form=form)


@pytest.mark.parametrize(("form", "count"), [("gift", 450), ("aiken", 300), ("moodle-xml", 350)])
def test_nothing_is_garbled_and_nothing_dropped_in_silence(form: str, count: int) -> None:
    refused = 0
    for seed in range(count):
        questions, starts, content, language = make_file(form, seed)
        imported = read(form, content, language)
        if any(problem.code == "question-encoding-unclear" for problem in imported.problems):
            # An old encoding whose letters say too little: refused whole, with what to do.
            assert not imported.yaml and content.decode("utf-8", "ignore").encode() != content
            refused += 1
            continue
        named = {(problem.line, problem.code) for problem in imported.problems}
        came = {line.line: line.entry for line in imported.lines}
        for asked, start in zip(questions, starts, strict=True):
            context = f"{form} {seed} {start}: {asked}\n{imported.problems}"
            if asked.broken:
                code = "question-kind-not-taken" if asked.broken.startswith("kind:") else asked.broken
                assert start not in came, context
                assert (start, code) in named, context
            else:
                assert start in came, context
                check_same(asked, came[start])
        assert len(came) == sum(not asked.broken for asked in questions)
    assert refused < count / 10


def rendered(text: str, language: str, renderer: Renderer) -> tuple[str, list[Problem]]:
    """The words that readers see, and what the program warns of."""
    problems = ProblemList()
    page = Page(language, "test.yaml", split_lines(text), problems)
    return " ".join(piece.text for piece in renderer.render(page)), list(problems)


def as_read(text: str) -> str:
    """A text as it is compared: quotation marks, dashes and spaces are set by each language."""
    return fingerprint(text)


@pytest.mark.parametrize("form", list(WRITERS))
def test_pages_show_what_the_file_said(form: str) -> None:
    renderer = Renderer()
    for seed in range(1000, 1060):
        questions, starts, content, language = make_file(form, seed)
        came = {line.line: line.entry for line in read(form, content, language).lines}
        for asked, start in zip(questions, starts, strict=True):
            if start not in came:
                continue
            said = [(asked.text, came[start]["text"][language])]
            for (text, _right, _said), option in zip(
                asked.options, came[start].get("options", ()), strict=False
            ):
                said.append((text, option["text"][language]))
            for text, markdown in said:
                words, problems = rendered(markdown, language, renderer)
                assert as_read(words) == as_read(text), (form, seed, markdown)
                assert not problems, (form, seed, markdown)


def test_gift_goes_out_and_comes_in_again_as_it_was() -> None:
    for seed in range(2000, 2150):
        _questions, _starts, content, language = make_file(["gift", "moodle-xml"][seed % 2], seed)
        first = read(["gift", "moodle-xml"][seed % 2], content, language)
        if not first.lines:
            continue
        gift = written_as_gift(first)
        again = read("gift", gift.encode(), language)
        assert [line.entry for line in again.lines] == [line.entry for line in first.lines], (seed, gift)
        assert not again.refusals
        assert written_as_gift(again) == gift


def written_as_gift(imported: Imported) -> str:
    problems = ProblemList()
    located = load_yaml(imported.yaml, "quiz.yaml", problems)
    assert located is not None
    quiz = check_shape(QuizFile, located, problems)
    assert quiz is not None, list(problems)
    # The YAML says exactly what was found.
    assert located.values["questions"] == [line.entry for line in imported.lines]
    gift = write_gift(quiz.questions, located, imported.language, problems)
    assert not list(problems), list(problems)
    return gift
