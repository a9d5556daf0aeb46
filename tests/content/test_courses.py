"""The shipped courses: the checker has nothing to say, and each module holds what it promises."""

import re

import pytest

from lms.domain.content.collecting import read_collection
from lms.domain.content.compiled import CURRENT, Lesson, Module
from lms.domain.content.compiled_questions import Question
from lms.domain.content.service.checking import check
from tests.content import shipped
from tests.content.shipped import GUIDE, LANGUAGES

COURSES = [slug for slug in shipped.slugs() if slug != GUIDE]
PROGRAMMES = {"social-clustering": 6, "public-capacities": 6}
FEWEST_TERMS = 80
WORDS, WORDS_OF_GUIDE = (600, 1100), (250, 1100)
LESSONS, LESSONS_OF_GUIDE = range(4, 7), range(3, 7)
# Reading with thought, tables and all; boxes to unfold; what an activity takes stands in its title.
WORDS_A_MINUTE, MINUTES_OF_A_BOX = 60, 3
TOLERANCE = (0.75, 1.5)  # minutes stated against minutes counted
MINUTES_OF_A_QUESTION = (1, 5)
FURTHER_READING = {"lt": "Ką skaityti toliau", "en": "Further reading"}
CATCH_ALL = re.compile(
    r"visi (išvardyti|pirmiau|atsakymai|variantai)|nė vienas iš išvardyt|(all|none) of the above",
    re.IGNORECASE,
)


def test_nothing_is_wrong_with_them() -> None:
    found = check(read_collection(shipped.COURSES))
    assert [(problem.file, problem.line, problem.code, problem.holes) for problem in found] == []


def test_all_of_them_are_there() -> None:
    found = {programme.slug: len(programme.modules) for programme in shipped.collection().programmes}
    assert found == PROGRAMMES
    within = {slug for programme in shipped.collection().programmes for slug in programme.modules}
    assert set(shipped.slugs()) - within == {GUIDE}
    first = next(each for each in shipped.collection().programmes if each.slug == "social-clustering")
    assert first.modules[0] == "social-clustering-concepts"


def test_the_glossary_is_used() -> None:
    used = {term.key for slug in shipped.slugs() for term in shipped.compiled(slug).terms}
    assert len(used) >= FEWEST_TERMS
    assert {term.key for term in shipped.collection().glossary.terms} - used == set()


@pytest.mark.parametrize("slug", shipped.slugs())
def test_both_languages_are_current_in_every_block(slug: str) -> None:
    module = shipped.compiled(slug)
    assert set(module.languages) == set(LANGUAGES)
    for lesson in module.lessons:
        for block in lesson.blocks:
            assert {block.health("lt"), block.health("en")} == {CURRENT}, (lesson.slug, block.id)
    for path, wording in module.wordings.items():
        assert {wording.health(each, module.base_language) for each in LANGUAGES} == {CURRENT}, path


@pytest.mark.parametrize("slug", shipped.slugs())
def test_what_it_is_about_is_said(slug: str) -> None:
    module = shipped.compiled(slug)
    assert 3 <= len(module.outcomes) <= 5
    assert 3 <= len(module.self_assessment) <= 5
    assert module.authors and module.tags
    for texts in (module.title, module.summary, module.aim, *module.outcomes):
        assert set(texts) == set(LANGUAGES)
    assert all(set(statement.text) == set(LANGUAGES) for statement in module.self_assessment)


@pytest.mark.parametrize("slug", COURSES)
def test_its_sources_have_dates(slug: str) -> None:
    module = shipped.compiled(slug)
    assert len(module.sources) >= 3
    for source in module.sources:
        assert source.dated or source.accessed_on, source.text
        assert set(source.text) == set(LANGUAGES)
        assert "socialcluster.lt" not in source.url  # no longer there


@pytest.mark.parametrize("slug", shipped.slugs())
def test_lessons_and_their_words(slug: str) -> None:
    module = shipped.compiled(slug)
    least, most = WORDS_OF_GUIDE if slug == GUIDE else WORDS
    assert len(module.lessons) in (LESSONS_OF_GUIDE if slug == GUIDE else LESSONS)
    for lesson in module.lessons:
        for language in LANGUAGES:
            count = shipped.count_words(shipped.body(lesson, language))
            assert least <= count <= most, (lesson.slug, language, count)


@pytest.mark.parametrize("slug", shipped.slugs())
def test_minutes_stated_are_minutes_needed(slug: str) -> None:
    module = shipped.compiled(slug)
    for lesson in module.lessons:
        counted = _minutes(lesson)
        ratio = lesson.minutes / counted
        assert TOLERANCE[0] <= ratio <= TOLERANCE[1], (lesson.slug, lesson.minutes, round(counted))
    work = sum(assignment.minutes for assignment in module.assignments)
    questions = sum(len(quiz.questions) for quiz in module.quizzes)
    left = module.minutes - sum(lesson.minutes for lesson in module.lessons) - work
    least, most = (minutes * questions for minutes in MINUTES_OF_A_QUESTION)
    assert least <= left <= most, (module.minutes, left)


def _minutes(lesson: Lesson) -> float:
    html = " ".join(block.texts["lt"].html for block in lesson.blocks)
    activities = sum(map(int, re.findall(r'callout-title">[^<]*?(\d+)[\s\u00a0]min', html)))
    boxes = html.count("<details") * MINUTES_OF_A_BOX
    return shipped.count_words(shipped.body(lesson, "lt")) / WORDS_A_MINUTE + activities + boxes


@pytest.mark.parametrize("slug", COURSES)
def test_each_lesson_is_built_for_adults_at_work(slug: str) -> None:
    """A situation first, something to do, questions to unfold, and where to read on."""
    module = shipped.compiled(slug)
    for lesson in module.lessons:
        for language in LANGUAGES:
            html = [block.texts[language].html for block in lesson.blocks]
            assert html[0].startswith('<div class="callout callout-example"'), (lesson.slug, language)
            assert any("callout-activity" in each for each in html), (lesson.slug, language)
            assert any("<details" in each for each in html), (lesson.slug, language)
            headings = {shipped.text_of(each, language) for each in html if each.startswith("<h")}
            assert FURTHER_READING[language] in headings, (lesson.slug, language)


@pytest.mark.parametrize("slug", COURSES)
def test_it_shows_and_does_not_decorate(slug: str) -> None:
    figures = [_figures(lesson) for lesson in shipped.compiled(slug).lessons]
    assert sum(figures) >= 1 and max(figures) <= 1
    drawings = {path for path in shipped.examined(slug).media if path.endswith(".svg")}
    for path in drawings:
        language = path.split(".")[-2]
        assert language in LANGUAGES, path
        other = "en" if language == "lt" else "lt"
        assert path.replace(f".{language}.svg", f".{other}.svg") in drawings, path


def _figures(lesson: Lesson) -> int:
    return sum("<figure" in block.texts["lt"].html for block in lesson.blocks)


@pytest.mark.parametrize("slug", COURSES)
def test_the_quiz_has_questions_of_several_kinds_with_feedback_for_every_answer(slug: str) -> None:
    module = shipped.compiled(slug)
    (quiz,) = module.quizzes
    assert 8 <= len(quiz.questions) <= 10
    assert len({question.kind for question in quiz.questions}) >= 3
    for question in quiz.questions:
        for texts in _feedback(question):
            assert set(texts) == set(LANGUAGES), question.key


@pytest.mark.parametrize("slug", COURSES)
def test_terms_are_matched_steps_ordered_and_indicators_reckoned(slug: str) -> None:
    """What can be done is asked for as a deed, not as one of four sentences; and help can be had."""
    questions = [question for quiz in shipped.compiled(slug).quizzes for question in quiz.questions]
    done = [question for question in questions if question.kind in ("number", "matching", "ordering", "gap")]
    assert 2 <= len(done) <= 5, [question.key for question in done]
    listed = [question for question in questions if question.kind in ("single", "multiple")]
    assert sum(question.is_shuffled for question in listed) >= len(listed) / 2


def _feedback(question: Question) -> list[dict[str, str]]:
    if question.options:
        return [dict(option.feedback_html) for option in question.options]
    return [dict(question.feedback.get(side, {})) for side in ("right", "wrong")]


@pytest.mark.parametrize("slug", COURSES)
def test_right_answers_are_not_known_by_their_place_or_length(slug: str) -> None:
    singles = [
        question
        for quiz in shipped.compiled(slug).quizzes
        for question in quiz.questions
        if question.kind == "single"
    ]
    first = sum(question.options[0].right for question in singles)
    assert first <= len(singles) / 2, (first, len(singles))
    for language in LANGUAGES:
        longest = sum(
            max(question.options, key=lambda option: _length(option.text_html[language], language)).right
            for question in singles
        )
        assert longest <= 0.75 * len(singles), (language, longest, len(singles))
    for question in singles:
        for option in question.options:
            assert not any(CATCH_ALL.search(text) for text in option.text_html.values()), question.key


def _length(html: str, language: str) -> int:
    return len(shipped.text_of(html, language))


@pytest.mark.parametrize("slug", COURSES)
def test_the_assignment_has_four_criteria_with_described_levels(slug: str) -> None:
    (assignment,) = shipped.compiled(slug).assignments
    assert len(assignment.criteria) == 4
    for criterion in assignment.criteria:
        assert [level.points for level in criterion.levels] == [0, 1, 2, 3], criterion.key
        for level in criterion.levels:
            assert set(level.text) == set(LANGUAGES), criterion.key
    assert assignment.pass_points == 7


@pytest.mark.parametrize("slug", shipped.slugs())
def test_what_completes_a_module_can_be_done(slug: str) -> None:
    module: Module = shipped.compiled(slug)
    assert "read" in {requirement.kind for requirement in module.requirements}
    for requirement in module.requirements:
        if requirement.kind == "quiz":
            assert module.quiz(requirement.subject) is not None
        elif requirement.kind == "assignment":
            assert module.assignment(requirement.subject) is not None
