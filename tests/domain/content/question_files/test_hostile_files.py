"""Files that were made to do harm, or by accident: a clear answer, soon."""

import time

import pytest

from lms.domain.content.question_files.importing import FORMATS, import_questions
from tests.domain.content.question_files.reading import read, told

LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE quiz [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">\n'  # noqa: E501
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">\n]>\n<quiz><question type="essay"><questiontext><text>&c;</text>'  # noqa: E501
    "</questiontext></question></quiz>"
)
FETCHES = '<?xml version="1.0"?>\n<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd">\n<quiz></quiz>'
READS = '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (LAUGHS, 2, "question-xml-doctype"),
        (FETCHES, 2, "question-xml-doctype"),
        (READS, 1, "question-xml-doctype"),
        ("<quiz>\n<question type='essay'>\n</quiz>", 2, "question-xml-unfinished"),
        ("<quiz>&nbsp;</quiz>", 1, "question-xml-broken"),
        ("<quiz>" + "<a>" * 100 + "</a>" * 100 + "</quiz>", 1, "question-xml-deep"),
        ("<quiz>" + "<a/>" * 200_001 + "</quiz>", 1, "question-xml-deep"),
        ("<html><body/></html>", 1, "question-xml-other"),
        ("<quiz>\n<other/></quiz>", 2, "question-element-left-out"),
        ("<quiz></quiz>", 1, "question-none"),
        ("", 1, "empty-file"),
        ("\ufeff \n", 1, "empty-file"),
        ("a\n" + "x" * (1024 * 1024), 1, "file-too-large"),
        ("One?{T}\n\x07{T}", 2, "control-character"),
        ("One?{T}\n\ue000{T}", 2, "control-character"),
        (b"One?{T}\n\x00", 2, "binary-file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", 1, "binary-file"),
        (b"\xff\xfeA", 1, "question-encoding-damaged"),
        (b"\xef\xbb\xbfA?{T}\n\xc5", 2, "question-encoding-damaged"),
        ("Ar Å¡is tekstas geras?{T}", 1, "question-garbled-before"),
    ],
)
def test_it_is_answered_at_once(content: str | bytes, line: int, code: str) -> None:
    begun = time.process_time()
    is_xml = isinstance(content, str) and content.startswith("<")
    imported = read(content, "x.xml" if is_xml else "x.txt")
    assert told(imported)[0] == (line, code)
    assert imported.yaml == "" and imported.refusals
    assert time.process_time() - begun < 6


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "text",
    [
        "{" * 300_000,
        "}" * 300_000,
        "a {\n\n" * 30_000,
        "a {=b ~c}\n\n" * 1_500,
        "=" * 500_000 + "{=a}",
        "a {" + "~%" * 200_000 + "}",
        "a {" + "=b->" * 100_000 + "}",
        "a {#" + "1:" * 200_000 + "}",
        "::" * 400_000,
        "\\" * 700_000 + "{}",
        "// x\n" * 150_000,
        "$CATEGORY: x\n" * 20_000,
        "[html]" + "<a " * 200_000 + "{T}",
        "[html]" + "<b>" * 200_000 + "{T}",
        "[html]" + "<ul><li>" * 60_000 + "{T}",
        "[html]" + "<!" * 300_000 + "{T}",
        "[html]" + "&" * 600_000 + "{T}",
        "[html]" + "<table>" * 80_000 + "{T}",
        "*" * 700_000 + "{T}",
        r"\(" * 300_000 + "{T}",
        "A. x\n" * 150_000,
        "Text\n\n" * 30_000,
        "Q\nA. x\nB. y\nANSWER: A\n" * 2_000,
        "<quiz>" + "<question type='essay'>" + "<questiontext><text>" + "{1:MC:=a" * 50_000,
        "<quiz><question type='cloze'><questiontext><text>" + "{1:MC:=a" * 50_000 + "</text></questiontext></question></quiz>",  # noqa: E501
        "<quiz><question type='cloze'><questiontext><text>" + "{1:MC:=a}" * 50_000 + "</text></questiontext></question></quiz>",  # noqa: E501
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_nothing_takes_long(text: str, form: str) -> None:
    begun = time.process_time()
    imported = import_questions(text.encode(), "x.txt", language="en", form=form)
    assert time.process_time() - begun < 6
    assert imported.problems or imported.lines


def test_a_file_without_end_is_read_so_far() -> None:
    imported = read("a?{T}\n\n" * 5000)
    assert len(imported.lines) == 2000
    assert told(imported) == [(401, "question-too-many"), (4001, "question-file-too-long")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_kind_are_counted_alike(end: str) -> None:
    imported = read(end.join(["One?{T}", "", "Two?{", "=a", "~b}", "", "Three?{=a}{=b}"]))
    assert [line.line for line in imported.lines] == [1, 3]
    assert told(imported) == [(7, "question-braces-twice")]
