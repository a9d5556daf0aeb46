"""glossary.yaml: read strictly, marked in lessons, carried by exports; translations stay as they are."""

from pathlib import Path

import pytest

from lms.cli import courses
from lms.domain.content import queries, service
from lms.domain.content.collecting import read_collection
from lms.domain.content.glossary import parse_glossary, write_glossary
from lms.domain.content.problems import ProblemList
from lms.domain.content.reading import ModuleSource
from lms.domain.content.terms import Glossary
from lms.foundation import db
from tests.factories.course_files import module_files

GLOSSARY = """\
- key: social-cluster
  lt: {term: socialinis klasteris, meaning: "Narių grupė „visiems“ & <b>"}
  en: {term: social cluster, meaning: "A group of members & <script>alert(1)</script>"}
- key: bunch
  lt: {term: kekė, meaning: Spiečius}
  en: {term: bunch, meaning: A swarm, forms: [bunchlet]}
"""
HEAD = "---\ntitle: A\nminutes: 30\n---\n"
LT = (
    "Apie *socialinius klasterius*, `socialinis klasteris`, [socialinį klasterį](https://x.lt). "
    "Socialinių klasterių yra. Socialinis klasteris – grupė.\n"
)
EN = "On *social clusters*. There are social clusters. A social cluster is a group.\n"


def parse(text: str) -> tuple[Glossary, list[tuple[int, str]]]:
    problems = ProblemList()
    found = parse_glossary(text.encode(), "glossary.yaml", problems)
    return found, [(problem.line, problem.code) for problem in problems]


def source(text: str = GLOSSARY, lt: str = LT, en: str = EN) -> ModuleSource:
    files = module_files({"lt/02-second.md": HEAD + lt, "en/02-second.md": HEAD + en})
    return ModuleSource("course", files, glossary=parse(text)[0])


def test_it_is_read_and_written_back() -> None:
    found, problems = parse(GLOSSARY)
    assert problems == []
    assert [term.key for term in found.terms] == ["social-cluster", "bunch"]
    assert found.terms[1].words["en"].forms == ("bunchlet",)
    assert parse(write_glossary(found.terms))[0].terms == found.terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("terms: []\n", [(1, "yaml-not-list")]),
        (
            "- key: Blogas raktas\n  lt: {term: a, meaning: b}\n  en: {term: a, meaning: b}\n",
            [(1, "bad-key")],
        ),
        ("- key: a\n  lt: {term: a, meaning: b}\n", [(1, "missing-key")]),
        ("- key: a\n  lt: {term: a, meaning: b, x: 1}\n  en: {term: a, meaning: b}\n", [(2, "unknown-key")]),
        (
            "- key: a\n  lt: {term: a}\n  en: {term: '', meaning: b}\n",
            [(2, "missing-key"), (3, "text-empty")],
        ),
        (
            "- key: a\n  lt: {term: '…', meaning: b}\n  en: {term: a, meaning: b}\n",
            [(2, "term-without-words")],
        ),
        (GLOSSARY + GLOSSARY.replace("key: bunch", "key: other"), [(7, "key-repeated")]),
        ("- {a: b\n- c\n", [(3, "yaml-syntax")]),
        ("", [(1, "empty-file")]),
    ],
)
def test_what_is_wrong_has_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    found, problems = parse(text)
    assert set(expected) <= set(problems) and found.terms == ()


def test_the_first_use_in_running_text_is_explained(database: object, files: object) -> None:
    with db.unit_of_work():
        published = service.publish(source(), "test")
    module = queries.get_revision(published.revision_id)
    block = module.lessons[1].blocks[0]
    lithuanian = block.texts["lt"].html
    assert lithuanian.count('class="term-word"') == 1  # not the emphasised one, the code or the link
    assert '<a aria-describedby="meaning-lt-social-cluster" class="term-word"' in lithuanian
    assert 'href="/lt/glossary#term-social-cluster">Socialinių klasterių</a>' in lithuanian
    assert '<span lang="en">social cluster</span>: Narių grupė „visiems“ &amp; &lt;b&gt;' in lithuanian
    assert "A group of members &amp; &lt;script&gt;" in block.texts["en"].html
    assert [(term.key, term.lessons) for term in module.terms] == [("social-cluster", ("second",))]


def test_the_words_of_a_text_are_the_same_with_and_without_a_glossary(
    database: object, files: object
) -> None:
    plain = ModuleSource("course", source().files)
    with db.unit_of_work():
        before = queries.get_revision(service.publish(plain, "test").revision_id)
        published = service.publish(source(), "test")
    assert published.is_new
    after = queries.get_revision(published.revision_id)
    for old, new in zip(before.lessons[1].blocks, after.lessons[1].blocks, strict=True):
        assert old.id == new.id and new.health("en") == "current"
        for language in ("lt", "en"):
            assert old.texts[language].fingerprint == new.texts[language].fingerprint
            assert old.texts[language].text == new.texts[language].text


def test_only_modules_whose_terms_change_get_a_revision(database: object, files: object) -> None:
    with db.unit_of_work():
        service.publish(source(), "test")
        unused = service.publish(source(GLOSSARY.replace("Spiečius", "Spiečius ir pulkas")), "test")
        assert not unused.is_new
        again = service.prepare([source(GLOSSARY.replace("Spiečius", "Spiečius ir pulkas"))])[0]
        assert again.is_unchanged  # not even looked at again
        assert service.publish(source(GLOSSARY.replace("A group", "Some")), "test").is_new


def test_an_export_carries_the_terms_it_uses(database: object, files: object) -> None:
    with db.unit_of_work():
        first = service.publish(source(), "test")
        exported = service.export_files("course")
        assert b"social-cluster" in exported["glossary.yaml"]
        again = service.publish(ModuleSource("course", exported), "test")
    assert not again.is_new and again.revision_id == first.revision_id


def test_a_term_used_in_one_language_only_is_told() -> None:
    found = read_collection(Path("/nowhere"))
    found.problems, found.modules = ProblemList(), [source(en="There are groups.\n")]
    told = [problem for problem in service.check(found) if problem.code == "term-unpaired"]
    assert [(problem.file, problem.line) for problem in told] == [("lt/02-second.md", 5)]
    found.modules = [source()]
    assert [problem.code for problem in service.check(found) if problem.code == "term-unpaired"] == []


def test_it_is_found_beside_the_courses_and_above_them(tmp_path: Path) -> None:
    module = tmp_path / "courses" / "programme" / "01-course"
    for path, content in source().files.items():
        file = module / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (tmp_path / "glossary.yaml").write_text("- not ours\n")
    (module.parent / "programme.yaml").write_text(
        "title: {lt: A}\nsummary: {lt: A}\naim: {lt: A}\n", encoding="utf-8"
    )
    glossary = tmp_path / "courses" / "glossary.yaml"
    for path in (tmp_path / "courses", module.parent, module):
        assert read_collection(path).glossary.terms == ()
    glossary.write_text(GLOSSARY, encoding="utf-8")
    for path in (tmp_path / "courses", module.parent, module):
        found = read_collection(path)
        assert len(found.glossary.terms) == 2 and len(found.modules[0].glossary.terms) == 2
        known = read_collection(path, {found.modules[0].digest, "another module's"})
        assert known.modules[0].digest == found.modules[0].digest and known.glossary.terms == ()
        assert len(read_collection(path, {"another module's"}).modules[0].glossary.terms) == 2
    glossary.write_text("- key: a\n", encoding="utf-8")
    found = read_collection(module, {found.modules[0].digest})
    assert {(p.file, p.line) for p in found.problems} == {("../../glossary.yaml", 1)}
    assert found.is_glossary_broken


def test_nothing_is_published_beside_a_broken_glossary(tmp_path: Path, sqlite: object, files: object) -> None:
    for path, content in source().files.items():
        file = tmp_path / "course" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (tmp_path / "glossary.yaml").write_text("- key: a\n", encoding="utf-8")
    outcome = courses.publish_folder(tmp_path, "test", lambda line: None)
    assert outcome.refused == ["course"] and not outcome.is_whole
    assert queries.list_standings() == []
