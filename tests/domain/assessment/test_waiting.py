"""What waits for whom."""

from datetime import timedelta

import pytest

from lms.domain.assessment import queries
from lms.foundation import clock
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_file, make_grading, make_submission, make_version
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment
from tests.waiting import next_id, waiting_ids

pytestmark = pytest.mark.usefixtures("database")


def test_the_oldest_waits_first_and_only_for_those_who_answer_for_it() -> None:
    module, other_module = make_module(), make_module()
    programme = make_programme(module)
    now = clock.now()
    newer = make_version(module=module, handed_in_at=now)
    older = make_version(module=module, handed_in_at=now - timedelta(days=2))
    elsewhere = make_version(module=other_module)
    make_submission(module=module)
    graded = make_version(module=module)
    make_grading(graded)

    by_module = actor_of(make_user(), authored_modules=frozenset({module.module_id}))
    by_programme = actor_of(make_user(), authored_programmes=frozenset({programme.id}))
    coordinator = actor_of(make_user(), coordinated_programmes=frozenset({programme.id}))
    other_author = actor_of(make_user(), authored_modules=frozenset({other_module.module_id}))

    for author in (by_module, by_programme):
        assert waiting_ids(author) == [older.submission_id, newer.submission_id]
    assert waiting_ids(coordinator) == []
    assert waiting_ids(other_author) == [elsewhere.submission_id]
    assert next_id(by_module, besides=older.submission_id) == newer.submission_id
    assert next_id(other_author, besides=elsewhere.submission_id) is None


def test_ones_own_work_never_waits_for_oneself() -> None:
    module, author = make_module(), make_user()
    submission = make_submission(make_enrolment(author, module), module)
    make_version(submission, module)
    actor = actor_of(author, authored_modules=frozenset({module.module_id}))
    assert waiting_ids(actor) == []


def test_a_learner_waits_for_what_is_being_graded() -> None:
    module, learner = make_module(), make_user()
    submission = make_submission(make_enrolment(learner, module), module)
    make_version(module=module)
    assert queries.list_keys_in_grading(learner.id) == {}
    version = make_version(submission, module)
    assert queries.list_keys_in_grading(learner.id) == {module.module_id: {"assignment:actor-map"}}
    make_grading(version)
    assert queries.list_keys_in_grading(learner.id) == {}


def test_a_file_tells_its_door_whose_it_is() -> None:
    module = make_module()
    programme = make_programme(module)
    version = make_version(module=module)
    submission = queries.get_submission(version.submission_id)
    draft, handed_in = make_file(submission), make_file(submission, version_id=version.id)
    assert not queries.get_file(draft.id).is_handed_in
    found = queries.get_file(handed_in.id)
    assert (found.is_handed_in, found.reader_ids, found.programme_ids) == (
        True,
        frozenset({submission.learner_id}),
        frozenset({programme.id}),
    )
