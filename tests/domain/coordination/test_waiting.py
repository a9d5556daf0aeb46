"""What waits for an author: for whom, in which order, counted as it is listed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lms.domain.assessment.models import Appeal, Correction
from lms.domain.content import queries as content
from lms.domain.coordination import queries, service
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_attempt, make_grading, make_submission, make_version
from tests.factories.catalogue import make_programme
from tests.factories.content import make_block, make_lesson, make_module
from tests.factories.learning import make_enrolment
from tests.factories.messaging import make_conversation

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)


def kinds(actor: Any, **asked: Any) -> list[str]:
    found = [item.kind for item in queries.list_waiting(actor, limit=50, **asked)]
    if not asked:
        assert len(found) == queries.count_waiting(actor)
        assert len(found) == sum(count.count for count in queries.list_waiting_counts(actor))
    return found


def author_of(*modules: Any) -> Any:
    return actor_of(make_user(), authored_modules=frozenset(module.module_id for module in modules))


def everything(module: Any) -> None:
    """One thing of every kind that somebody else has done in the module."""
    now = clock.now()
    make_version(module=module, handed_in_at=now - 4 * DAY)
    make_attempt(module=module, submitted_at=now - 5 * DAY, is_waiting=True)
    make_conversation(module=module, waiting_since=now - DAY)
    graded = make_version(module=module, handed_in_at=now - 90 * DAY)
    grading = make_grading(graded)
    submission = grading.submission_id
    learner_id = make_user().id
    session.add(
        Appeal(
            submission_id=submission,
            grading_id=grading.id,
            learner_id=learner_id,
            text="Prašau peržiūrėti",
            language="lt",
            made_at=now - 3 * DAY,
            state="open",
        )
    )
    session.add(
        Correction(
            module_id=module.module_id,
            quiz="final",
            from_revision_id=module.revision_id,
            to_revision_id=module.revision_id,
            found_at=now - 2 * DAY,
            state="open",
        )
    )
    session.flush()


def test_everything_stands_in_one_list_for_those_who_answer_for_it() -> None:
    module = make_module(
        lessons=(make_lesson("first", make_block("one", "Kitas tekstas", "Text", is_stale=True)),),
        prerequisites=("gone",),
        reviewed_on=(clock.now() - timedelta(days=350)).date(),
    )
    elsewhere = make_module()
    for each in (module, elsewhere):
        everything(each)
        service.look_over(each)
    programme = make_programme(module)
    by_module = author_of(module)
    by_programme = actor_of(make_user(), authored_programmes=frozenset({programme.id}))
    coordinator = actor_of(make_user(), coordinated_programmes=frozenset({programme.id}))
    in_order = ["question", "marking", "work", "appeal", "correction", "review", "translation", "link"]
    for author in (by_module, by_programme):
        found = queries.list_waiting(author, limit=50)
        assert sorted(item.kind for item in found) == sorted(in_order)
        assert found == sorted(found, key=lambda item: item.promised_on)
        assert {item.module for item in found} == {module.slug}
        assert queries.count_waiting(author) == len(in_order)
    assert kinds(coordinator) == []
    assert sorted(kinds(author_of(elsewhere))) == ["appeal", "correction", "marking", "question", "work"]
    assert len(kinds(author_of(module, elsewhere))) == 13


def test_the_oldest_promise_comes_first_and_not_what_came_first() -> None:
    module, now = make_module(), clock.now()
    make_version(module=module, handed_in_at=now - 3 * DAY)
    make_conversation(module=module, waiting_since=now)
    assert kinds(author_of(module)) == ["question", "work"]


def test_ones_own_never_waits_for_oneself() -> None:
    module, author = make_module(), make_user()
    enrolment = make_enrolment(author, module)
    make_version(make_submission(enrolment, module), module)
    make_attempt(enrolment, module, submitted_at=clock.now(), is_waiting=True)
    make_conversation(author, module)
    assert kinds(actor_of(author, authored_modules=frozenset({module.module_id}))) == []


def test_the_list_can_be_narrowed_and_its_pages_do_not_overlap() -> None:
    module, other = make_module(), make_module()
    for each in (module, other):
        everything(each)
    author = author_of(module, other)
    assert kinds(author, kind="work") == ["work", "work"]
    assert len(kinds(author, module=other.slug)) == 5
    assert kinds(author, kind="question", module=module.slug) == ["question"]
    assert kinds(author, kind="question", module="nowhere") == []
    pages = [queries.list_waiting(author, limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    whole = queries.list_waiting(author, limit=50)
    assert [item for page in pages for item in page] == whole
    assert len(whole) == 10


def test_the_next_thing_is_the_oldest_promise_besides_the_one_at_hand() -> None:
    module = make_module(prerequisites=("gone",))
    service.look_over(module)
    author = author_of(module)
    assert queries.find_next_waiting(author) is None  # a link is mended in the files
    everything(module)
    first, second = queries.list_waiting(author, limit=2)
    assert queries.find_next_waiting(author) == first
    assert queries.find_next_waiting(author, first.kind, first.id) == second


def test_what_is_withdrawn_asks_for_no_translation_but_its_learners_still_wait() -> None:
    module = make_module(
        lessons=(make_lesson("first", make_block("one", "Kitas tekstas", "Text", is_stale=True)),)
    )
    service.look_over(module)
    make_version(module=module)
    author = author_of(module)
    assert sorted(kinds(author)) == ["translation", "work"]
    row = content.find_module(module.slug)
    assert row is not None
    row.withdrawn_at = clock.now()
    session.flush()
    assert kinds(author) == ["work"]


def test_a_line_says_whose_and_what_it_is() -> None:
    module, learner = make_module(), make_user(name="Rasa Žemaitytė")
    submission = make_submission(make_enrolment(learner, module), module)
    make_version(submission, module)
    make_version(submission, module, number=2)
    (item,) = queries.list_waiting(author_of(module), limit=5)
    assert (item.who, item.what, item.number, item.revision_id) == (
        "Rasa Žemaitytė",
        "actor-map",
        2,
        module.revision_id,
    )
    assert replace(item, stage="begun") != item
