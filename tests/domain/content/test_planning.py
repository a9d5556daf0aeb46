"""Translation health: what is current, stale or missing after any edit in any language."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.content.compile import compile_module
from lms.domain.content.compiled import CURRENT, MISSING, STALE, Module
from lms.domain.content.compiled_json import from_json, to_json
from lms.domain.content.examining import examine
from lms.domain.content.planning import Plan, plan
from lms.domain.content.problems import has_errors
from lms.domain.content.reference_checks import check_references
from lms.domain.content.rules import Before, translated_from
from lms.foundation import clock
from tests.factories.course_files import FIRST_EN, FIRST_LT, QUIZ, SECOND_LT, module_source

Changes = dict[str, str | bytes | None]


def planned(changes: Changes | None = None, previous: Module | None = None, **more: object) -> Plan:
    examined = examine(module_source(changes))
    check_references(examined)
    return plan(examined, previous, **more)  # type: ignore[arg-type]


def published(changes: Changes | None = None, previous: Module | None = None, **more: object) -> Module:
    return compile_module(planned(changes, previous, **more))


def codes(found: Plan) -> list[tuple[str, int, str]]:
    return [(problem.file, problem.line, problem.code) for problem in found.problems.sorted()]


def health(module: Module, language: str = "en") -> list[str]:
    return [block.health(language) for lesson in module.lessons for block in lesson.blocks]


def test_where_a_translation_was_made_from() -> None:
    assert translated_from("new", "own", None, False) == "new"
    assert translated_from("new", "own", Before("own", "old"), False) == "old"
    assert translated_from("new", "changed", Before("own", "old"), False) == "new"
    assert translated_from("new", "own", Before("own", "old"), True) == "new"
    assert translated_from("new", "own", Before("own", ""), False) == "new"
    assert translated_from("", "own", Before("own", "old"), False) == ""


def test_at_first_everything_is_current() -> None:
    module = published()
    assert set(health(module)) == set(health(module, "lt")) == {CURRENT}


def test_the_base_changes_and_its_translation_is_stale_until_it_changes_too() -> None:
    first = published()
    changed = FIRST_LT.replace("212", "213")
    found = planned({"lt/01-first.md": changed}, first)
    assert codes(found) == [("en/01-first.md", 7, "stale")]
    second = compile_module(found)
    assert health(second).count(STALE) == 1 and set(health(second, "lt")) == {CURRENT}
    third = published({"lt/01-first.md": changed, "en/01-first.md": FIRST_EN.replace("212", "213")}, second)
    assert set(health(third)) == {CURRENT}
    assert [b.id for b in first.lessons[0].blocks] == [b.id for b in third.lessons[0].blocks]


def test_a_title_has_a_health_of_its_own() -> None:
    found = planned({"lt/02-second.md": SECOND_LT.replace("Kada klasterio", "Kur klasterio")}, published())
    assert codes(found) == [("en/02-second.md", 2, "stale")]
    assert found.wordings["lessons.second.title"].health("en", "lt") == STALE


def test_going_back_to_what_was_translated_is_current_again() -> None:
    first = published()
    second = published({"lt/01-first.md": FIRST_LT.replace("212", "213")}, first)
    assert set(health(published(previous=second))) == {CURRENT}


def test_a_stale_translation_stays_stale_through_later_revisions() -> None:
    second = published({"lt/01-first.md": FIRST_LT.replace("212", "213")}, published())
    third = published(
        {"lt/01-first.md": FIRST_LT.replace("212", "213").replace("Pirmas", "Antrasis")}, second
    )
    assert health(third).count(STALE) == 2


def test_formatting_makes_nothing_stale() -> None:
    changed = (
        FIRST_LT.replace("212 žmonių", "**212** žmonių")
        .replace('"klasterį"', "„klasterį“")
        .replace("- Pirmas", "* Pirmas")
        .replace("- Antras", "* Antras")
        .replace("## Kas tai", "### Kas tai")
        .replace("lesson:second", "02-second.md")
    )
    found = planned({"lt/01-first.md": changed}, published())
    assert codes(found) == []


def test_a_changed_translation_leaves_the_base_alone() -> None:
    module = published({"en/01-first.md": FIRST_EN.replace("talked", "spoke")}, published())
    assert set(health(module)) == set(health(module, "lt")) == {CURRENT}


def test_what_is_missing_is_missing_and_shown_in_the_other_language() -> None:
    module = published({"en/01-first.md": FIRST_EN.replace("- The first actor\n- The second actor\n\n", "")})
    listed = module.lessons[0].blocks[2]
    assert (listed.health("en"), listed.health("lt")) == (MISSING, CURRENT)
    text, language = listed.in_("en")
    assert language == "lt" and "Pirmas veikėjas" in text.html
    assert health(module).count(MISSING) == 1


def test_a_translation_that_comes_later_is_current() -> None:
    first = published({"en/01-first.md": FIRST_EN.replace("- The first actor\n- The second actor\n\n", "")})
    assert set(health(published(previous=first))) == {CURRENT}


def test_assessed_text_that_is_stale_is_an_error_with_its_name() -> None:
    found = planned(
        {"quizzes/final.yaml": QUIZ.replace("lt: Kiek sektorių?", "lt: Kiek yra sektorių?")}, published()
    )
    assert codes(found) == [("quizzes/final.yaml", 11, "assessed-stale")]
    (problem,) = found.problems
    assert dict(problem.holes)["path"] == "quizzes.final.questions.sectors.text"
    assert has_errors(found.problems)


def test_a_confirmed_translation_is_current() -> None:
    first = published()
    changes: Changes = {"quizzes/final.yaml": QUIZ.replace("lt: Kiek sektorių?", "lt: Kiek yra sektorių?")}
    wording = planned(changes, first).wordings["quizzes.final.questions.sectors.text"]
    said = frozenset({("en", wording.fingerprints["lt"], wording.fingerprints["en"])})
    assert codes(planned(changes, first, confirmed=said)) == []


def test_exported_ids_come_back_where_the_module_was_never_published() -> None:
    first = published()
    moved = {
        (lesson.slug, language): [
            (block.texts[language].fingerprint, f"x{block.id}") for block in lesson.blocks
        ]
        for lesson in first.lessons
        for language in ("lt", "en")
    }
    again = published(hints=moved)
    ids = [block.id for lesson in first.lessons for block in lesson.blocks]
    assert [block.id for lesson in again.lessons for block in lesson.blocks] == [f"x{each}" for each in ids]


def test_links_to_marked_places_lead_to_blocks() -> None:
    changes: Changes = {
        "lt/02-second.md": "---\ntitle: A\nminutes: 30\n---\n## Vieta {#vieta}\n\nTekstas.\n",
        "en/02-second.md": "---\ntitle: A\nminutes: 30\n---\n## Place {#vieta}\n\nText.\n",
        "lt/01-first.md": FIRST_LT.replace("lesson:second", "lesson:second#vieta"),
        "en/01-first.md": FIRST_EN.replace("lesson:second", "lesson:second#vieta"),
    }
    module = published(changes)
    target = module.lessons[1].blocks[0].id
    assert f'href="/lt/modules/clusters/second#{target}"' in module.lessons[0].blocks[-1].texts["lt"].html
    assert f'href="/en/modules/clusters/second#{target}"' in module.lessons[0].blocks[-1].texts["en"].html


# One edit is a file, what to find in it, what to put there, and what it touches.
EDITS = [
    ("lt/01-first.md", "212", "213", "lesson"),
    ("en/01-first.md", "talked", "spoke", "lesson"),
    ("lt/01-first.md", "- Pirmas veikėjas\n- Antras veikėjas\n\n", "", "lesson"),
    ("en/02-second.md", "Sometimes", "Now and then", "lesson"),
    ("lt/01-first.md", "## Kas tai\n\n", "## Kas tai\n\nNauja pastraipa apie nieką.\n\n", "lesson"),
    ("quizzes/final.yaml", "lt: Kiek sektorių?", "lt: Kiek yra sektorių?", "lt sectors"),
    ("quizzes/final.yaml", "en: How many sectors?", "en: How many sectors are there?", "en sectors"),
    ("quizzes/final.yaml", "lt: Trys", "lt: Net trys", "lt three"),
    ("quizzes/final.yaml", "en: Three", "en: As many as three", "en three"),
    ("quizzes/final.yaml", "lt: Klasteris yra", "lt: Klasteris *yra*", "formatting"),
    ("quizzes/final.yaml", "points: 2", "points: 3", "points"),
    ("assignments/actor-map.yaml", "Nubraižykite", "Nupieškite", "lt map"),
    ("assignments/actor-map.yaml", "Draw a map", "Sketch a map", "en map"),
    ("assignments/actor-map.yaml", "en: Excellent", "en: Very good", "en level"),
]
BEFORE = published()


@settings(deadline=None, max_examples=80)
@given(st.sets(st.integers(min_value=0, max_value=len(EDITS) - 1)))
def test_publishing_is_refused_exactly_where_assessed_text_was_left_behind(chosen: set[int]) -> None:
    files = {path: content.decode() for path, content in module_source().files.items()}
    touched = set()
    for number in chosen:
        path, old, new, what = EDITS[number]
        assert old in files[path]
        files[path] = files[path].replace(old, new, 1)
        touched.add(what)
    left_behind = {
        what.split()[1]
        for what in touched
        if what.startswith("lt ") and what.replace("lt", "en") not in touched
    }
    found = planned(dict(files), BEFORE)
    stale = {problem.code for problem in found.problems}
    assert has_errors(found.problems) == bool(left_behind)
    assert ("assessed-stale" in stale) == bool(left_behind)


@settings(deadline=None, max_examples=40)
@given(st.sets(st.integers(min_value=0, max_value=4)))
def test_no_edit_changes_the_id_of_another_block(chosen: set[int]) -> None:
    files = {path: content.decode() for path, content in module_source().files.items()}
    for number in chosen:
        path, old, new, _ = EDITS[number]
        files[path] = files[path].replace(old, new, 1)
    after = published(dict(files), BEFORE)
    ids = {block.texts["en"].text: block.id for lesson in BEFORE.lessons for block in lesson.blocks}
    for lesson in after.lessons:
        for block in lesson.blocks:
            if "en" in block.texts and block.texts["en"].text in ids:
                assert block.id == ids[block.texts["en"].text]


def test_what_lags_behind_says_since_when(monkeypatch: pytest.MonkeyPatch) -> None:
    def days(module: Module) -> set[date | None]:
        read_again = from_json(to_json(module))
        assert read_again.lessons == module.lessons
        return {block.changed_on for lesson in module.lessons for block in lesson.blocks} - {None}

    def on(day: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 5, day, 12, tzinfo=UTC))

    on(3)
    first = published()
    assert days(first) == set() and "changed_on" not in to_json(first)
    second_lt = FIRST_LT.replace("212", "213")
    second = published({"lt/01-first.md": second_lt}, first)
    on(9)
    assert days(second) == {date(2026, 5, 3)}
    # The same files give the same revision on another day; a further change of the source has a later day.
    assert days(published({"lt/01-first.md": second_lt}, second)) == {date(2026, 5, 3)}
    assert days(published({"lt/01-first.md": FIRST_LT.replace("212", "214")}, second)) == {date(2026, 5, 9)}
    both = {"lt/01-first.md": second_lt, "en/01-first.md": FIRST_EN.replace("212", "213")}
    assert days(published(both, second)) == set()
