"""Programmes as their files describe them, and what the catalogue shows of them."""

from dataclasses import dataclass, field, replace

import pytest

from lms.domain.catalogue import queries, service
from lms.domain.catalogue.events import ProgrammeChanged
from lms.foundation import clock
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session
from lms.foundation.errors import NotFound
from lms.foundation.events import Event
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module, make_revision

pytestmark = pytest.mark.usefixtures("database")


@dataclass(frozen=True)
class Source:
    """What the files of a programme say."""

    slug: str = "clustering"
    title: dict[str, str] = field(default_factory=lambda: {"lt": "Klasteriai", "en": "Clusters"})
    summary: dict[str, str] = field(default_factory=lambda: {"lt": "Trumpai", "en": "In short"})
    aim: dict[str, str] = field(default_factory=lambda: {"lt": "Tikslas", "en": "Aim"})
    position: int = 1
    modules: tuple[str, ...] = ()


def slugs(programme: str) -> list[str]:
    return [module.slug for module in queries.get_programme_card(programme).modules]


def test_a_programme_is_saved_with_its_modules_in_order(told: list[Event]) -> None:
    first, second = make_module(), make_module()
    make_programme()
    assert service.save_programme(Source(modules=(second.slug, first.slug)), "command:content publish")
    session.commit()
    assert slugs("clustering") == [second.slug, first.slug]
    programme = queries.find_programme("clustering")
    assert programme is not None
    assert told == [ProgrammeChanged(programme_id=programme.id)]


def test_saving_the_same_files_again_changes_nothing(told: list[Event]) -> None:
    source = Source(modules=(make_module().slug,))
    service.save_programme(source, "test")
    session.commit()
    written = session.query(AuditEntry).count()
    told.clear()
    assert not service.save_programme(source, "test")
    session.commit()
    assert told == []
    assert session.query(AuditEntry).count() == written


def test_new_words_and_a_new_order_are_taken_over() -> None:
    first, second = make_module(), make_module()
    source = Source(modules=(first.slug, second.slug))
    service.save_programme(source, "test")
    changed = replace(source, title={"lt": "Kitaip", "en": "Otherwise"}, modules=(second.slug, first.slug))
    assert service.save_programme(changed, "test")
    assert queries.get_programme_card("clustering").title["lt"] == "Kitaip"
    assert slugs("clustering") == [second.slug, first.slug]


def test_a_module_whose_folder_is_gone_stays_and_one_not_yet_published_waits() -> None:
    kept, joined = make_module(), make_module()
    service.save_programme(Source(modules=(kept.slug,)), "test")
    service.save_programme(Source(modules=(joined.slug, "not-yet")), "test")
    assert slugs("clustering") == [joined.slug, kept.slug]


def test_a_withdrawn_module_is_gone_from_the_catalogue() -> None:
    module, gone = make_module(), make_module()
    programme = make_programme(module, gone)
    alone = make_module(withdrawn=True)
    make_module(slug=gone.slug, withdrawn=True)
    assert slugs(programme.slug) == [module.slug]
    assert [each.slug for each in queries.list_programmes()[0].modules] == [module.slug]
    assert alone.slug not in {each.slug for each in queries.list_single_modules()}


def test_modules_outside_any_programme_stand_by_themselves() -> None:
    make_programme(make_module())
    guide = make_module(slug="authors-guide")
    assert [module.slug for module in queries.list_single_modules()] == ["authors-guide"]
    assert guide.module_id not in queries.modules_of(1)


def test_programmes_come_in_their_order_with_the_present_text() -> None:
    module = make_module()
    last, first = make_programme(place=9), make_programme(module, place=1)
    make_programme(place=0, withdrawn_at=clock.now())
    make_revision(module, title={"lt": "Naujesnis", "en": "Newer"})
    cards = queries.list_programmes()
    assert [card.slug for card in cards] == [first.slug, last.slug]
    assert cards[0].modules[0].title["lt"] == "Naujesnis"
    assert cards[0].minutes == 360


def test_a_withdrawn_programme_is_not_found_but_comes_back_with_its_files() -> None:
    service.save_programme(Source(), "test")
    assert service.withdraw_programme("clustering", "test")
    assert not service.withdraw_programme("clustering", "test")
    for read in (queries.get_programme, queries.get_programme_card):
        with pytest.raises(NotFound):
            read("clustering")
    assert service.save_programme(Source(), "test")
    assert queries.get_programme("clustering").slug == "clustering"
    with pytest.raises(NotFound):
        service.withdraw_programme("no-such-programme", "test")


def test_the_surroundings_of_a_module_are_its_programmes_and_prerequisites() -> None:
    before, gone, module = make_module(), make_module(withdrawn=True), make_module()
    programme = make_programme(module)
    make_programme(module, withdrawn_at=clock.now())
    make_programme()
    above, built_on = queries.find_surroundings(module.module_id, (gone.slug, before.slug, "unknown"))
    assert [each.slug for each in above] == [programme.slug]
    assert above[0].title == programme.title
    assert [each.slug for each in built_on] == [before.slug]
