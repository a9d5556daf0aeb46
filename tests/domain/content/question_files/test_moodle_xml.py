"""Moodle XML kind by kind, written after its documentation."""

import pytest

from tests.domain.content.question_files.reading import entries, only, read, told


def quiz(*questions: str) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>\n"


def question(kind: str, inner: str, text: str = "<p>What?</p>", name: str = "One") -> str:
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>\n{inner}\n</question>'
    )


def answer(weight: str, text: str, feedback: str = "") -> str:
    return f'<answer fraction="{weight}"><text>{text}</text><feedback><text>{feedback}</text></feedback></answer>'  # noqa: E501


def test_a_single_choice_with_everything() -> None:
    inner = (
        "<defaultgrade>2.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><idnumber></idnumber>"
        "<single>true</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>"
        "<generalfeedback><text>For all.</text></generalfeedback>"
        "<correctfeedback><text>Yes!</text></correctfeedback><incorrectfeedback><text>No.</text></incorrectfeedback>"
        "<partiallycorrectfeedback><text>Nearly.</text></partiallycorrectfeedback>"
        + answer("100", "a &lt;b&gt;big&lt;/b&gt; one", "Well done") + "\n" + answer("33.33333", "b") + answer("0", "c")  # noqa: E501
        + "<hint><text>Think.</text></hint><hint><text>Again.</text></hint>"
    )  # fmt: skip
    imported = read(quiz(question("multichoice", inner)), "a.xml")
    entry = only(imported)
    assert (entry["kind"], entry["points"], entry["options_order"]) == ("single", 2, "random")
    assert entry["options"][0] == {
        "key": "option-1", "text": {"en": "a **big** one"}, "right": True, "feedback": {"en": "Well done"},
    }  # fmt: skip
    assert entry["feedback"] == {"right": {"en": "Yes!\n\nFor all."}, "wrong": {"en": "No.\n\nFor all."}}
    assert entry["hint"] == {"en": "Think.\n\nAgain."}
    assert told(imported) == [(4, "question-settings-left-out"), (5, "question-weight-became-nothing")]
    assert dict(imported.problems[0].holes)["names"] == "answernumbering, penalty"


def test_a_multiple_choice() -> None:
    inner = "<single>false</single><partiallycorrectfeedback><text>Nearly.</text></partiallycorrectfeedback>"
    inner += answer("50", "a") + answer("50", "b") + answer("-50", "c") + answer("-50", "d")
    imported = read(quiz(question("multichoice", inner)))
    assert [each.get("right", False) for each in only(imported)["options"]] == [True, True, False, False]
    assert told(imported) == [(4, "question-feedback-left-out")]


def test_true_and_false() -> None:
    inner = answer("0", "true", "Wrong.") + answer("100", "false", "Right.")
    entry = only(read(quiz(question("truefalse", inner))))
    assert entry["right"] is False
    assert entry["feedback"] == {"right": {"en": "Right."}, "wrong": {"en": "Wrong."}}
    assert told(read(quiz(question("truefalse", answer("100", "yes"))))) == [
        (3, "question-true-false-broken")
    ]


def test_short_answers_and_wildcards() -> None:
    inner = (
        "<usecase>1</usecase>" + answer("100", "Vilnius") + answer("100", "Viln*") + answer("0", "*", "Look.")
    )
    imported = read(quiz(question("shortanswer", inner)))
    entry = only(imported)
    assert entry["accept"] == {"en": ["Vilnius"]} and "forgive" not in entry
    assert entry["feedback"] == {"wrong": {"en": "Look."}}
    assert told(imported) == [(4, "question-wildcard-left-out")]


def test_numbers_with_a_unit() -> None:
    right = '<answer fraction="100"><text>12.5</text><tolerance>0.5</tolerance></answer>'
    unit = "<unit><multiplier>1</multiplier><unit_name>EUR</unit_name></unit>"
    entry = only(read(quiz(question("numerical", f"{right}<units>{unit}</units>"))))
    assert (entry["answer"], entry["tolerance"], entry["unit"]) == (12.5, 0.5, {"en": "EUR"})
    cent = "<unit><multiplier>100</multiplier><unit_name>ct</unit_name></unit>"
    assert told(read(quiz(question("numerical", f"{right}<units>{unit}{cent}</units>")))) == [
        (4, "question-units")
    ]


@pytest.mark.parametrize(("number", "tolerance", "found"), [("five", "1", "five"), ("5", "10%", "5:10%")])
def test_what_is_wrong_with_a_number_is_named(number: str, tolerance: str, found: str) -> None:
    inner = f'<answer fraction="100"><text>{number}</text><tolerance>{tolerance}</tolerance></answer>'
    (problem,) = read(quiz(question("numerical", inner))).problems
    assert (problem.code, dict(problem.holes)) == ("question-number-broken", {"found": found})


def test_matching_essays_and_orderings() -> None:
    pairs = "".join(
        f'<subquestion format="html"><text>{left}</text><answer><text>{right}</text></answer></subquestion>'
        for left, right in (("a", "1"), ("b", "2"), ("", "3"))
    )
    essay = "<graderinfo format='html'><text>Look for two cases.</text></graderinfo>"
    essay += "<responsetemplate><text>I think</text></responsetemplate>"
    ordering = answer("3", "third") + answer("1", "first") + answer("2", "second")
    imported = read(
        quiz(question("matching", pairs), question("essay", essay), question("ordering", ordering))
    )
    matching, essay_, ordered = entries(imported)
    assert len(matching["pairs"]) == 2 and matching["distractors"][0]["right"] == {"en": "3"}
    assert (essay_["kind"], essay_["guidance"]) == ("open", {"en": "Look for two cases."})
    assert [each["text"]["en"] for each in ordered["items"]] == ["first", "second", "third"]
    assert told(imported) == [(7, "question-template-left-out")]


def test_embedded_answers_become_gaps() -> None:
    text = (
        "<p>Vilnius is {1:SHORTANSWER:=the capital#Yes~%50%a city} of\n{2:MULTICHOICE:Latvia~=Lithuania}, "
        "with {:NM:=2,5} rivers and caf{1:SAC:=&eacute;}.</p>"
    )
    imported = read(quiz(question("cloze", "", text)))
    entry = only(imported)
    assert entry["text"]["en"] == "Vilnius is [[gap-1]] of [[gap-2]], with [[gap-3]] rivers and caf[[gap-4]]."
    assert (entry["kind"], entry["points"]) == ("gap", 5)
    first, second, third, fourth = entry["gaps"]
    assert first == {"key": "gap-1", "accept": {"en": ["the capital"]}, "forgive": ["case"]}
    assert [(each["text"]["en"], each.get("right", False)) for each in second["options"]] == [
        ("Latvia", False), ("Lithuania", True),
    ]  # fmt: skip
    assert third["accept"] == {"en": ["2,5", "2.5"]}
    assert fourth == {"key": "gap-4", "accept": {"en": ["é"]}}
    assert told(imported) == [(3, "question-feedback-left-out"), (3, "question-gaps-alike"),
                              (3, "question-weight-left-out")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("There are {1:NUMERICAL:=5:1} days", "question-gap-tolerance"),
        ("Choose {1:MULTIRESPONSE:=a~=b~c}", "question-kind-not-taken"),
        ("Open {1:SHORTANSWER:=a", "question-cloze-broken"),
        ("One {1:SA:=a}, two {1:sa:=b}", "question-cloze-broken"),
        ("Nothing to fill in", "question-gaps-lost"),
        ("Bold {1:MC:=&lt;b&gt;a&lt;/b&gt;~<i>b</i>}", "question-gap-marked-up"),
    ],
)
def test_gaps_that_are_not_understood(text: str, code: str) -> None:
    assert told(read(quiz(question("cloze", "", text)))) == [(3, code)]


@pytest.mark.parametrize("kind", ["ddwtos", "gapselect"])
def test_words_to_drag_or_choose_become_gaps(kind: str) -> None:
    box = "dragbox" if kind == "ddwtos" else "selectoption"
    words = [("cat", 1), ("dog", 1), ("runs", 2), ("sleeps", 2)]
    inner = "".join(f"<{box}><text>{word}</text><group>{group}</group></{box}>" for word, group in words)
    entry = only(read(quiz(question(kind, inner, "The [[2]] and the [[1]]: who [[3]]?"))))
    assert entry["text"]["en"] == "The [[gap-1]] and the [[gap-2]]: who [[gap-3]]?"
    found = [[(o["text"]["en"], o.get("right", False)) for o in gap["options"]] for gap in entry["gaps"]]
    assert found[0] == [("cat", False), ("dog", True)] and found[2] == [("runs", True), ("sleeps", False)]
    assert told(read(quiz(question(kind, inner, "The [[9]]")))) == [(3, "question-gap-without-words")]
    assert (4, "question-words-unused") in told(read(quiz(question(kind, inner, "The [[1]]"))))


def test_categories_descriptions_pictures_and_other_kinds_are_named() -> None:
    category = "<question type='category'><category><text>$course$/top/Rivers</text></category></question>"
    picture = '<p>Which?<img src="@@PLUGINFILE@@/m.png" alt=""></p>'
    file = '<file name="m.png" encoding="base64">aGVsbG8=</file>'
    imported = read(
        quiz(
            category,
            question("description", "", "Read <b>this</b>."),
            question("calculated", ""),
            question("truefalse", answer("100", "true") + answer("0", "false") + file, picture, "Šaltinis"),
        )
    )
    assert only(imported)["key"] == "saltinis"
    assert imported.yaml.startswith("title:\n  en: Rivers\n")
    assert told(imported) == [
        (3, "question-category"), (4, "question-description"), (7, "question-kind-not-taken"),
        (10, "question-picture-left-out"), (11, "question-file-left-out"),
    ]  # fmt: skip


def test_points_are_whole() -> None:
    inner = "<defaultgrade>0.5</defaultgrade>" + answer("100", "true") + answer("0", "false")
    imported = read(quiz(question("truefalse", inner)))
    assert only(imported)["points"] == 1
    assert told(imported) == [(3, "question-points-changed")]


def test_html_that_stands_in_the_file_as_it_is_loses_no_words() -> None:
    inner = answer("100", "a <i>big</i> one") + answer("0", "b")
    whole = question("multichoice", inner)
    whole = whole.replace("<![CDATA[<p>What?</p>]]>", "What <b>is</b> 3 &lt; 5<br/>?")
    entry = only(read(quiz(whole)))
    assert entry["text"] == {"en": "What **is** 3 \\< 5\\\n?"}
    assert entry["options"][0]["text"] == {"en": "a *big* one"}


def test_what_stands_before_a_broken_place_comes_in() -> None:
    one = question("truefalse", answer("100", "true") + answer("0", "false"))
    imported = read(f"<quiz>\n{one}\n{one}\n<question type='essay'>\n<name><text>Not whole")
    assert [line.line for line in imported.lines] == [2, 5]
    assert told(imported) == [(8, "question-xml-unfinished"), (9, "question-xml-broken")]


def test_lines_of_a_cell_stand_beside_each_other() -> None:
    inner = answer("100", "a") + answer("0", "b")
    table = "<table><tr><td>1<br>2</td><td>3</td></tr><tr><td>c:\\<br>d</td><td>4</td></tr></table>"
    entry = only(read(quiz(question("multichoice", inner, table))))
    assert entry["text"] == {"en": "| 1 2 | 3 |\n| --- | --- |\n| c:\\\\ d | 4 |"}


@pytest.mark.parametrize(
    "text",
    [
        '<p><span lang="lt" class="multilang">Kas?</span> <span class="multilang" lang="en">What?</span></p>',
        "<p>{mlang lt}Kas?{mlang}{mlang en,no}What?{mlang}</p>",
        "<p>{mlang lt}Kas?{mlang}{mlang other}What?{mlang}</p>",
    ],
)
def test_of_texts_in_several_languages_one_comes_in(text: str) -> None:
    written = quiz(question("essay", "<graderinfo><text>Fair</text></graderinfo>", text))
    imported = read(written)
    assert only(imported)["text"] == {"en": "What?"}
    assert told(imported) == [(3, "question-languages-left-out")]
    assert only(read(written, language="lt"))["text"] == {"lt": "Kas?"}


def test_a_question_without_the_language_of_the_file_is_named() -> None:
    text = "<p>{mlang lt}Kas?{mlang}{mlang de}Was?{mlang}</p>"
    assert told(read(quiz(question("essay", "", text)))) == [(3, "question-language-absent")]
