"""The shipped courses: the checker has nothing to say, and both languages have the same bones."""

import time
from pathlib import Path

import pytest

from lms.config import ROOT
from lms.domain.content.collecting import read_collection
from lms.domain.content.compile import compile_module
from lms.domain.content.compiled import CURRENT, Module
from lms.domain.content.examining import examine
from lms.domain.content.planning import plan
from lms.domain.content.service.checking import check

COURSES = Path(ROOT / "modules")
FOUND = read_collection(COURSES)


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return [compile_module(plan(examine(source))) for source in FOUND.modules]


def test_nothing_is_wrong_with_them() -> None:
    assert [(p.file, p.line, p.code, p.holes) for p in check(read_collection(COURSES))] == []


def test_the_first_module_is_there() -> None:
    assert {programme.slug for programme in FOUND.programmes} == {"social-clustering", "public-capacities"}
    programme = next(each for each in FOUND.programmes if each.slug == "social-clustering")
    assert programme.modules[0] == "social-clustering-concepts"


def test_both_languages_have_the_same_bones(modules: list[Module]) -> None:
    for module in modules:
        for lesson in module.lessons:
            for block in lesson.blocks:
                assert {block.health("lt"), block.health("en")} == {CURRENT}, (lesson.slug, block.id)
        for path, wording in module.wordings.items():
            assert {wording.health(each, module.base_language) for each in ("lt", "en")} == {CURRENT}, path


def test_every_lesson_is_a_page_and_not_a_book(modules: list[Module]) -> None:
    for module in modules:
        for lesson in module.lessons:
            for language in module.languages:
                words = sum(len(block.texts[language].text.split()) for block in lesson.blocks)
                assert 150 < words < 2500, (module.slug, lesson.slug, language, words)


def test_what_completes_a_module_can_be_done(modules: list[Module]) -> None:
    for module in modules:
        for requirement in module.requirements:
            if requirement.kind == "quiz":
                assert module.quiz(requirement.subject) is not None
            elif requirement.kind == "assignment":
                assert module.assignment(requirement.subject) is not None


def test_checking_them_all_is_quick() -> None:
    begin = time.perf_counter()
    check(read_collection(COURSES))
    assert time.perf_counter() - begin < 15
