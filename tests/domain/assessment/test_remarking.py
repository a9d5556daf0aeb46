"""Marking past attempts again after a corrected key, on both databases, with other attempts beside."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.assessment import queries, service
from lms.domain.assessment.marking import in_order
from lms.domain.assessment.models import Answer, Attempt, Correction, Remarking
from lms.domain.content.compiled import Draw
from lms.domain.content.compiled_questions import Question
from lms.domain.learning import service as register
from lms.domain.learning.events import ModuleCompleted
from lms.domain.learning.models import Achievement, Enrolment
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotFound
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_attempt
from tests.factories.content import make_module, make_question, make_quiz, make_revision
from tests.factories.learning import make_enrolment

pytestmark = pytest.mark.usefixtures("database")

FIRST, SECOND, THIRD = make_question("first"), make_question("second"), make_question("third")


def no_is_right(question: Question) -> Question:
    return replace(
        question, options=tuple(replace(each, right=each.key == "no") for each in question.options)
    )


class Story:
    """A module whose author has found out that a key was wrong; others work in another module."""

    def __init__(self, **quiz: Any) -> None:
        self.module = make_module(
            quizzes=(make_quiz("final", FIRST, SECOND, THIRD, **quiz),), requirements=("quiz:final",)
        )
        self.author = actor_of(make_user(name="Rasa Žemaitytė"), authored_modules={self.module.module_id})
        self.noise = make_module(quizzes=(make_quiz("final", FIRST, SECOND, THIRD),))
        self.hand_in("no", "no", "no", module=self.noise)

    def hand_in(self, *answers: str, module: Any = None, learner: Any = None, number: int = 1) -> Attempt:
        """An attempt that was marked by the key of its revision and entered in the register."""
        module = module or self.module
        quiz = module.quiz("final")
        person = learner or make_user()
        enrolment = session.scalar(
            select(Enrolment).filter_by(learner_id=person.id, module_id=module.module_id)
        ) or make_enrolment(person, module)
        given = dict(zip(("first", "second", "third"), answers, strict=False))
        attempt = make_attempt(
            enrolment, module, number=number, answers={key: [value] for key, value in given.items() if value}
        )
        service.submit_attempt(actor_of(person), module.slug, "final", language="lt", anyway=True)
        session.flush()
        assert attempt.max_score == quiz.max_points
        return attempt

    def publish(self, *questions: Question, **changes: Any) -> Correction | None:
        """The next revision with these questions."""
        quiz = make_quiz("final", *questions)
        self.module = make_revision(self.module, quizzes=(quiz,), **changes)
        service.look_for_corrections(self.module.module_id, self.module.revision_id)
        return self.correction()

    def correction(self, state: str = "open") -> Correction | None:
        return session.scalar(
            select(Correction).filter_by(state=state).order_by(Correction.id.desc()).limit(1)
        )

    def mark_again(self) -> int:
        correction = self.correction() or self.correction("done")
        assert correction is not None
        return service.mark_again(self.author, correction.id, "lt")

    def lower(self, *attempts: Attempt, reason: str = "Atsakymas buvo klaidingas.") -> int:
        correction = self.correction()
        assert correction is not None
        chosen = {attempt.id for attempt in attempts} or None
        return service.lower_results(self.author, correction.id, chosen, reason=reason, language="lt")


def standing(attempt: Attempt) -> tuple[int | None, int | None, bool | None]:
    session.refresh(attempt)
    return attempt.score, attempt.max_score, attempt.is_passed


def entry(attempt: Attempt) -> tuple[int | None, int | None, bool, str]:
    found = session.scalars(
        select(Achievement)
        .filter_by(enrolment_id=attempt.enrolment_id, requirement_key="quiz:final")
        .execution_options(populate_existing=True)
    ).one()
    return found.score, found.max_score, found.is_passed, found.source


def changes(correction: Correction) -> dict[int, str]:
    found = queries.list_changes(correction.module_id, correction.quiz, correction.to_revision_id)
    return {change.attempt.id: change.outcome for change in found}


def test_a_corrected_key_is_found_when_a_result_would_change() -> None:
    story = Story()
    rises, falls = story.hand_in("no", "yes", "no"), story.hand_in("yes", "yes", "yes")
    unanswered = story.hand_in("", "yes", "yes")
    found = story.publish(no_is_right(FIRST), SECOND, THIRD)

    assert found is not None
    assert changes(found) == {rises.id: "raised", falls.id: "lowered", unanswered.id: "same"}
    assert (found.quiz, found.to_revision_id) == ("final", story.module.revision_id)
    assert queries.find_revision_before(found.to_revision_id) == found.from_revision_id
    assert [each.id for each in queries.list_open_corrections(story.author)] == [found.id]
    stranger = actor_of(make_user(), authored_modules={story.noise.module_id})
    assert queries.list_open_corrections(stranger) == []
    assert (standing(rises), standing(falls)) == ((1, 3, False), (3, 3, True)), "publishing changes nothing"


@pytest.mark.parametrize("answers", [("", "yes", "yes"), None])
def test_no_correction_where_no_result_would_change(answers: tuple[str, ...] | None) -> None:
    story = Story()
    if answers:
        story.hand_in(*answers)
    assert story.publish(no_is_right(FIRST), SECOND, THIRD) is None


def test_other_words_change_nothing() -> None:
    story = Story()
    story.hand_in("no", "yes", "yes")
    reworded = replace(FIRST, text_html={"lt": "<p>Kitaip</p>", "en": "<p>Otherwise</p>"})
    assert story.publish(reworded, SECOND) is None


def test_marking_again_raises_at_once_and_never_lowers() -> None:
    story = Story()
    rises, falls = story.hand_in("no", "yes", "yes"), story.hand_in("yes", "yes", "yes")
    correction = story.publish(no_is_right(FIRST), SECOND, THIRD)
    assert correction is not None

    assert story.mark_again() == 1
    assert standing(rises) == (3, 3, True)
    assert entry(rises) == (3, 3, True, f"attempt:{rises.id}")
    assert session.get_one(Answer, (rises.id, "first")).points == 1
    assert (standing(falls), entry(falls)[:3]) == ((3, 3, True), (3, 3, True))
    assert correction.state == "open", "somebody has still to decide on the other"

    record = session.scalars(select(Remarking)).one()
    assert (record.attempt_id, record.outcome, record.decided_by_id) == (rises.id, "raised", story.author.id)
    assert (record.old_score, record.new_score, record.was_passed, record.is_passed) == (2, 3, False, True)
    assert record.points == {"first": {"old": 0, "new": 1, "of": 1}}
    line = session.scalars(audit.entries(deed="results-raised")).one()
    assert (line.actor, line.details["attempts"]) == (story.author.label, 1)
    assert [each.outcome for each in queries.list_own_remarkings(rises.id)] == ["raised"]

    assert story.mark_again() == 0, "a second click finds nothing left to raise"
    assert session.query(Remarking).count() == 1


def test_the_last_attempt_raised_closes_the_correction() -> None:
    story = Story()
    rises = story.hand_in("no", "yes", "yes")
    correction = story.publish(no_is_right(FIRST), SECOND, THIRD)
    assert correction is not None
    assert story.mark_again() == 1
    assert (correction.state, correction.done_by_id) == ("done", story.author.id)
    assert story.mark_again() == 0
    assert standing(rises) == (3, 3, True)


@pytest.mark.usefixtures("told")
def test_a_raised_result_may_complete_the_module() -> None:
    story = Story()
    rises = story.hand_in("no", "yes", "yes")
    story.publish(no_is_right(FIRST), SECOND, THIRD)
    heard: list[Any] = []
    events.connect([(ModuleCompleted, heard.append)])
    story.mark_again()
    session.commit()
    assert session.get_one(Enrolment, rises.enrolment_id).completed_at is not None
    assert [event.enrolment_id for event in heard] == [rises.enrolment_id]


def test_a_result_falls_only_by_a_persons_decision_with_a_reason() -> None:
    story = Story()
    first, second = story.hand_in("yes", "yes", "no"), story.hand_in("yes", "no", "no")
    correction = story.publish(no_is_right(FIRST), SECOND, THIRD)
    assert correction is not None
    with pytest.raises(Invalid):
        story.lower(reason="  ")
    assert story.lower(first) == 1
    assert (standing(first), entry(first)) == ((1, 3, False), (1, 3, False, f"attempt:{first.id}"))
    assert (standing(second), correction.state) == ((1, 3, False), "open")
    assert story.lower(first) == 0, "the same decision twice is one"
    record = session.scalars(select(Remarking)).one()
    assert (record.outcome, record.reason, record.language) == ("lowered", "Atsakymas buvo klaidingas.", "lt")
    assert story.lower() == 1
    assert (standing(second), correction.state) == ((0, 3, False), "done")


def test_whoever_has_completed_the_module_stays_so_when_points_fall() -> None:
    story = Story()
    attempt = story.hand_in("yes", "yes", "yes")
    enrolment = session.get_one(Enrolment, attempt.enrolment_id)
    completed_at = enrolment.completed_at
    assert completed_at is not None
    story.publish(no_is_right(FIRST), SECOND, THIRD)
    story.lower()
    assert standing(attempt) == (2, 3, False)
    assert entry(attempt)[:3] == (2, 3, True), "the points fall, the pass stays"
    session.refresh(enrolment)
    assert enrolment.completed_at == completed_at


def test_the_register_shows_the_best_attempt_that_is_left() -> None:
    story = Story()
    learner = make_user()
    best = story.hand_in("yes", "yes", "no", learner=learner)
    later = story.hand_in("no", "yes", "no", learner=learner, number=2)
    assert entry(best)[3] == f"attempt:{best.id}"
    story.publish(no_is_right(FIRST), SECOND, THIRD)
    story.lower(best)
    story.mark_again()
    assert (standing(best)[0], standing(later)[0]) == (1, 2)
    assert entry(later) == (2, 3, False, f"attempt:{later.id}")


def test_results_that_are_left_as_they_are_do_not_come_back() -> None:
    story = Story()
    stays = story.hand_in("yes", "yes", "yes")
    correction = story.publish(no_is_right(FIRST), SECOND, THIRD)
    assert correction is not None
    assert service.leave_results(story.author, correction.id, reason="", language="lt") == 1
    assert (standing(stays), correction.state) == ((3, 3, True), "done")
    assert session.scalars(select(Remarking.outcome)).all() == ["left"]
    assert queries.list_own_remarkings(stays.id) == [], "nothing has changed for the learner"

    reworded = replace(no_is_right(FIRST), hint_html={"lt": "Užuomina"})
    assert story.publish(reworded, SECOND, THIRD) is None
    again = story.publish(reworded, no_is_right(SECOND), THIRD)
    assert again is not None
    assert changes(again) == {stays.id: "lowered"}
    story.lower()
    assert standing(stays) == (2, 3, False), "only by the second question: the first was decided on"


def test_several_corrections_before_anybody_marks_again_are_one() -> None:
    story = Story()
    attempt = story.hand_in("no", "no", "yes")
    first = story.publish(no_is_right(FIRST), SECOND, THIRD)
    second = story.publish(no_is_right(FIRST), no_is_right(SECOND), THIRD)
    assert first is not None and second is first
    assert second.to_revision_id == story.module.revision_id
    assert story.mark_again() == 1
    assert standing(attempt) == (3, 3, True)


def test_several_corrections_in_a_row_each_have_their_record() -> None:
    story = Story()
    attempt = story.hand_in("no", "no", "yes")
    story.publish(no_is_right(FIRST), SECOND, THIRD)
    story.mark_again()
    story.publish(no_is_right(FIRST), no_is_right(SECOND), THIRD)
    story.mark_again()
    assert standing(attempt) == (3, 3, True)
    assert [(each.old_score, each.new_score) for each in queries.list_own_remarkings(attempt.id)] == [
        (1, 2),
        (2, 3),
    ]


def test_a_key_that_is_taken_back_closes_the_correction_or_asks_again() -> None:
    story = Story()
    attempt = story.hand_in("no", "yes", "no")
    correction = story.publish(no_is_right(FIRST), SECOND, THIRD)
    assert correction is not None
    assert story.publish(FIRST, SECOND, THIRD) is None
    assert (correction.state, correction.done_by_id) == ("done", None)

    story.publish(no_is_right(FIRST), SECOND, THIRD)
    story.mark_again()
    back = story.publish(FIRST, SECOND, THIRD)
    assert back is not None
    assert changes(back) == {attempt.id: "lowered"}


def test_other_points_change_what_can_be_reached() -> None:
    story = Story()
    attempt, full = story.hand_in("yes", "no", "no"), story.hand_in("yes", "yes", "yes")
    correction = story.publish(replace(FIRST, points=3), SECOND, THIRD)
    assert correction is not None
    assert changes(correction) == {attempt.id: "raised", full.id: "same"}
    story.mark_again()
    assert (standing(attempt), standing(full)) == ((3, 5, False), (3, 3, True))
    story.publish(replace(FIRST, points=4), SECOND, THIRD)
    story.mark_again()
    assert standing(attempt) == (4, 6, False)


def test_a_question_that_was_not_drawn_for_an_attempt_does_not_concern_it() -> None:
    pool = [replace(each, pool="basics") for each in (FIRST, SECOND, THIRD)]
    story = Story()
    quiz = make_quiz("final", *pool, draw=(Draw("basics", 1),))
    story.module = make_revision(story.module, quizzes=(quiz,))
    attempts = [story.hand_in("no", "no", "no") for _each in range(6)]
    for place, attempt in enumerate(attempts):
        attempt.seed = str(place)  # Some of these draw the question, and some do not.
    story.module = make_revision(
        story.module, quizzes=(replace(quiz, questions=(no_is_right(pool[0]), *pool[1:])),)
    )
    service.look_for_corrections(story.module.module_id, story.module.revision_id)
    correction = story.correction()
    found = changes(correction) if correction else {}
    asked = {each.id for each in attempts if "first" in [q.key for q in in_order(quiz, each.seed or each.id)]}
    assert found == dict.fromkeys(asked, "raised")


def test_an_attempt_handed_in_after_the_correction_is_found_too() -> None:
    story = Story()
    person = make_user()
    enrolment = make_enrolment(person, story.module)
    attempt = make_attempt(enrolment, story.module, answers={"first": ["no"], "second": ["yes"]})
    assert story.publish(no_is_right(FIRST), SECOND, THIRD) is None
    service.submit_attempt(actor_of(person), story.module.slug, "final", language="lt", anyway=True)
    assert standing(attempt) == (1, 3, False), "marked on the revision it began with"
    correction = story.correction()
    assert correction is not None
    assert changes(correction) == {attempt.id: "raised"}
    story.mark_again()
    assert standing(attempt) == (2, 3, False)


def test_attempts_that_wait_for_a_person_are_left_out_and_counted() -> None:
    story = Story()
    waits, rises = story.hand_in("no", "yes", "no"), story.hand_in("no", "yes", "no")
    waits.is_waiting = True
    session.flush()
    correction = story.publish(no_is_right(FIRST), SECOND, THIRD)
    assert correction is not None
    assert changes(correction) == {rises.id: "raised"}
    assert queries.count_waiting_attempts(story.module.module_id, "final") == 1
    story.mark_again()
    waits.is_waiting = False
    service.look_at_attempt(waits)
    late = story.correction()
    assert late is not None and late.id != correction.id
    assert changes(late)[waits.id] == "raised"


def test_nobody_picks_their_own_attempt() -> None:
    story = Story()
    author = make_user()
    own, other = story.hand_in("yes", "no", "no", learner=author), story.hand_in("yes", "no", "no")
    story.author = actor_of(author, authored_modules={story.module.module_id})
    story.publish(no_is_right(FIRST), SECOND, THIRD)
    with pytest.raises(Conflict):
        story.lower(own, other)
    assert standing(own)[0] == 1
    assert story.lower() == 2, "with all the others it falls too"


def _leave(actor: Any, correction_id: int, language: str) -> int:
    return service.leave_results(actor, correction_id, reason="", language=language)


def test_what_is_not_there() -> None:
    story = Story()
    for deed in (
        service.mark_again,
        lambda *given: service.leave_results(*given[:2], reason="", language="lt"),
    ):
        with pytest.raises(NotFound):
            deed(story.author, 4711, "lt")
    with pytest.raises(NotFound):
        queries.get_correction(4711)


def test_many_attempts_take_no_more_statements(count_statements: Callable[[], int]) -> None:
    def cost(number: int) -> int:
        story = Story()
        for each in range(number):
            story.hand_in("no", "no", "no" if each % 2 else "yes")
        for _each in range(number):
            story.hand_in("yes", "no", "yes")
        story.publish(no_is_right(FIRST), SECOND, THIRD)
        count_statements()
        assert story.mark_again() == number
        assert story.lower() == number
        return count_statements()

    events.connect([])
    few = cost(2)
    assert cost(12) <= few + 2


def test_a_grade_that_somebody_else_entered_does_not_fall() -> None:
    story = Story()
    attempt = story.hand_in("yes", "no", "no")
    register.record_achievement(
        attempt.enrolment_id,
        "quiz:final",
        score=3,
        max_score=3,
        is_passed=True,
        language="lt",
        revision_id=story.module.revision_id,
        source="recognition:1",
    )
    story.publish(no_is_right(FIRST), SECOND, THIRD)
    story.lower()
    assert standing(attempt) == (0, 3, False)
    assert entry(attempt) == (3, 3, True, "recognition:1")
    assert clock.now() >= session.scalars(select(Remarking.decided_at)).one()
