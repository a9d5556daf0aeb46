"""Whose a question is, by when it is answered, and what is said when the day passes; with others beside."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lms.domain.accounts.actor import Actor
from lms.domain.content.compiled import Module
from lms.domain.messaging import jobs, queries, service
from lms.domain.messaging.events import AnswersLate, MessagePosted, QuestionHandedOver
from lms.domain.messaging.models import Absence, Conversation
from lms.foundation import clock, events, working_days
from lms.foundation.audit import entries
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme, make_staff
from tests.factories.content import make_module
from tests.factories.messaging import make_absence, make_conversation

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def told() -> Iterator[list[Any]]:
    heard: list[Any] = []
    events.connect([(each, heard.append) for each in (MessagePosted, QuestionHandedOver, AnswersLate)])
    yield heard
    events.connect([])


def actor_of(user: Any, *modules: Module) -> Actor:
    authored = frozenset(module.module_id for module in modules)
    return Actor(id=user.id, name=user.name, email=user.email, authored_modules=authored)


def author_of(module: Module) -> Any:
    author = make_user()
    make_staff(author, module=module)
    return author


def ask(learner: Any, module: Module) -> Conversation:
    question = service.Question(module=module, lesson=module.lesson("first"), block=None, text="Kodėl?")
    return session.get_one(Conversation, service.ask(actor_of(learner), question))


def reply(actor: Actor, conversation: Conversation, text: str = "Todėl.") -> None:
    service.reply(actor, queries.get_conversation(conversation.id), text)


def test_who_answers_first_takes_it_and_is_told_of_what_follows(told: list[Any]) -> None:
    module, learner = make_module(), make_user()
    first, second = author_of(module), author_of(module)
    conversation = ask(learner, module)
    assert conversation.owner_id is None
    reply(actor_of(second, module), conversation)
    reply(actor_of(first, module), conversation, "Ir dar.")
    reply(actor_of(learner), conversation, "O kaip?")
    session.commit()
    assert conversation.owner_id == second.id
    assert [event.told_ids for event in told] == [
        (first.id, second.id),
        (learner.id,),
        (learner.id,),
        (second.id,),
    ]


def test_the_day_is_counted_from_the_first_unanswered_word(monkeypatch: pytest.MonkeyPatch) -> None:
    module, learner = make_module(), make_user()
    author = author_of(module)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 23, 21, 30, tzinfo=UTC))
    conversation = ask(learner, module)
    assert conversation.answer_by == date(2026, 12, 30)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 29, 9, tzinfo=UTC))
    reply(actor_of(learner), conversation, "Labai laukiu.")
    assert conversation.answer_by == date(2026, 12, 30)
    reply(actor_of(author, module), conversation)
    assert conversation.answer_by is None
    reply(actor_of(learner), conversation, "O dabar?")
    assert conversation.answer_by == date(2027, 1, 4)


@pytest.mark.parametrize("state", ["answered", "settled", "closed"])
def test_a_new_word_promises_anew_whatever_the_state(state: str) -> None:
    module, learner = make_module(), make_user()
    conversation = make_conversation(learner, module, state=state, waiting_since=None)
    reply(actor_of(learner), conversation, "Dar klausimas.")
    assert (conversation.state, conversation.escalated_at) == ("waiting", None)
    assert conversation.answer_by == working_days.after(working_days.day_of(clock.now()), 3)


def test_during_leave_the_substitute_owns_what_is_asked_and_then_it_ends_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module, elsewhere = make_module(), make_module()
    author, colleague, third = author_of(module), author_of(module), author_of(module)
    make_absence(author, colleague)
    make_absence(author_of(elsewhere))
    conversation = make_conversation(module=module, owner_id=author.id)
    reply(actor_of(session.get_one(type(author), conversation.learner_id)), conversation, "Ar esate?")
    assert conversation.owner_id == colleague.id
    later = clock.now() + timedelta(days=10)
    monkeypatch.setattr(clock, "now", lambda: later)
    kept = make_conversation(module=module, owner_id=author.id)
    reply(actor_of(session.get_one(type(author), kept.learner_id)), kept, "Ar grįžote?")
    assert kept.owner_id == author.id
    assert third.id not in (kept.owner_id, conversation.owner_id)


def test_when_leave_begins_what_waits_goes_to_the_substitute(told: list[Any]) -> None:
    module, elsewhere = make_module(), make_module()
    author, colleague, alone = author_of(module), author_of(module), author_of(module)
    waiting = make_conversation(module=module, owner_id=author.id)
    answered = make_conversation(module=module, owner_id=author.id, state="answered", waiting_since=None)
    kept = make_conversation(module=module, owner_id=alone.id)
    foreign = make_conversation(module=elsewhere, owner_id=author.id)
    asked_by_them = make_conversation(colleague, module, owner_id=author.id)
    make_absence(alone)  # nobody answers instead: all co-authors see it
    today = working_days.day_of(clock.now())
    later = service.enter_absence(
        actor_of(author, module), today + timedelta(days=1), today + timedelta(days=3), colleague.id
    )
    questions = [each.id for each in (waiting, answered, kept, foreign, asked_by_them)]
    absence_id, owners = later.id, [author.id, author.id, alone.id, author.id, author.id]
    session.commit()
    jobs.pass_on_questions()
    assert [session.get_one(Conversation, each).owner_id for each in questions] == owners
    session.get_one(Absence, absence_id).from_day = today
    session.commit()
    for _each_morning in range(2):
        jobs.pass_on_questions()
    assert [session.get_one(Conversation, each).owner_id for each in questions] == [colleague.id, *owners[1:]]
    assert [(type(each), each.by_id, each.to_id) for each in told] == [
        (QuestionHandedOver, author.id, colleague.id)
    ]


def test_who_answers_for_many_modules_is_asked_in_one_statement(count_statements: Callable[[], int]) -> None:
    modules = [make_module() for _each in range(3)]
    ids = {module.module_id for module in modules}
    stranger = make_module()
    author, colleague = author_of(modules[0]), author_of(modules[0])
    make_staff(author, "author", programme=make_programme(*modules[:2]))
    make_staff(colleague, "coordinator", programme=make_programme(*modules[2:]))
    author_of(stranger)
    make_absence(author, colleague)
    for module in modules[:2]:
        for _each in range(3):
            make_conversation(module=module, owner_id=author.id)
    session.commit()
    today = working_days.day_of(clock.now())
    found = queries.list_answerers_of(ids, today)
    assert {each: [(who.user_id, who.is_own, len(who.leaves)) for who in found[each]] for each in found} == {
        modules[0].module_id: [(author.id, True, 1), (colleague.id, True, 0)],
        modules[1].module_id: [(author.id, False, 1)],
    }
    assert queries.list_answerers(modules[0].module_id, today, besides=author.id) == [
        found[modules[0].module_id][1]
    ]
    count_statements()
    with session.no_autoflush:
        assert service.pass_on_questions() == 3  # nobody stands in for the author in the second module
    assert count_statements() == 2


def test_a_leave_that_has_begun_passes_on_at_once(told: list[Any]) -> None:
    module = make_module()
    author, colleague, third = author_of(module), author_of(module), author_of(module)
    make_absence(colleague, third)  # away too, and stood in for
    waiting = make_conversation(module=module, owner_id=author.id)
    others = make_conversation(module=module, owner_id=colleague.id)
    today = working_days.day_of(clock.now())
    service.enter_absence(actor_of(author, module), today, today, colleague.id)
    session.commit()
    assert (waiting.owner_id, others.owner_id) == (third.id, colleague.id)
    assert [each.to_id for each in told] == [third.id]


def test_what_another_has_taken_waits_for_that_one_alone_while_they_are_there() -> None:
    module = make_module()
    mine, other, gone = author_of(module), author_of(module), make_user()
    shared = make_conversation(module=module)
    own = make_conversation(module=module, owner_id=mine.id)
    taken = make_conversation(module=module, owner_id=other.id)
    left_behind = make_conversation(module=module, owner_id=gone.id)
    make_conversation()
    today = working_days.day_of(clock.now())

    def waiting() -> set[int]:
        found = session.query(Conversation.id).where(queries.waits_for(actor_of(mine, module), today))
        return {row.id for row in found}

    assert waiting() == {shared.id, own.id, left_behind.id}
    make_absence(other)
    assert waiting() == {shared.id, own.id, left_behind.id, taken.id}
    inbox = {
        whose: [
            talk.id
            for talk in queries.list_inbox(
                actor_of(mine, module), module=None, states=("waiting",), whose=whose, limit=9
            )
        ]
        for whose in ("all", "mine", "nobody")
    }
    assert (len(inbox["all"]), inbox["mine"], inbox["nobody"]) == (
        4,
        [own.id],
        [shared.id, left_behind.id],
    )


def test_an_author_takes_it_and_the_second_who_takes_it_at_once_is_told() -> None:
    module = make_module()
    first, second = author_of(module), author_of(module)
    talk = queries.get_conversation(make_conversation(module=module).id)
    service.take(actor_of(first, module), talk, None)
    with pytest.raises(Conflict):
        service.take(actor_of(second, module), talk, None)
    service.take(actor_of(second, module), talk, first.id)
    assert session.get_one(Conversation, talk.id).owner_id == second.id
    with pytest.raises(NotAllowed):
        service.take(actor_of(make_user(), make_module()), talk, second.id)


def test_it_is_handed_over_to_one_who_answers_and_is_there(told: list[Any]) -> None:
    module = make_module()
    first, second, away = author_of(module), author_of(module), author_of(module)
    make_absence(away)
    talk = queries.get_conversation(make_conversation(module=module).id)
    for nobody in (away.id, author_of(make_module()).id, talk.learner_id, None):
        with pytest.raises(Invalid):
            service.hand_over(actor_of(first, module), talk, nobody, None)
    service.hand_over(actor_of(first, module), talk, second.id, None)
    service.hand_over(actor_of(first, module), talk, second.id, None)
    session.commit()
    assert session.get_one(Conversation, talk.id).owner_id == second.id
    assert [(event.by_id, event.to_id) for event in told] == [(first.id, second.id)]
    with pytest.raises(NotAllowed):
        service.hand_over(actor_of(make_user()), talk, second.id, second.id)


def test_what_another_has_taken_since_is_not_handed_over() -> None:
    module = make_module()
    first, second, third = author_of(module), author_of(module), author_of(module)
    talk = queries.get_conversation(make_conversation(module=module).id)
    service.take(actor_of(second, module), talk, None)
    with pytest.raises(Conflict):
        service.hand_over(actor_of(first, module), talk, third.id, None)
    assert session.get_one(Conversation, talk.id).owner_id == second.id
    service.hand_over(actor_of(first, module), talk, third.id, second.id)
    assert session.get_one(Conversation, talk.id).owner_id == third.id


def test_a_question_of_one_who_answers_no_more_is_nobodys_again() -> None:
    module, programme = make_module(), make_programme(make_module())
    mine, closed, elsewhere = author_of(module), author_of(module), make_user()
    make_staff(elsewhere, programme=programme)
    closed.standing = "deactivated"
    session.flush()
    left = [make_conversation(module=module, owner_id=each.id).id for each in (closed, elsewhere)]
    make_conversation(module=module, owner_id=mine.id)
    talks = [queries.get_conversation(each) for each in left]
    assert [(talk.owner_id, talk.owner) for talk in talks] == [(None, None)] * 2
    nobodys = queries.list_inbox(
        actor_of(mine, module), module=None, states=("waiting",), whose="nobody", limit=9
    )
    assert {talk.id for talk in nobodys} == set(left)
    service.take(actor_of(mine, module), talks[0], None)
    assert session.get_one(Conversation, left[0]).owner_id == mine.id


def test_lateness_is_told_once_for_each_promise_and_as_a_fact(told: list[Any]) -> None:
    module, other = make_module(), make_module()
    long_ago = clock.now() - timedelta(days=20)
    late = [make_conversation(module=module, waiting_since=long_ago).id for _ in range(2)]
    make_conversation(module=module)
    make_conversation(module=other, state="answered", waiting_since=None, answer_by=date(2026, 1, 5))
    make_conversation(make_user(standing="deactivated"), other, waiting_since=long_ago)
    session.commit()
    for _ in range(2):
        jobs.tell_of_late_answers()
    (event,) = told
    assert (event.module_id, event.conversation_ids) == (module.module_id, tuple(late))
    told_of = {
        row.id for row in session.query(Conversation.id).filter(Conversation.escalated_at.is_not(None))
    }
    assert told_of == set(late)
    answered = session.get_one(Conversation, late[0])
    reply(actor_of(author_of(module), module), answered)
    assert answered.escalated_at is None


def test_the_programmes_people_are_told_of_lateness() -> None:
    module = make_module()
    programme = make_programme(module)
    coordinator, author = make_user(), make_user()
    make_staff(coordinator, "coordinator", programme=programme)
    make_staff(author, programme=programme)
    make_staff(author, "coordinator", programme=programme)
    make_staff(make_user(), "coordinator", programme=make_programme(make_module()))
    author_of(module)  # was told of the question, and has it before them
    found = queries.list_told_of_lateness(module.module_id)
    assert found == {coordinator.id: "coordinator", author.id: "author"}
    outside = make_module()
    alone = author_of(outside)
    assert queries.list_told_of_lateness(outside.module_id) == {alone.id: "author"}


def test_an_absence_is_entered_once_with_a_co_author_and_leaves_a_trace() -> None:
    module = make_module()
    author, colleague, stranger = author_of(module), author_of(module), author_of(make_module())
    actor, today = actor_of(author, module), working_days.day_of(clock.now())
    make_absence(stranger)
    absence = service.enter_absence(actor, today, today + timedelta(days=5), colleague.id)
    refused = [
        (today, today, None),  # entered already
        (today + timedelta(days=9), today + timedelta(days=8), None),
        (today - timedelta(days=9), today - timedelta(days=1), None),
        (today + timedelta(days=9), today + timedelta(days=900), None),
        (today + timedelta(days=9), today + timedelta(days=10), stranger.id),
    ]
    for first, last, substitute_id in refused:
        with pytest.raises(Invalid):
            service.enter_absence(actor, first, last, substitute_id)
    assert [each.name for each in queries.list_absences_of(author.id, today)] == [colleague.name]
    assert [each.name for each in queries.list_standing_in(colleague.id, today)] == [author.name]
    with pytest.raises(NotAllowed):
        service.remove_absence(actor_of(stranger, module), absence)
    service.remove_absence(actor, absence)
    session.flush()
    assert session.query(Absence).filter_by(user_id=author.id).count() == 0
    deeds = [entry.deed for entry in session.scalars(entries(subject=f"user:{author.id}"))]
    assert deeds == ["absence-removed", "absence-entered"]
    with pytest.raises(NotAllowed):
        service.enter_absence(actor_of(make_user()), today, today, None)
