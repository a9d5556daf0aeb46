"""Two at the same moment, each on a connection of their own, on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.assessment import queries, service
from lms.domain.assessment.models import Attempt, Grading, Remarking, Submission, SubmissionVersion
from lms.domain.assessment.service import Draft, Judgement
from lms.domain.content.compiled import Module
from lms.domain.content.compiled_questions import Option
from lms.domain.learning.models import Achievement, Enrolment
from lms.foundation import db
from lms.foundation.db import session, unit_of_work
from lms.foundation.errors import Conflict
from tests.at_once import at_once, shared_database  # noqa: F401 (the fixture)
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_attempt, make_submission, make_version
from tests.factories.content import make_module, make_question, make_quiz, make_revision
from tests.factories.learning import make_enrolment

PASSING = {"problem": 2, "sectors": 2, "ties": 2, "conclusion": 1}


def begin() -> tuple[Module, Actor, int]:
    """A learner in a module, committed."""
    with unit_of_work():
        module, learner = make_module(), make_user()
        enrolment = make_enrolment(learner, module)
        session.flush()
        return module, actor_of(learner), enrolment.id


def count(model: type[db.Base]) -> int:
    with db.reading():
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.usefixtures("shared_database")
def test_two_tabs_start_one_attempt() -> None:
    module, actor, _ = begin()
    outcomes = at_once(*[lambda: service.start_attempt(actor, module, "final")] * 4)
    assert outcomes == [None] * 4
    assert count(Attempt) == 1


@pytest.mark.usefixtures("shared_database")
def test_answers_saved_while_handing_in_count_or_are_refused() -> None:
    module, actor, enrolment_id = begin()
    with unit_of_work():
        make_attempt(_enrolment(enrolment_id), module, answers={"first": ["yes"]})

    def save() -> str:
        service.save_answer(actor, module.slug, "final", "second", ["yes"], language="lt")
        return "saved"

    def submit() -> int | None:
        return service.submit_attempt(actor, module.slug, "final", language="lt", anyway=True).score

    saved, score, again = at_once(save, submit, submit)
    assert score == again == (2 if _was_in_time() else 1)
    assert saved == "saved" or isinstance(saved, Conflict)
    assert count(Achievement) == 1


def _was_in_time() -> bool:
    with db.reading():
        return "second" in queries.read_answers(session.scalar(select(Attempt.id)) or 0)


@pytest.mark.usefixtures("shared_database")
def test_two_windows_hand_in_one_version() -> None:
    module, actor, _ = begin()

    def hand_in() -> str:
        return service.hand_in(actor, module, "actor-map", Draft("Darbas", "lt", 0, "a")).receipt

    receipts = at_once(hand_in, hand_in, hand_in)
    assert len(set(receipts)) == 1
    assert (count(Submission), count(SubmissionVersion)) == (1, 1)


@pytest.mark.usefixtures("shared_database")
def test_of_two_different_texts_at_once_one_is_refused_and_nothing_is_mixed() -> None:
    module, actor, _ = begin()

    def save(words: str) -> Callable[[], str]:
        return lambda: service.save_draft(actor, module, "actor-map", Draft(words, "lt", 0, words)).draft_text

    outcomes = at_once(save("vienas"), save("du"))
    saved = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(saved) == 1
    assert sum(isinstance(outcome, service.NewerElsewhere) for outcome in outcomes) == 1
    with db.reading():
        assert session.scalar(select(Submission.draft_text)) == saved[0]


@pytest.mark.usefixtures("shared_database")
def test_two_graders_make_one_judgement() -> None:
    module, _, enrolment_id = begin()
    with unit_of_work():
        submission = make_submission(_enrolment(enrolment_id), module)
        version = make_version(submission, module)
        graders = [actor_of(make_user()) for _ in range(3)]
        submission_id, version_id = submission.id, version.id

    def grade(grader: Actor) -> Callable[[], int]:
        judgement = Judgement(version_id, "lt", PASSING, {}, f"Vertino {grader.id}")
        return lambda: service.grade(grader, submission_id, judgement).grader_id

    outcomes = at_once(*[grade(grader) for grader in graders])
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, service.AlreadyGraded) for outcome in outcomes) == 2
    assert (count(Grading), count(Achievement)) == (1, 1)


def _enrolment(enrolment_id: int) -> Any:

    return session.get_one(Enrolment, enrolment_id)


def _attempt_with_a_corrected_key() -> tuple[Actor, int, int]:
    """An attempt whose result would rise, the correction about it, and the author who decides."""
    module, _actor, enrolment_id = begin()
    with unit_of_work():
        make_attempt(_enrolment(enrolment_id), module, answers={"first": ["no"], "second": ["yes"]})
        learner = actor_of(session.get_one(User, _enrolment(enrolment_id).learner_id))
        attempt = service.submit_attempt(learner, module.slug, "final", language="lt")
        no = (Option("yes", {"lt": "Taip"}, False, {}), Option("no", {"lt": "Ne"}, True, {}))
        quiz = make_quiz("final", make_question("first", options=no), make_question("second"))
        module = make_revision(module, quizzes=(quiz,))
        service.look_for_corrections(module.module_id, module.revision_id)
        author = actor_of(make_user(), authored_modules={module.module_id})
        correction = queries.find_correction_about(module.module_id, "final")
        assert correction is not None
        return author, correction, attempt.id


@pytest.mark.usefixtures("shared_database")
def test_two_authors_who_mark_again_raise_a_result_once() -> None:
    author, correction_id, attempt_id = _attempt_with_a_corrected_key()
    outcomes = at_once(*[lambda: service.mark_again(author, correction_id, "lt")] * 3)
    assert sorted(outcomes) == [0, 0, 1]
    assert count(Remarking) == 1
    with db.reading():
        assert session.get_one(Attempt, attempt_id).score == 2
