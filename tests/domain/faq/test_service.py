"""Writing, publishing and withdrawing: only its authors, only whole, and told to those who keep pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from lms.domain.accounts.actor import Actor
from lms.domain.faq import queries, rules, service
from lms.domain.faq.events import FaqChanged
from lms.domain.search import service as index
from lms.domain.search.models import SearchEntry
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotAllowed
from tests.factories.accounts import make_user
from tests.factories.content import make_module
from tests.factories.faq import make_entry

pytestmark = pytest.mark.usefixtures("database")
BOTH = service.Words(
    question={"lt": "Kuo skiriasi?", "en": "How does it differ?"},
    answer={"lt": "Tikslu.", "en": "By its aim."},
)
ONE = service.Words(question={"lt": "Kuo skiriasi?", "en": ""}, answer={"lt": "Tikslu.", "en": " "})
PEOPLE = ("Jonas Kalnietis",)


@pytest.fixture(autouse=True)
def told() -> Iterator[list[FaqChanged]]:
    heard: list[FaqChanged] = []
    events.connect([(FaqChanged, heard.append)])
    yield heard
    events.connect([])


def author_of(module_id: int) -> Actor:
    user = make_user()
    return Actor(id=user.id, name=user.name, email=user.email, authored_modules=frozenset({module_id}))


def place_in(module_id: int) -> service.Place:
    return service.Place(
        module_id=module_id,
        programme_ids=frozenset(),
        lesson="first",
        block="first-one",
        source="conversation:7",
    )


def stamp_of(slug: str) -> int:
    module, stamp = queries.get_current(slug)
    listed = queries.list_stamps([module.module_id])
    assert listed.get(module.module_id, 0) == stamp
    return stamp


def test_what_is_proposed_is_seen_once_it_is_published(told: list[FaqChanged]) -> None:
    module, _noise = make_module(), make_entry(make_module())
    author = author_of(module.module_id)
    entry_id = service.propose(author, place_in(module.module_id), BOTH)
    assert queries.list_published(module.module_id) == []
    assert stamp_of(module.slug) == 0
    service.publish(author, queries.get_entry(entry_id), ["lt", "en"], PEOPLE, is_nobody=False)
    (seen,) = queries.list_published(module.module_id, "first")
    assert (seen.block, seen.question["en"]) == ("first-one", "How does it differ?")
    assert queries.list_published(module.module_id, "second") == []
    assert stamp_of(module.slug) == 1
    session.commit()
    assert [each.entry_id for each in told] == [entry_id]


def test_publishing_twice_changes_nothing_more() -> None:
    module = make_module()
    author, entry = author_of(module.module_id), make_entry(module)
    service.publish(author, queries.get_entry(entry.id), ["lt", "en"], PEOPLE, is_nobody=False)
    assert stamp_of(module.slug) == 1


def test_half_a_translation_stays_a_proposal() -> None:
    module = make_module()
    author = author_of(module.module_id)
    entry = queries.get_entry(service.propose(author, place_in(module.module_id), ONE))
    assert entry.question == {"lt": "Kuo skiriasi?"}
    with pytest.raises(Invalid):
        service.publish(author, entry, ["lt", "en"], PEOPLE, is_nobody=False)
    service.publish(author, entry, ["lt"], PEOPLE, is_nobody=False)
    assert stamp_of(module.slug) == 1


@pytest.mark.parametrize("words", ["Sakė [vardas].", "Said [name]."])
def test_a_mark_in_the_place_of_a_name_is_never_published(words: str) -> None:
    module = make_module()
    entry = make_entry(module, state="proposed", answer={"lt": words, "en": words})
    with pytest.raises(Invalid):
        service.publish(
            author_of(module.module_id), queries.get_entry(entry.id), ["lt", "en"], PEOPLE, is_nobody=True
        )


def test_a_name_is_published_only_when_it_names_nobody() -> None:
    module = make_module()
    author = author_of(module.module_id)
    entry = make_entry(module, state="proposed", question={"lt": "Ar Jonui galima?", "en": "May one?"})
    found = queries.get_entry(entry.id)
    with pytest.raises(Invalid, match="Jonui"):
        service.publish(author, found, ["lt", "en"], PEOPLE, is_nobody=False)
    service.publish(author, found, ["lt", "en"], PEOPLE, is_nobody=True)
    assert len(queries.list_published(module.module_id)) == 1


def test_a_change_has_to_be_looked_at_again_and_withdrawing_keeps_the_words() -> None:
    module = make_module()
    author, entry = author_of(module.module_id), make_entry(module)
    service.change(author, queries.get_entry(entry.id), BOTH)
    assert queries.list_published(module.module_id) == []
    stamp = stamp_of(module.slug)
    service.publish(author, queries.get_entry(entry.id), ["lt", "en"], PEOPLE, is_nobody=False)
    service.withdraw(author, queries.get_entry(entry.id))
    kept = queries.get_entry(entry.id)
    assert (kept.state, kept.answer["lt"]) == ("withdrawn", "Tikslu.")
    assert queries.list_published(module.module_id) == []
    assert stamp_of(module.slug) == stamp + 2
    deeds = [each.deed for each in session.query(audit.AuditEntry).order_by(audit.AuditEntry.id)]
    assert deeds[-3:] == ["faq-changed", "faq-published", "faq-withdrawn"]


def test_the_same_form_sent_twice_is_one_entry() -> None:
    module = make_module()
    author, place = author_of(module.module_id), place_in(module.module_id)
    first = service.propose(author, place, BOTH)
    assert service.propose(author, place, BOTH) == first
    assert service.propose(author, place, ONE) != first
    assert service.propose(author, replace(place, source="conversation:8"), BOTH) != first


def test_which_language_was_left_as_it_was() -> None:
    module = make_module()
    author = author_of(module.module_id)
    entry_id = service.propose(author, place_in(module.module_id), ONE)

    def changed(**words: dict[str, str]) -> str | None:
        return service.change(author, queries.get_entry(entry_id), replace(BOTH, **words))

    assert changed() is None  # English is new
    assert changed(answer={"lt": "Bendru tikslu.", "en": "By its aim."}) == "en"
    assert changed(answer={"lt": "Bendru tikslu.", "en": "By a common aim."}) == "lt"
    assert changed(answer={"lt": "Kitu.", "en": "By another."}) is None


def test_two_authors_do_not_write_over_each_other() -> None:
    module = make_module()
    first, second = author_of(module.module_id), author_of(module.module_id)
    entry = make_entry(module, changed_at=clock.now() - timedelta(minutes=5))
    seen = rules.state_mark(entry.changed_at)
    service.change(first, queries.get_entry(entry.id), BOTH, seen)
    service.change(first, queries.get_entry(entry.id), BOTH, seen)  # pressed twice
    theirs = replace(BOTH, answer={"lt": "Kitaip.", "en": "Otherwise."})
    with pytest.raises(Invalid, match="kitas rengėjas arba jūs kitame lange"):
        service.change(second, queries.get_entry(entry.id), theirs, seen)
    now_seen = rules.state_mark(queries.get_entry(entry.id).changed_at)
    service.change(second, queries.get_entry(entry.id), theirs, now_seen)
    assert queries.get_entry(entry.id).answer["lt"] == "Kitaip."


def test_an_entry_moves_to_a_place_that_is_there(told: list[FaqChanged]) -> None:
    module = make_module()
    author, entry = author_of(module.module_id), make_entry(module)
    make_entry(module)
    stamp = stamp_of(module.slug)
    for lesson, block in (("gone", None), ("first", "gone")):
        with pytest.raises(Invalid):
            service.move(author, queries.get_entry(entry.id), module, lesson, block)
    for _pressed_twice in range(2):
        service.move(author, queries.get_entry(entry.id), module, "second", None)
    assert [each.id for each in queries.list_published(module.module_id, "second")] == [entry.id]
    assert stamp_of(module.slug) == stamp + 1
    session.commit()
    assert [each.entry_id for each in told] == [entry.id]
    with pytest.raises(NotAllowed):
        service.move(author_of(0), queries.get_entry(entry.id), module, "first", None)


def test_nobody_else_writes_for_all() -> None:
    module, elsewhere = make_module(), make_module()
    stranger, entry = author_of(elsewhere.module_id), make_entry(module)
    with pytest.raises(NotAllowed):
        service.propose(stranger, place_in(module.module_id), BOTH)
    found = queries.get_entry(entry.id)
    for deed in (service.withdraw, lambda actor, each: service.change(actor, each, BOTH)):
        with pytest.raises(NotAllowed):
            deed(stranger, found)
    assert queries.list_of_author(stranger, 25) == []
    assert queries.count_of_author(stranger) == 0


def test_what_is_empty_or_too_long_is_refused_by_name() -> None:
    module = make_module()
    author, place = author_of(module.module_id), place_in(module.module_id)
    with pytest.raises(Invalid) as empty:
        service.propose(author, place, replace(ONE, answer={"lt": "", "en": "By its aim."}))
    assert empty.value.field == "question_lt"
    with pytest.raises(Invalid) as long:
        service.propose(author, place, replace(BOTH, answer={"lt": "a" * 10_001, "en": "a"}))
    assert long.value.field == "answer_lt"


def test_the_search_finds_the_lesson_by_an_answer_while_it_is_published() -> None:
    module = make_module()
    author = author_of(module.module_id)
    entry = make_entry(module, answer={"lt": "Stebėsenos rodikliai", "en": "Zymurgy"})
    index.index_module_again(module.module_id)
    assert _words_of(module.module_id, "en").count("Zymurgy") == 1
    service.withdraw(author, queries.get_entry(entry.id))
    index.index_module_again(module.module_id)
    assert "Zymurgy" not in _words_of(module.module_id, "en")


def _words_of(module_id: int, language: str) -> list[str]:
    entries = session.query(SearchEntry).filter_by(module_id=module_id, language=language, kind="lesson")
    return [text for entry in entries for _block, text, _stems in entry.pieces]
