"""GIFT as its documentation describes it: every kind, sign and fault."""

import pytest

from tests.domain.content.question_files.reading import entries, only, read, told


def test_a_choice_with_feedback_and_a_title() -> None:
    imported = read(
        "// Module one\n\n::Who pays?:: Who pays for the visit?{\n"
        "  =The municipality # Right.\n  ~The neighbour #No: ask again.\n  ~%50%The state\n  ####See lesson 2.\n}\n"  # noqa: E501
    )
    entry = only(imported)
    assert (entry["key"], entry["kind"], entry["text"]) == (
        "who-pays",
        "single",
        {"en": "Who pays for the visit?"},
    )
    assert entry["options"] == [
        {"key": "option-1", "text": {"en": "The municipality"}, "right": True, "feedback": {"en": "Right."}},
        {"key": "option-2", "text": {"en": "The neighbour"}, "feedback": {"en": "No: ask again."}},
        {"key": "option-3", "text": {"en": "The state"}},
    ]
    assert entry["feedback"] == {"right": {"en": "See lesson 2."}, "wrong": {"en": "See lesson 2."}}
    # Half a point for one option: said, with its line.
    assert told(imported) == [(6, "question-weight-became-nothing")]
    assert "  # Module one\n  # Who pays?\n  - key: who-pays\n" in imported.yaml


def test_several_right_answers() -> None:
    even = only(read("Which two?{~%50%a ~%50%b ~%-100%c}"))
    assert even["kind"] == "multiple" and [each.get("right") for each in even["options"]] == [
        True,
        True,
        None,
    ]
    uneven = read("Which two?{~%60%a\n~%40%b\n~c}")
    assert told(uneven) == [(1, "question-weight-became-even"), (2, "question-weight-became-even"),
                            (3, "question-weight-became-even")]  # fmt: skip
    any_of_them = read("Which?{=a =b ~c}")
    assert only(any_of_them)["kind"] == "multiple"
    assert told(any_of_them) == [(1, "question-became-multiple")]


@pytest.mark.parametrize(
    ("written", "right"), [("T", True), ("TRUE", True), ("true", True), ("F", False), ("FALSE", False)]
)
def test_true_and_false(written: str, right: bool) -> None:
    entry = only(read(f"It rains.{{{written}#Wrong: look.#Right.####Both.}}"))
    assert (entry["kind"], entry["right"]) == ("true-false", right)
    # The first feedback is for those who are wrong.
    assert entry["feedback"] == {"right": {"en": "Right.\n\nBoth."}, "wrong": {"en": "Wrong: look.\n\nBoth."}}


def test_short_answers() -> None:
    imported = read("Two plus two?{=four#Yes =4#Yes =%50%five =f* =%0%*#Count again.}")
    entry = only(imported)
    assert (entry["accept"], entry["forgive"]) == ({"en": ["four", "4"]}, ["case"])
    assert entry["feedback"] == {"right": {"en": "Yes"}, "wrong": {"en": "Count again."}}
    assert told(imported) == [(1, "question-weight-left-out"), (1, "question-wildcard-left-out")]
    apart = read("Two plus two?{=four#In words =4#In figures}")
    assert told(apart) == [(1, "question-feedback-left-out")] * 2
    assert {dict(problem.holes)["text"] for problem in apart.problems} == {"In words", "In figures"}


@pytest.mark.parametrize(
    ("written", "answer", "tolerance"),
    [
        ("#3", 3, None), ("#3:0", 3, None), ("#3:0.5", 3, 0.5), ("#1..5", 3, 2), ("#=-1.25:0.25", -1.25, 0.25),  # noqa: E501
        ("#2,5:0,1", 2.5, 0.1), ("#0.1..0.3", 0.2, 0.1), ("#1e3", 1000, None), ("# 7 : 1 ", 7, 1), ("#.5", 0.5, None),  # noqa: E501
    ],
)  # fmt: skip
def test_numbers(written: str, answer: float, tolerance: float | None) -> None:
    entry = only(read(f"How many?{{{written}}}"))
    assert (entry["kind"], entry["answer"], entry.get("tolerance")) == ("number", answer, tolerance)


def test_several_numbers() -> None:
    imported = read("When?{#\n=1822:0#Exactly.\n=%50%1822:2#Nearly.\n~#Look again.\n}")
    entry = only(imported)
    assert entry["answer"] == 1822 and entry["feedback"] == {
        "right": {"en": "Exactly."}, "wrong": {"en": "Look again."},
    }  # fmt: skip
    assert told(imported) == [(3, "question-feedback-left-out"), (3, "question-weight-left-out")]
    assert told(read("When?{#=1 =2}")) == [(1, "question-several-numbers")]
    for broken in ("#", "#many", "#1:x", "#1..", "#1:2:3"):
        assert not read(f"How many?{{{broken}}}").lines
    assert told(read("How many?{#5..1}")) == [(1, "question-range-backwards")]
    assert told(read("How many?{#0.12345678901234567891}")) == [(1, "question-number-too-long")]


def test_matching() -> None:
    entry = only(read("Pairs{\n=Lithuania -> Vilnius\n=Latvia -> Riga\n= -> Tallinn\n}"))
    assert [(each["left"]["en"], each["right"]["en"]) for each in entry["pairs"]] == [
        ("Lithuania", "Vilnius"), ("Latvia", "Riga"),
    ]  # fmt: skip
    assert entry["distractors"] == [{"key": "other-1", "right": {"en": "Tallinn"}}]
    twice = read("Pairs{=a -> b =c -> d\n=a -> b\n= -> d}")
    assert "distractors" not in only(twice)
    assert told(twice) == [(2, "question-answer-repeated"), (3, "question-answer-repeated")]
    assert told(read("Pairs{=a -> b =c}")) == [(1, "question-answer-broken")]


def test_a_missing_word() -> None:
    typed = only(read("Vilnius is {=the capital =capital} of Lithuania."))
    assert (typed["kind"], typed["text"]["en"]) == ("gap", "Vilnius is [[gap-1]] of Lithuania.")
    assert typed["gaps"] == [
        {"key": "gap-1", "accept": {"en": ["the capital", "capital"]}, "forgive": ["case"]}
    ]
    chosen = only(read("Vilnius is {=the capital ~a river} of Lithuania."))
    assert chosen["kind"] == "gap" and chosen["gaps"][0]["options"][0]["right"]
    # What is said about an option has no place in a gap, so that the sentence gets a line to be seen.
    said = only(read("Vilnius is {=the capital#Yes ~a river#No} of Lithuania."))
    assert (said["kind"], said["text"]["en"]) == ("single", r"Vilnius is \_\_\_\_\_ of Lithuania.")
    assert said["options"][1]["feedback"] == {"en": "No"}
    number = only(read("There are {#7} days in a week."))
    assert number["text"]["en"] == r"There are \_\_\_\_\_ days in a week."


def test_an_ordering() -> None:
    imported = read("Steps {>ALL VERTICAL\n  Ask\n  Listen\n  Answer\n}")
    assert [each["text"]["en"] for each in only(imported)["items"]] == ["Ask", "Listen", "Answer"]
    assert "  # >ALL VERTICAL\n" in imported.yaml


def test_an_essay_asks_for_guidance() -> None:
    imported = read("Describe a case.{}")
    assert only(imported)["kind"] == "open"
    assert told(imported) == [(1, "question-without-guidance")]


def test_signs_that_stand_for_themselves() -> None:
    entry = only(read(r"A \{b\} \~ \= \# \: \\ c\nd{=\=e \#f ~g\}}"))
    assert entry["text"]["en"] == "A \\{b\\} ~ = # : \\\\ c\\\nd"
    assert [each["text"]["en"] for each in entry["options"]] == ["\\=e #f", "g\\}"]


def test_markups() -> None:
    assert only(read("[markdown]**Bold** and $x$?{T}"))["text"]["en"] == "**Bold** and $x$?"
    assert only(read("[plain]**Bold** and <b>?{T}"))["text"]["en"] == r"\*\*Bold\*\* and \<b>?"
    page = read("[html]<p>Is <b>this</b> H<sub>2</sub>O?</p><ul><li>a</li><li>b</li></ul>{=[plain]<yes> ~no}")
    assert only(page)["text"]["en"] == "Is **this** H₂O?\n\n-   a\n-   b"
    assert only(page)["options"][0]["text"]["en"] == r"\<yes>"
    assert only(read("Is it a <i>river</i>\nor a lake?{T}"))["text"]["en"] == "Is it a *river*\\\nor a lake?"
    assert only(read(r"Is a < b, and \\(x^2\\)?{T}"))["text"]["en"] == r"Is a \< b, and $x^2$?"


def test_pictures_and_forms_that_do_not_come_in_are_named() -> None:
    imported = read('[html]See <img src="@@PLUGINFILE@@/map.png" alt="the map"> <iframe></iframe>?{T}')
    assert only(imported)["text"]["en"] == "See the map ?"
    assert told(imported) == [(1, "question-markup-left-out"), (1, "question-picture-left-out")]


def test_descriptions_and_categories_are_named() -> None:
    imported = read(
        "$CATEGORY: $course$/top/Rivers\n\nRead this first.\n\nDry?{F}\n\n$CATEGORY: Lakes\nWet?{T}\n\n// end\n"  # noqa: E501
    )
    assert [entry["text"]["en"] for entry in entries(imported)] == ["Dry?", "Wet?"]
    assert told(imported) == [(1, "question-category"), (3, "question-description"), (7, "question-category"),
                              (8, "comment")]  # fmt: skip
    assert imported.yaml.startswith("title:\n  en: test\n")
    assert "  # $CATEGORY: Lakes\n  - key: question-2\n" in imported.yaml
    named = read("$CATEGORY: $course$/top/Rivers\n\nDry?{F}")
    assert named.yaml.startswith("title:\n  en: Rivers\n")


@pytest.mark.parametrize(
    ("broken", "line", "code"),
    [
        ("Open {=a\n~b", 3, "question-braces-open"),
        ("Stray =a }", 3, "question-brace-stray"),
        ("Twice {=a} and {=b}", 3, "question-braces-twice"),
        ("Before {a ~b =c}", 3, "question-answer-broken"),
        ("None {~%50%b =%50%c}", 3, "question-without-right-answer"),
        ("Heavy {\n=a\n~%250%b}", 5, "question-weight-broken"),
        ("Alone {=a ~}", 3, "question-answer-empty"),
        ("{=a ~b}", 3, "question-without-text"),
        ("Same {=one -> a =two -> a}", 3, "pairs-all-alike"),
        ("Many {=a " + " ".join(f"~{n}" for n in range(30)) + "}", 3, "list-too-long"),
        ("Marks " + "*" * 500 + "{T}", 3, "block-too-long"),
        ("Two to order {>ALL\nOne\nTwo}", 3, "list-too-short"),
    ],
)
def test_what_is_not_understood_is_named_and_the_rest_comes_in(broken: str, line: int, code: str) -> None:
    imported = read(f"First?{{T}}\n\n{broken}\n\nLast?{{F}}\n")
    assert [entry["text"]["en"] for entry in entries(imported)] == ["First?", "Last?"]
    assert told(imported) == [(line, code)]
    assert imported.refusals


def test_empty_lines_between_the_braces_do_no_harm() -> None:
    imported = read("One?{\n\n=a\n\n~b\n}\n\nTwo?{T}")
    assert [line.line for line in imported.lines] == [1, 8]
    assert imported.problems == []


def test_keys_are_made_of_titles_and_never_twice() -> None:
    text = (
        "::Šventė ir Øya:: a?{T}\n\n::Šventė ir Øya:: b?{T}\n\nc?{T}\n\n::question-1:: d?{T}\n\n::"
        + "x" * 99
        + "::e?{T}"
    )
    keys = [entry["key"] for entry in entries(read(text))]
    assert keys == ["svente-ir-oya", "svente-ir-oya-1", "question-1", "question-1-1", "x" * 60]


def test_weights_with_a_comma() -> None:
    imported = read("Q {~%33,3%a ~%33,3%b ~%33,4%c ~%-100%d}")
    assert [each.get("right", False) for each in only(imported)["options"]] == [True, True, True, False]
    assert [each["text"]["en"] for each in only(imported)["options"]] == ["a", "b", "c", "d"]


def test_a_forgotten_empty_line_before_a_title_mixes_nothing() -> None:
    imported = read("::one:: Q {=x\n~y}\n::two:: Q {T}\n::three:: Q {T}\nFour {T}")
    assert [line.entry["key"] for line in imported.lines] == ["one", "two"]
    assert told(imported) == [(5, "question-braces-twice")]
