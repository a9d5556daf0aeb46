"""Publishing, confirming, exporting and withdrawing, on both databases, with other modules around."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from lms.domain.content import queries, service
from lms.domain.content.compiled import CURRENT, STALE
from lms.domain.content.events import ModulePublished, ModuleWithdrawn
from lms.domain.content.models import ContentMedia, ModuleRevision
from lms.domain.content.reading import MANIFEST, ModuleSource
from lms.domain.content.service import PublishingRefused, publish
from lms.foundation import audit, events, storage
from lms.foundation.db import session
from lms.foundation.errors import NotFound
from tests.factories.course_files import DRAWING, FIRST_EN, FIRST_LT, MODULE, QUIZ, module_source

Changes = dict[str, str | bytes | None]
BY = "test"
STALE_QUIZ: Changes = {"quizzes/final.yaml": QUIZ.replace("lt: Kiek sektorių?", "lt: Kiek yra sektorių?")}
NEW_TEXT: Changes = {"lt/01-first.md": FIRST_LT.replace("212", "213")}


@pytest.fixture(autouse=True)
def _noise(database: Engine, files: storage.FolderStorage) -> None:
    """Another module stands beside, and stays as it is."""
    publish(module_source(slug="other"), BY)


@pytest.fixture
def told() -> Iterator[list[Any]]:
    """The events that were told."""
    heard: list[Any] = []
    before = dict(events._handlers)
    events.connect([(ModulePublished, heard.append), (ModuleWithdrawn, heard.append)])
    yield heard
    events._handlers.clear()
    events._handlers.update(before)


def revisions(slug: str = "clusters") -> int:
    standing = queries.find_standing(slug)
    if standing is None:
        return 0
    return session.scalar(
        select(func.count()).select_from(ModuleRevision).where(ModuleRevision.module_id == standing.module_id)
    ) or 0  # fmt: skip


def refusal(source: ModuleSource, **more: Any) -> list[tuple[str, int, str]]:
    with pytest.raises(PublishingRefused) as refused:
        publish(source, BY, **more)
    return [(problem.file, problem.line, problem.code) for problem in refused.value.problems]


def test_files_become_what_learners_see(told: list[Any]) -> None:
    found = publish(module_source(), BY)
    assert (found.slug, found.number, found.is_new, found.problems) == ("clusters", 1, True, ())
    module = queries.get_current("clusters")
    assert (module.revision_id, module.number, module.content_hash) == (
        found.revision_id,
        1,
        found.content_hash,
    )
    assert module.lessons[0].blocks[1].in_("en")[0].html.startswith("<p>In 2016 in Vilnius")
    session.commit()
    assert [(event.revision_id, event.change) for event in told][-1] == (found.revision_id, "minor")
    entry = session.scalars(audit.entries(deed="module-published", subject="module:clusters")).one()
    assert (entry.actor, entry.details) == (BY, {"revision": found.revision_id, "number": 1})


def test_the_same_files_make_no_new_revision() -> None:
    first = publish(module_source(), BY)
    again = publish(module_source(), BY)
    assert not again.is_new and again.revision_id == first.revision_id
    assert revisions() == 1


def test_files_that_differ_in_nothing_that_is_kept_make_no_new_revision() -> None:
    first = publish(module_source(), BY)
    again = publish(module_source({"module.yaml": "# a remark for authors\n" + MODULE}), BY)
    assert not again.is_new and again.revision_id == first.revision_id


def test_a_new_revision_leaves_the_old_one_as_it_was() -> None:
    first = queries.get_revision(publish(module_source(), BY).revision_id)
    second = publish(module_source(NEW_TEXT), BY)
    assert (second.number, second.is_new) == (2, True)
    assert [problem.code for problem in second.problems] == ["stale"]
    queries._kept.clear()
    assert queries.get_revision(first.revision_id) == first
    assert "213" in queries.get_current("clusters").lessons[0].blocks[1].texts["lt"].text


def test_a_broken_module_changes_nothing_at_all() -> None:
    first = publish(module_source(), BY)
    broken: Changes = {"lt/01-first.md": FIRST_LT.replace("lesson:second", "lesson:third")}
    assert refusal(module_source(broken)) == [("lt/01-first.md", 17, "broken-link")]
    assert queries.get_current("clusters").revision_id == first.revision_id
    assert queries.get_current("other").number == 1


def test_a_broken_module_does_not_hold_up_its_neighbours() -> None:
    sources = [module_source({"module.yaml": "a: b: c"}, "broken"), module_source(slug="whole")]
    broken, whole = service.prepare(sources)
    with pytest.raises(PublishingRefused):
        publish(broken, BY)
    assert publish(whole, BY).is_new
    assert queries.find_current("broken") is None and queries.find_current("whole") is not None


def test_modules_published_together_may_build_on_one_another() -> None:
    wanted = MODULE.replace("prerequisites: []", "prerequisites: [zeta]")
    prepared = service.prepare([module_source({"module.yaml": wanted}, "alpha"), module_source(slug="zeta")])
    assert [publish(each, BY).is_new for each in prepared] == [True, True]
    assert queries.get_current("alpha").prerequisites == ("zeta",)


def test_a_prerequisite_may_have_been_published_before() -> None:
    wanted = MODULE.replace("prerequisites: []", "prerequisites: [other]")
    assert publish(module_source({"module.yaml": wanted}), BY).is_new
    circle = MODULE.replace("prerequisites: []", "prerequisites: [clusters]")
    assert refusal(module_source({"module.yaml": circle}, "other")) == [
        ("module.yaml", 11, "cyclic-prerequisite")
    ]


def test_who_was_overtaken_compares_again() -> None:
    first = publish(module_source(), BY)
    (late,) = service.prepare([module_source(NEW_TEXT)])
    publish(module_source({"lt/01-first.md": FIRST_LT.replace("Vilniuje", "Kaune")}), BY)
    found = publish(late, BY)
    assert found.number == 3
    ids = [block.id for block in queries.get_revision(first.revision_id).lessons[0].blocks]
    assert [block.id for block in queries.get_current("clusters").lessons[0].blocks] == ids


def test_a_requirement_that_was_earned_can_only_be_retired() -> None:
    publish(module_source(), BY)
    fewer = MODULE.replace(', "quiz:final"', "")
    earned = {"quiz:final"}
    assert refusal(module_source({"module.yaml": fewer}), earned_keys=earned) == [
        ("module.yaml", 15, "requirement-earned")
    ]
    retired: Changes = {"module.yaml": fewer + 'retired: ["quiz:final"]\n', "quizzes/final.yaml": None}
    assert publish(module_source(retired), BY, earned_keys=earned).is_new
    assert queries.get_current("clusters").retired == ("quiz:final",)


def test_a_requirement_that_nobody_earned_may_go() -> None:
    publish(module_source(), BY)
    fewer = MODULE.replace(', "quiz:final"', "")
    assert publish(module_source({"module.yaml": fewer}), BY, earned_keys={"read"}).is_new


def test_pictures_are_stored_by_what_they_contain(files: storage.FolderStorage) -> None:
    module = queries.get_revision(publish(module_source(), BY).revision_id)
    (medium,) = module.media
    with files.open(f"course-media/{medium.sha256}.svg") as content:
        assert content.read().decode() == DRAWING
    row = session.query(ContentMedia).filter_by(revision_id=module.revision_id).one()
    assert (row.path, row.sha256, row.media_type, row.size) == (
        "media/map.svg", medium.sha256, "image/svg+xml", len(DRAWING),
    )  # fmt: skip
    assert queries.find_media(medium.sha256) == ("image/svg+xml", len(DRAWING))
    assert queries.find_media("0" * 64) is None
    assert session.query(ContentMedia).count() == 2  # the other module's too


def test_a_withdrawn_module_is_off_the_list_and_its_text_stays(told: list[Any]) -> None:
    first = publish(module_source(), BY)
    assert service.withdraw("clusters", BY)
    assert not service.withdraw("clusters", BY)
    session.commit()
    assert isinstance(told[-1], ModuleWithdrawn)
    assert queries.find_current("clusters") is None
    assert [module.slug for module in queries.list_current_modules()] == ["other"]
    assert queries.get_revision(first.revision_id).title["lt"] == "Klasteriai"
    assert session.scalars(audit.entries(deed="module-withdrawn")).one().subject == "module:clusters"
    again = publish(module_source(), BY)
    assert (again.is_new, again.is_offered_again, again.revision_id) == (False, True, first.revision_id)
    assert queries.find_current("clusters") is not None
    with pytest.raises(NotFound):
        service.withdraw("unheard-of", BY)


def test_stale_text_is_published_and_can_be_called_still_correct() -> None:
    publish(module_source(), BY)
    publish(module_source(NEW_TEXT), BY)
    stale = queries.get_current("clusters").lessons[0].blocks[1]
    assert stale.health("en") == STALE
    assert service.confirm("clusters", BY, ["unheard-of"]).unknown == ("unheard-of",)
    said = service.confirm("clusters", BY, [stale.id])
    assert (said.paths, said.unknown) == ((stale.id,), ())
    module = queries.get_current("clusters")
    assert (module.number, module.lessons[0].blocks[1].health("en")) == (3, CURRENT)
    assert module.lessons[0].blocks[1].id == stale.id
    assert not publish(module_source(NEW_TEXT), BY).is_new
    assert service.confirm("clusters", BY).paths == ()
    assert session.scalars(audit.entries(deed="translation-confirmed")).one().details == {"paths": [stale.id]}


def test_stale_assessed_text_is_refused_until_it_is_confirmed_or_translated() -> None:
    publish(module_source(), BY)
    assert refusal(module_source(STALE_QUIZ)) == [("quizzes/final.yaml", 11, "assessed-stale")]
    said = service.confirm("clusters", BY, pending=module_source(STALE_QUIZ))
    assert said.paths == ("quizzes.final.questions.sectors.text",)
    assert revisions() == 1
    assert publish(module_source(STALE_QUIZ), BY).is_new
    both = (
        str(STALE_QUIZ["quizzes/final.yaml"])
        .replace("lt: Du", "lt: Tik du")
        .replace("en: Two", "en: Only two")
    )
    assert publish(module_source({"quizzes/final.yaml": both}), BY).is_new
    assert queries.get_current("other").number == 1


def test_what_was_prepared_before_a_confirmation_is_prepared_again() -> None:
    publish(module_source(), BY)
    (prepared,) = service.prepare([module_source(STALE_QUIZ)])
    service.confirm("clusters", BY, pending=module_source(STALE_QUIZ))
    assert publish(prepared, BY).is_new


def test_only_what_exists_can_be_confirmed() -> None:
    with pytest.raises(NotFound):
        service.confirm("unheard-of", BY)


def test_an_export_gives_back_the_very_files_and_can_be_published_again() -> None:
    publish(module_source(), BY)
    found = service.export_files("clusters")
    assert {path: found[path] for path in found if path != MANIFEST} == dict(module_source().files)
    manifest = json.loads(found[MANIFEST])
    assert manifest["base_revision"] == queries.get_current("clusters").content_hash
    assert not publish(ModuleSource("clusters", found), BY).is_new
    found["lt/01-first.md"] = found["lt/01-first.md"].replace(b"212", b"214")
    assert publish(ModuleSource("clusters", found), BY).number == 2
    with pytest.raises(NotFound):
        service.export_files("unheard-of")


def test_text_edited_elsewhere_since_the_export_is_never_overwritten() -> None:
    publish(module_source(), BY)
    exported = service.export_files("clusters")
    publish(module_source({"en/01-first.md": FIRST_EN.replace("talked", "spoke")}), BY)
    exported["lt/01-first.md"] = exported["lt/01-first.md"].replace(b"212", b"214")
    assert (MANIFEST, 1, "export-outdated") in refusal(ModuleSource("clusters", exported))
    assert "spoke" in queries.get_current("clusters").lessons[0].blocks[1].texts["en"].text


def test_a_damaged_manifest_is_refused() -> None:
    publish(module_source(), BY)
    for damaged in (
        b"{",
        b"[]",
        b'{"version": 9}',
        b'{"version": 1, "blocks": 5, "base_revision": "x"}',
        b"\xff",
    ):
        assert refusal(module_source({MANIFEST: damaged, **NEW_TEXT}))[0] == (MANIFEST, 1, "manifest-broken")


def test_an_export_keeps_its_ids_where_the_module_was_never_published() -> None:
    first = publish(module_source(), BY)
    publish(module_source(NEW_TEXT), BY)
    edited = queries.get_current("clusters").lessons[0].blocks[1].id
    assert edited == queries.get_revision(first.revision_id).lessons[0].blocks[1].id
    exported = {
        path: content.replace(b'"module": "clusters"', b'"module": "copied"')
        for path, content in service.export_files("clusters").items()
    }
    publish(ModuleSource("copied", exported), BY)
    assert queries.get_current("copied").lessons[0].blocks[1].id == edited


def test_a_check_with_the_database_knows_what_would_be_stale() -> None:
    from lms.domain.content.collecting import Collection

    publish(module_source(), BY)
    found = Collection(modules=[module_source({**NEW_TEXT, **STALE_QUIZ})])
    assert [problem.code for problem in service.check(found)] == []
    assert {problem.code for problem in service.check(found, has_database=True)} == {
        "stale",
        "assessed-stale",
    }
    assert revisions() == 1
