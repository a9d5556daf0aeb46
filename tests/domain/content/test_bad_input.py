"""Every kind of bad course file that we know of: refused or warned of, with file and line."""

from pathlib import Path

import pytest

from lms.domain.content.collecting import read_collection, slugs_around
from lms.domain.content.problems import Problem, has_errors
from lms.domain.content.service.checking import check
from tests.factories.course_files import (
    ASSIGNMENT,
    FIRST_EN,
    FIRST_LT,
    MODULE,
    QUIZ,
    SECOND_EN,
    module_files,
    write_module,
)

Changes = dict[str, str | bytes | None]
NO_ENGLISH: Changes = {"en/01-first.md": None, "en/02-second.md": None}


def problems_of(tmp_path: Path, changes: Changes) -> list[Problem]:
    folder = write_module(tmp_path, changes)
    return check(read_collection(folder), around=slugs_around(folder))


def rows(problems: list[Problem]) -> list[tuple[str, int, str]]:
    return [(problem.file, problem.line, problem.code) for problem in problems]


def test_a_good_module_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # Files
        ({"module.yaml": None}, [("module.yaml", 1, "module-file-missing")]),
        ({"module.yaml": b"\xff\xfe\0"}, [("module.yaml", 1, "utf-16")]),
        ({"lt/01-first.md": b"\x89PNG\r\n\x1a\n"}, [("lt/01-first.md", 1, "binary-file")]),
        ({"lt/01-first.md": FIRST_LT.encode("cp1257")}, [("lt/01-first.md", 1, "windows-1257")]),
        ({"lt/01-first.md": b"---\n" + b"a" * 10_000_000}, [("lt/01-first.md", 1, "file-too-large")]),
        ({"lt/pirma.md": FIRST_LT}, [("lt/pirma.md", 1, "bad-lesson-name")]),
        ({"lt/03-Trečia.md": FIRST_LT}, [("lt/03-Trečia.md", 1, "bad-lesson-name")]),
        ({"lt/03-quizzes.md": FIRST_LT}, [("lt/03-quizzes.md", 1, "reserved-slug")]),
        ({"lt/03-first.md": FIRST_LT}, [("lt/03-first.md", 1, "duplicate-slug")]),
        ({"quizzes/Final.yaml": QUIZ}, [("quizzes/Final.yaml", 1, "bad-yaml-name")]),
        ({"quizzes/extra.yml": QUIZ}, [("quizzes/extra.yml", 1, "bad-yaml-name")]),
        # YAML
        ({"module.yaml": MODULE.replace("title:", "\ttitle:")}, [("module.yaml", 3, "yaml-tab")]),
        ({"module.yaml": MODULE + "minutes: 90\n"}, [("module.yaml", 16, "duplicate-key")]),
        ({"module.yaml": MODULE.replace("Klasteriai", "2016")}, [("module.yaml", 3, "text-expected")]),
        ({"module.yaml": MODULE.replace("Klasteriai", "2016-11-10")}, [("module.yaml", 3, "text-expected")]),
        ({"module.yaml": MODULE + "colour: red\n"}, [("module.yaml", 16, "unknown-key")]),
        ({"module.yaml": MODULE.replace("minutes: 60\n", "")}, [("module.yaml", 1, "missing-key")]),
        ({"lt/01-first.md": FIRST_LT.replace("minutes: 30", "minutes: 30\nauthor: x")},
         [("lt/01-first.md", 4, "unknown-key")]),
        ({"lt/01-first.md": FIRST_LT.removeprefix("---\n")}, [("lt/01-first.md", 1, "front-matter-missing")]),
        ({"lt/01-first.md": "---\ntitle: a\nminutes: 3\n\nx"}, [("lt/01-first.md", 1, "front-matter-open")]),
        # The module as a whole
        ({"module.yaml": MODULE.replace("languages: [lt, en]", "languages: [lt, lt, en]")},
         [("module.yaml", 1, "duplicate-entry")]),
        ({"module.yaml": MODULE.replace("lt: Klasteriai, ", "")}, [("module.yaml", 3, "base-text-missing")]),
        ({"module.yaml": MODULE.replace(", en: Clusters", "")}, [("module.yaml", 3, "text-missing")]),
        ({"module.yaml": MODULE.replace('"quiz:final"', '"quiz:last"')},
         [("module.yaml", 15, "unknown-requirement")]),
        ({"module.yaml": MODULE.replace("[read,", "[read, read,")}, [("module.yaml", 15, "duplicate-entry")]),
        ({"module.yaml": MODULE + "retired: [read]\n"}, [("module.yaml", 15, "required-and-retired")]),
        ({"module.yaml": MODULE.replace("prerequisites: []", "prerequisites: [unheard-of]")},
         [("module.yaml", 11, "unknown-prerequisite")]),
        ({"module.yaml": MODULE.replace("prerequisites: []", "prerequisites: [clusters]")},
         [("module.yaml", 11, "cyclic-prerequisite")]),
        ({"module.yaml": MODULE.replace("prerequisites: []", "prerequisites: []\ntags: [trust, unheard-of]")},
         [("module.yaml", 12, "unknown-topic")]),
        # Assessed content
        ({"quizzes/final.yaml": QUIZ.replace(", right: true", "")},
         [("quizzes/final.yaml", 8, "no-right-answer")]),
        ({"quizzes/final.yaml": QUIZ.replace("    right: false\n", "")},
         [("quizzes/final.yaml", 4, "no-right-answer")]),
        ({"quizzes/final.yaml": QUIZ.replace("en: Two}}", "en: Two}, right: true}")},
         [("quizzes/final.yaml", 8, "several-right-answers")]),
        ({"quizzes/final.yaml": QUIZ.replace("lt: Kiek sektorių?, ", "")},
         [("quizzes/final.yaml", 11, "assessed-missing")]),
        ({"quizzes/final.yaml": QUIZ.replace(", en: Two", "")},
         [("quizzes/final.yaml", 13, "assessed-missing")]),
        ({"quizzes/final.yaml": QUIZ.replace("key: sectors", "key: legal")},
         [("quizzes/final.yaml", 8, "key-repeated")]),
        ({"quizzes/final.yaml": QUIZ.replace("right: false", "right: false\n    accept: {lt: [a], en: [b]}")},
         [("quizzes/final.yaml", 7, "not-for-this-kind")]),
        ({"quizzes/final.yaml": QUIZ + "  - {key: s, kind: short, text: {lt: a, en: b}, accept: {lt: [a]}}"},
         [("quizzes/final.yaml", 15, "assessed-missing")]),
        ({"assignments/actor-map.yaml": ASSIGNMENT.replace("pass_points: 2", "pass_points: 20")},
         [("assignments/actor-map.yaml", 9, "pass-unreachable")]),
        ({"assignments/actor-map.yaml": ASSIGNMENT.replace("{points: 3", "{points: 0").replace("2", "0")},
         [("assignments/actor-map.yaml", 11, "pass-unreachable"),
          ("assignments/actor-map.yaml", 13, "levels-repeated")]),
        ({"assignments/actor-map.yaml": ASSIGNMENT.replace("[text, files]", "[text]\nfiles: {most: 2}")},
         [("assignments/actor-map.yaml", 8, "files-not-accepted")]),
        ({"assignments/actor-map.yaml": ASSIGNMENT + "files: {kinds: [pdf, image, pdf]}"},
         [("assignments/actor-map.yaml", 16, "duplicate-entry")]),
        ({"assignments/actor-map.yaml": ASSIGNMENT + "graders: 3"},
         [("assignments/actor-map.yaml", 16, "number-too-large")]),
        ({"assignments/actor-map.yaml": ASSIGNMENT + "group: {most: 1}"},
         [("assignments/actor-map.yaml", 16, "number-too-small")]),
        ({"assignments/actor-map.yaml": ASSIGNMENT + "group:\n  most: 3\n  least: 2"},
         [("assignments/actor-map.yaml", 18, "unknown-key")]),
        ({"assignments/actor-map.yaml": ASSIGNMENT.replace("  en: |\n    Draw a map.\n", "")},
         [("assignments/actor-map.yaml", 2, "assessed-missing")]),
        # Pictures and links
        ({"media/map.svg": None},
         [("en/01-first.md", 12, "picture-missing"), ("lt/01-first.md", 12, "picture-missing")]),
        ({"media/map.svg": "<svg onload='x' xmlns='http://www.w3.org/2000/svg'/>"},
         [("media/map.svg", 1, "picture-unsafe")]),
        ({"media/extra.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"},
         [("media/extra.svg", 1, "unused-media")]),
        ({"lt/01-first.md": FIRST_LT.replace("Veikėjų žemėlapis", "")},
         [("lt/01-first.md", 12, "picture-without-text")]),
        ({"lt/01-first.md": FIRST_LT.replace("media/map.svg", "../../../etc/passwd"),
          "en/01-first.md": FIRST_EN.replace("media/map.svg", "../../../etc/passwd"), "media/map.svg": None},
         [("en/01-first.md", 12, "path-outside"), ("lt/01-first.md", 12, "path-outside")]),
        ({"lt/01-first.md": FIRST_LT.replace("lesson:second", "lesson:third")},
         [("lt/01-first.md", 17, "broken-link")]),
        ({"lt/01-first.md": FIRST_LT.replace("lesson:second", "lesson:second#vieta")},
         [("lt/01-first.md", 17, "broken-anchor")]),
        ({"lt/01-first.md": FIRST_LT.replace("lesson:second", "module:unheard-of")},
         [("lt/01-first.md", 17, "broken-link")]),
        ({"lt/01-first.md": FIRST_LT.replace("lesson:second", "javascript:x")},
         [("lt/01-first.md", 17, "link-forbidden")]),
        ({"lt/01-first.md": FIRST_LT + "<script>x()</script>\n", "en/01-first.md": FIRST_EN + "<b>x</b>\n"},
         [("en/01-first.md", 18, "raw-html"), ("lt/01-first.md", 18, "raw-html")]),
        ({"lt/01-first.md": FIRST_LT.replace("## Kas tai", "## Kas tai\n<!-- ne\nviskas -->")},
         [("lt/01-first.md", 6, "comment")]),
        # Languages
        ({"en/02-second.md": None}, [("lt/02-second.md", 1, "lesson-missing")]),
        ({"lt/02-second.md": None}, [("en/02-second.md", 1, "lesson-missing")]),
        ({"en/02-second.md": None, "en/03-second.md": SECOND_EN},
         [("en/03-second.md", 1, "lesson-file-differs")]),
        ({"en/02-second.md": SECOND_EN.replace("30", "25")}, [("en/02-second.md", 3, "minutes-differ")]),
        ({"en/01-first.md": FIRST_EN.replace("- The first actor\n- The second actor\n\n", "")},
         [("lt/01-first.md", 9, "block-missing")]),
        ({"en/01-first.md": FIRST_EN.replace("## What it is\n\n", "## What it is\n\nFor you.\n\n")},
         [("en/01-first.md", 7, "block-missing")]),
        ({"en/01-first.md": FIRST_EN.replace("- The first actor\n- The second actor", "Both actors.")},
         [("en/01-first.md", 9, "block-kind-differs")]),
        ({"module.yaml": MODULE.replace("[lt, en]", "[lt]").replace("title: {lt: Klasteriai, en: Clusters}",
                                                                   "title: {lt: Klasteriai}"), **NO_ENGLISH},
         "text-not-offered"),
    ],
)  # fmt: skip
def test_bad_input_has_file_and_line(tmp_path: Path, changes: Changes, expected: object) -> None:
    found = [
        row
        for row in rows(problems_of(tmp_path, changes))
        if row[2] != "lesson-missing" or expected[0][2] == row[2]
    ]  # type: ignore[index]
    if isinstance(expected, str):
        assert {code for _, _, code in found} == {expected}
    else:
        assert found == expected


def test_a_module_without_english_is_refused_for_what_is_assessed_and_warned_of_else(tmp_path: Path) -> None:
    changes: Changes = {
        **NO_ENGLISH,
        "quizzes/final.yaml": "\n".join(_without_english(line) for line in QUIZ.split("\n")),
    }
    found = problems_of(tmp_path, changes)
    assert ("lt/01-first.md", 1, "lesson-missing") in rows(found)
    assert {(p.file, p.severity) for p in found} == {
        ("lt/01-first.md", "warning"), ("lt/02-second.md", "warning"), ("quizzes/final.yaml", "error"),
    }  # fmt: skip
    assert [row for row in rows(found) if row[0] == "quizzes/final.yaml"] == [
        ("quizzes/final.yaml", line, "assessed-missing") for line in (1, 7, 11, 13, 14)
    ]


def _without_english(line: str) -> str:
    before, found, rest = line.partition(", en: ")
    return before + rest[rest.index("}") :] if found else line


def test_a_module_may_be_offered_in_one_language_only(tmp_path: Path) -> None:
    lines = (MODULE.replace("[lt, en]", "[lt]") + "\n").split("\n")
    changes: Changes = {
        **NO_ENGLISH,
        "module.yaml": "\n".join(_without_english(line) for line in lines).replace(", en: lecturer", ""),
        "quizzes/final.yaml": "\n".join(_without_english(line) for line in QUIZ.split("\n")),
        "assignments/actor-map.yaml": "\n".join(
            _without_english(line)
            for line in ASSIGNMENT.replace("  en: |\n    Draw a map.\n", "").split("\n")
        ),
    }
    assert problems_of(tmp_path, changes) == []


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        {
            "module.yaml": MODULE.replace("minutes: 60", "minutes: 0"),
            "lt/01-first.md": FIRST_LT.replace("Veikėjų žemėlapis", "").replace("minutes: 30", "minutes: x"),
            "quizzes/final.yaml": "a: b: c",
            "media/virus.exe": b"MZ",
        },
    )
    assert {(problem.file, problem.code) for problem in found} == {
        ("module.yaml", "number-too-small"),
        ("lt/01-first.md", "number-expected"),
        ("lt/01-first.md", "picture-without-text"),
        ("quizzes/final.yaml", "yaml-colon"),
        ("media/virus.exe", "picture-kind"),
    }


def needing(slug: str) -> str:
    return MODULE.replace("prerequisites: []", f"prerequisites: [{slug}]")


def test_modules_are_checked_against_each_other(tmp_path: Path) -> None:
    programme = tmp_path / "programme"
    write_module(programme, {"module.yaml": needing("second")}, "01-first")
    write_module(programme, {"module.yaml": needing("third")}, "02-second")
    write_module(programme, {"module.yaml": needing("first")}, "03-third")
    write_module(programme, {}, "04-first")
    (programme / "programme.yaml").write_text(
        "title: {lt: P, en: P}\nsummary: {lt: S, en: S}\naim: {lt: A, en: A}\n"
    )
    found = check(read_collection(programme))
    assert rows(found) == [
        ("01-first/module.yaml", 11, "cyclic-prerequisite"),
        ("02-second/module.yaml", 11, "cyclic-prerequisite"),
        ("03-third/module.yaml", 11, "cyclic-prerequisite"),
        ("04-first/module.yaml", 1, "duplicate-slug"),
    ]
    assert dict(found[0].holes)["circle"] == "first → second → third → first"


def test_a_neighbour_in_the_same_tree_may_come_first(tmp_path: Path) -> None:
    write_module(tmp_path / "one", {}, "01-first")
    (tmp_path / "one" / "programme.yaml").write_text("x: y")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "programme.yaml").write_text("x: y")
    folder = write_module(tmp_path / "two", {"module.yaml": needing("first")}, "01-second")
    assert check(read_collection(folder), around=slugs_around(folder)) == []


def test_a_programme_and_its_modules_are_found_wherever_one_begins(tmp_path: Path) -> None:
    write_module(tmp_path / "programme", {}, "01-first")
    words = "title: {lt: 'Apie \"x\"', en: P}\nsummary: {lt: S, en: S}\naim: {lt: A, en: A}\nposition: 2\n"
    (tmp_path / "programme" / "programme.yaml").write_text(words)
    write_module(tmp_path, {}, "guide")
    (tmp_path / "notes").mkdir()
    found = read_collection(tmp_path)
    assert [(source.slug, source.place) for source in found.modules] == [
        ("guide", "guide"), ("first", "programme/01-first"),
    ]  # fmt: skip
    (programme,) = found.programmes
    assert (programme.slug, programme.position, programme.modules) == ("programme", 2, ("first",))
    assert programme.title["lt"] == "Apie „x“"
    assert [source.place for source in read_collection(tmp_path / "programme").modules] == ["01-first"]
    assert [source.place for source in read_collection(tmp_path / "guide").modules] == [""]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("title: {lt: P}\nsummary: {lt: S, en: S}\naim: {lt: A, en: A}\n",
         ("programme.yaml", 1, "text-missing")),
        ("title: {lt: 5, en: P}\nsummary: {lt: S, en: S}\naim: {lt: A, en: A}\n",
         ("programme.yaml", 1, "text-expected")),
        ("hours: 48\n", ("programme.yaml", 1, "unknown-key")),
        (None, ("programme.yaml", 1, "programme-file-missing")),
    ],
)  # fmt: skip
def test_a_programme_has_its_own_faults(tmp_path: Path, text: str | None, row: tuple[str, int, str]) -> None:
    folder = tmp_path / "programme"
    write_module(folder, {}, "01-first")
    if text is not None:
        (folder / "programme.yaml").write_text(text)
        assert row in rows(check(read_collection(folder)))
    else:
        assert (f"programme/{row[0]}", *row[1:]) in rows(check(read_collection(tmp_path)))


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert rows(check(read_collection(tmp_path))) == [(".", 1, "no-modules")]
    assert has_errors(check(read_collection(tmp_path / "nowhere")))


def test_hostile_lessons_are_checked_quickly(tmp_path: Path) -> None:
    import time

    head = "---\ntitle: a\nminutes: 1\n---\n"
    size = 100_000
    hostile = [
        "[" * size, "*" * size, "> " * (size // 2), "- " * (size // 2), "a\n\n" * (size // 3), "`" * size,
        "# " + " " * size, "| a " * (size // 4), "\n" * size, "[^a]: x\n" * (size // 8),
        "!!! note\n" * (size // 9),
        "<!--" * (size // 4), "$" * size, ("a" * 9_000 + "\n") * 100, "- a\n" * (size // 4),
        "```\n" * (size // 4), "|a|\n|-|\n" * (size // 8), ("    " * 200 + "x\n") * 1000,
        "&amp;" * (size // 5),
        "".join("  " * depth + "- a\n" for depth in range(900)),
    ]  # fmt: skip
    for text in hostile:
        folder = write_module(tmp_path, {"lt/01-first.md": head + text})
        begin = time.process_time()
        check(read_collection(folder))
        assert time.process_time() - begin < 8, text[:20]


def test_the_files_of_these_tests_are_whole() -> None:
    assert len(module_files()) == 8
