"""Notes of one's own: kept by block, seen by nobody else, alive when the block is gone."""

import pytest
from sqlalchemy import Engine

from lms.domain.accounts import service as accounts
from lms.domain.accounts.actor import Actor
from lms.domain.accounts.queries import get_user
from lms.domain.content.compiled import Module
from lms.domain.learning import queries, rules, service
from lms.domain.learning.service import NotePlace
from lms.domain.notifications import queries as notifications
from lms.foundation.db import session
from lms.foundation.errors import Invalid
from tests.factories.accounts import actor_of, make_user
from tests.factories.content import make_block, make_lesson, make_module
from tests.factories.learning import make_enrolment

LONG = "Klasteris ir partneriai. " * 60


@pytest.fixture
def module(database: Engine) -> Module:
    lesson = make_lesson("first", make_block("one", "Pirma pastraipa", "First"), make_block("long", LONG))
    return make_module(slug="concepts", lessons=(lesson, make_lesson("second")))


@pytest.fixture
def actor(module: Module) -> Actor:
    """A learner, beside another one who has written at the same blocks."""
    other = actor_of(make_user())
    for block in ("one", "long"):
        service.keep_note(other, place(module, block), "Svetima mintis", True, "lt")
    return actor_of(make_user())


def place(module: Module, block: str, lesson: str = "first") -> NotePlace:
    found = module.lesson(lesson)
    assert found is not None
    return NotePlace(module.module_id, lesson, block, found.block(block))


def own(actor: Actor, module: Module) -> list[tuple[str, str, bool, str]]:
    session.flush()
    return [note[:4] for note in queries.list_notes_in(actor.id, module.module_id)]


def test_a_note_is_kept_once_for_each_block_and_changed_in_place(actor: Actor, module: Module) -> None:
    service.keep_note(actor, place(module, "one"), "Mano mintis", False, "lt")
    service.keep_note(actor, place(module, "one"), "My thought", True, "en")
    assert own(actor, module) == [("one", "My thought", True, "en")]
    (line,) = queries.list_notes(actor.id)
    assert (line.module, line.lesson, line.quote, line.is_withdrawn) == ("concepts", "first", "First", False)


def test_nobody_gets_what_another_wrote(actor: Actor, module: Module) -> None:
    assert own(actor, module) == []
    assert queries.list_notes(actor.id) == []
    assert queries.find_note(actor.id, module.module_id, "one") is None


def test_highlighting_leaves_the_words_and_words_the_highlight(actor: Actor, module: Module) -> None:
    service.highlight(actor, place(module, "one"), True, "lt")
    service.keep_note(actor, place(module, "one"), "Mintis", True, "lt")
    service.highlight(actor, place(module, "one"), False, "en")
    assert own(actor, module) == [("one", "Mintis", False, "en")]


def test_the_words_alone_leave_the_highlight_as_it_is(actor: Actor, module: Module) -> None:
    service.highlight(actor, place(module, "one"), True, "lt")
    service.keep_note(actor, place(module, "one"), "Mintis", None, "lt")
    assert own(actor, module) == [("one", "Mintis", True, "lt")]
    service.keep_note(actor, place(module, "one"), "", None, "lt")
    assert own(actor, module) == [("one", "", True, "lt")]
    service.highlight(actor, place(module, "one"), False, "lt")
    service.keep_note(actor, place(module, "one"), "", None, "lt")
    assert own(actor, module) == []


def test_nothing_written_and_not_highlighted_is_no_note(actor: Actor, module: Module) -> None:
    service.highlight(actor, place(module, "one"), True, "lt")
    service.highlight(actor, place(module, "one"), False, "lt")
    service.highlight(actor, place(module, "one"), False, "lt")
    service.keep_note(actor, place(module, "long"), "   \n", False, "lt")
    assert own(actor, module) == []


def test_deleting_takes_only_ones_own(actor: Actor, module: Module) -> None:
    service.keep_note(actor, place(module, "one"), "Mintis", True, "lt")
    service.delete_note(actor, place(module, "one"))
    service.delete_note(actor, place(module, "one"))
    assert own(actor, module) == []
    session.flush()
    others = queries.find_note(actor.id - 1, module.module_id, "one")
    assert others is not None and others.text == "Svetima mintis"


def test_a_note_remembers_the_words_of_a_block_that_is_gone(actor: Actor, module: Module) -> None:
    service.keep_note(actor, place(module, "one"), "Mintis", False, "lt")
    gone = NotePlace(module.module_id, "first", "one", None)
    service.keep_note(actor, gone, "Kita mintis", False, "lt")
    (line,) = queries.list_notes(actor.id)
    assert (line.text, line.quote) == ("Kita mintis", "Pirma pastraipa")


def test_too_long_a_note_is_refused_and_a_long_block_quoted_in_part(actor: Actor, module: Module) -> None:
    with pytest.raises(Invalid):
        service.keep_note(actor, place(module, "one"), "a" * (rules.LONGEST_NOTE + 1), False, "lt")
    service.highlight(actor, place(module, "long"), True, "lt")
    (line,) = queries.list_notes(actor.id)
    assert line.quote.endswith("…") and len(line.quote) <= rules.LONGEST_QUOTE


def test_the_list_tells_of_the_writers_own_place_in_the_module(actor: Actor, module: Module) -> None:
    make_enrolment(make_user(), module)
    service.highlight(actor, place(module, "one"), True, "lt")
    assert [line.enrolment_id for line in queries.list_notes(actor.id)] == [None]
    enrolment = make_enrolment(get_user(actor.id), module)
    make_module(slug="concepts", withdrawn=True)
    (line,) = queries.list_notes(actor.id)
    assert (line.enrolment_id, line.is_withdrawn) == (enrolment.id, True)


def test_whether_a_reader_has_notes_comes_with_finding_the_reader(actor: Actor, module: Module) -> None:
    token = accounts.open_session(actor.id, browser="test", address="127.0.0.1")
    session.flush()

    def has_notes(slug: str) -> bool:
        reader = notifications.find_reader(token, slug)
        assert reader is not None
        return reader.has_notes

    assert not has_notes("concepts")
    service.highlight(actor, place(module, "one"), True, "lt")
    session.flush()
    assert has_notes("concepts")
    make_module(slug="other")
    assert not has_notes("other") and not has_notes("no-such-module")
