"""What is kept of a module, and that it comes back letter by letter."""

from dataclasses import replace
from typing import get_args

from lms.domain.content.compile import compile_module
from lms.domain.content.compiled import Module
from lms.domain.content.compiled_json import content_hash, from_json, to_json
from lms.domain.content.examining import examine
from lms.domain.content.planning import plan
from lms.domain.content.schemas import FileKind
from lms.foundation.uploads import accepted_extensions
from tests.factories.course_files import ASSIGNMENT, module_source

SHORT = """\
title: {lt: T, en: Q}
intro: {lt: "**Įvadas**", en: "**Intro**"}
questions:
  - key: one
    kind: short
    text: {lt: Kas?, en: Who?}
    accept: {lt: [" Jis ", Ji], en: [He]}
    forgive: [case, diacritics]
    feedback: {right: {lt: Taip, en: Yes}, wrong: {lt: "Ne, *bandykite*", en: "No, *try*"}}
  - key: two
    kind: multiple
    points: 3
    text: {lt: "Kas \\"čia\\"?", en: "What's \\"here\\"?"}
    options:
      - {key: a, text: {lt: "`a`", en: "`a`"}, right: true, feedback: {lt: Gerai, en: Good}}
      - {key: b, text: {lt: B, en: B}, right: true}
      - {key: c, text: {lt: C, en: C}}
"""


def compiled() -> Module:
    return compile_module(plan(examine(module_source({"quizzes/final.yaml": SHORT}))))


def test_the_same_files_give_the_same_letters() -> None:
    one, other = compiled(), compiled()
    assert to_json(one) == to_json(other)
    assert one.content_hash == other.content_hash == content_hash(to_json(one))


def test_what_is_kept_comes_back_whole() -> None:
    module = compiled()
    back = from_json(to_json(module)).kept_as(
        revision_id=0, module_id=0, number=0, content_hash=module.content_hash
    )
    assert back == module
    assert to_json(back) == to_json(module)


def test_where_it_is_kept_is_no_part_of_what_it_says() -> None:
    module = compiled()
    kept = module.kept_as(revision_id=7, module_id=3, number=2, content_hash="x")
    assert to_json(kept) == to_json(module)
    assert content_hash(to_json(replace(module, minutes=61))) != module.content_hash


def test_a_module_is_asked_by_name() -> None:
    module = compiled()
    assert module.title == {"lt": "Klasteriai", "en": "Clusters"}
    assert [lesson.slug for lesson in module.lessons] == ["first", "second"]
    assert module.lesson("second") is module.lessons[1] and module.lesson("third") is None
    assert module.quiz("final") is module.quizzes[0] and module.assignment("none") is None
    block = module.lessons[0].blocks[0]
    assert module.lessons[0].block(block.id) is block
    assert module.lesson_of_block(block.id) is module.lessons[0]
    assert [(r.key, r.kind, r.subject) for r in module.requirements] == [
        ("read", "read", ""),
        ("quiz:final", "quiz", "final"),
        ("assignment:actor-map", "assignment", "actor-map"),
    ]


def test_questions_are_rendered_and_their_answers_kept() -> None:
    quiz = compiled().quizzes[0]
    short, multiple = quiz.questions
    assert quiz.intro == {"lt": "<p><strong>Įvadas</strong></p>", "en": "<p><strong>Intro</strong></p>"}
    assert short.accept == {"lt": ("Jis", "Ji"), "en": ("He",)} and short.forgive == ("case", "diacritics")
    assert short.feedback["wrong"]["lt"] == "<p>Ne, <em>bandykite</em></p>"
    assert multiple.text_html == {"lt": "<p>Kas „čia“?</p>", "en": "<p>What’s “here”?</p>"}
    assert [(o.key, o.right) for o in multiple.options] == [("a", True), ("b", True), ("c", False)]
    assert multiple.options[0].text_html["lt"] == "<code>a</code>"
    assert multiple.options[0].feedback_html == {"lt": "Gerai", "en": "Good"}
    assert multiple.options[1].feedback_html == {}
    assert quiz.max_points == 4


def test_an_assignment_keeps_its_levels_in_order() -> None:
    assignment = compiled().assignments[0]
    assert [level.points for level in assignment.criteria[0].levels] == [0, 3]
    assert assignment.instructions_html["en"] == "<p>Draw a map.</p>"
    assert assignment.max_points == 3


def test_an_assignment_names_the_files_that_it_takes() -> None:
    files = "files: {kinds: [pdf, image, jpg], most: 3, megabytes: 5}\n"
    source = module_source({"assignments/actor-map.yaml": ASSIGNMENT + files})
    module = compile_module(plan(examine(source)))
    assignment = from_json(to_json(module)).assignments[0]
    assert assignment.file_kinds == ("pdf", "png", "jpg", "jpeg", "webp")
    assert (assignment.most_files, assignment.file_megabytes) == (3, 5)
    assert compiled().assignments[0].file_kinds == ()


def test_an_assignment_says_how_many_may_do_it_together() -> None:
    source = module_source({"assignments/actor-map.yaml": ASSIGNMENT + "group: {most: 3}\n"})
    module = compile_module(plan(examine(source)))
    assert from_json(to_json(module)).assignments[0].group_most == 3
    assert compiled().assignments[0].group_most == 1


def test_an_assignment_says_whether_two_grade_it() -> None:
    source = module_source({"assignments/actor-map.yaml": ASSIGNMENT + "graders: 2\n"})
    module = compile_module(plan(examine(source)))
    assert from_json(to_json(module)).assignments[0].graders == 2
    assert compiled().assignments[0].graders == 1


def test_every_kind_of_file_that_is_known_can_be_named() -> None:
    assert set(get_args(FileKind)) == {"image", *accepted_extensions()}


def test_a_picture_is_known_by_what_it_contains() -> None:
    module = compiled()
    (medium,) = module.media
    assert (medium.path, medium.media_type, medium.width, medium.height) == (
        "media/map.svg",
        "image/svg+xml",
        10,
        20,
    )
    figure = next(block for block in module.lessons[0].blocks if block.kind == "figure")
    assert f'src="{medium.address}"' in figure.texts["lt"].html
