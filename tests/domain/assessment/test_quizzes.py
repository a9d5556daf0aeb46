"""Taking a quiz, on both databases, with other people's attempts beside."""

import pytest
from sqlalchemy import func, select

from lms.domain.assessment import queries, service
from lms.domain.assessment.models import Answer, Attempt
from lms.domain.learning.models import Achievement
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotFound
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_attempt
from tests.factories.content import make_assignment, make_module, make_question, make_quiz, make_revision
from tests.factories.learning import make_enrolment

pytestmark = pytest.mark.usefixtures("database")


class Story:
    """A learner in a module; somebody else has answered the same quiz."""

    def __init__(self, **module: object) -> None:
        self.module = make_module(**module)
        self.learner = make_user()
        self.actor = actor_of(self.learner)
        self.enrolment = make_enrolment(self.learner, self.module)
        other = make_enrolment(make_user(), self.module)
        self.others = make_attempt(other, self.module, answers={"first": ["no"], "second": ["no"]})

    def start(self) -> None:
        service.start_attempt(self.actor, self.module, "final")

    def answer(self, question: str, *values: str, **more: object) -> None:
        service.save_answer(
            self.actor, self.module.slug, "final", question, values, **{"language": "lt", **more}
        )

    def submit(self, **more: object) -> Attempt:
        return service.submit_attempt(self.actor, self.module.slug, "final", **{"language": "lt", **more})

    def attempts(self) -> list[queries.AttemptLine]:
        return queries.list_attempts(self.learner.id, self.module.slug, "final")

    def achievement(self) -> Achievement | None:
        return session.scalar(
            select(Achievement).filter_by(enrolment_id=self.enrolment.id, requirement_key="quiz:final")
        )


def test_an_attempt_is_answered_one_by_one_marked_and_entered_in_the_register() -> None:
    story = Story()
    story.start()
    story.answer("first", "no")
    story.answer("first", "yes")
    story.answer("second", "no", language="en")
    attempt = story.submit(language="en")

    assert (attempt.score, attempt.max_score, attempt.is_passed, attempt.language) == (1, 2, False, "en")
    answers = queries.read_answers(attempt.id)
    assert {key: (answer.value, answer.points) for key, answer in answers.items()} == {
        "first": (["yes"], 1),
        "second": (["no"], 0),
    }
    entry = story.achievement()
    assert entry is not None
    assert (entry.score, entry.max_score, entry.is_passed) == (1, 2, False)
    assert (entry.source, entry.revision_id, entry.language) == (
        f"attempt:{attempt.id}",
        story.module.revision_id,
        "en",
    )


def test_other_peoples_attempts_stay_as_they_were() -> None:
    story = Story()
    story.start()
    story.answer("first", "yes")
    story.answer("second", "yes")
    assert story.submit().is_passed
    theirs = queries.read_answers(story.others.id)
    assert {answer.value[0] for answer in theirs.values()} == {"no"}
    assert story.others.submitted_at is None


def test_starting_twice_is_one_attempt() -> None:
    story = Story()
    story.start()
    story.start()
    assert [attempt.number for attempt in story.attempts()] == [1]


def test_who_is_not_in_the_module_is_asked_to_enrol() -> None:
    story = Story()
    stranger = actor_of(make_user())
    with pytest.raises(Conflict):
        service.start_attempt(stranger, story.module, "final")


def test_handing_in_twice_is_one_result() -> None:
    story = Story()
    story.start()
    story.answer("first", "yes")
    story.answer("second", "yes")
    first = story.submit()
    submitted_at = first.submitted_at
    again = story.submit()
    assert again.id == first.id
    assert again.submitted_at == submitted_at
    assert session.scalar(select(func.count()).select_from(Achievement)) == 1


def test_a_submitted_attempt_takes_no_more_answers() -> None:
    story = Story()
    story.start()
    story.answer("first", "no")
    story.submit(anyway=True)
    with pytest.raises(Conflict):
        story.answer("first", "yes")
    assert queries.read_answers(story.attempts()[0].id)["first"].value == ["no"]


def test_an_old_tab_never_answers_in_a_newer_attempt() -> None:
    story = Story()
    story.start()
    story.submit(anyway=True)
    story.start()
    with pytest.raises(Conflict):
        story.answer("first", "yes", number=1)
    story.answer("first", "yes", number=2)
    assert [attempt.number for attempt in story.attempts()] == [1, 2]
    assert queries.read_answers(story.attempts()[0].id) == {}


def test_questions_without_an_answer_are_named_and_may_stay_so() -> None:
    story = Story()
    story.start()
    story.answer("first", "yes")
    story.answer("second", "yes")
    story.answer("second")
    with pytest.raises(service.QuestionsLeft) as left:
        story.submit()
    assert left.value.keys == ["second"]
    assert story.attempts()[0].is_open
    assert story.submit(anyway=True).score == 1


def test_the_number_of_attempts_is_the_authors() -> None:
    story = Story(quizzes=(make_quiz(attempts=1),))
    story.start()
    story.submit(anyway=True)
    with pytest.raises(Conflict):
        story.start()


def test_an_attempt_stays_with_the_revision_it_began_with() -> None:
    story = Story()
    story.start()
    make_revision(story.module, quizzes=(make_quiz("final", make_question("other")),))
    story.answer("first", "yes")
    with pytest.raises(NotFound):
        story.answer("other", "yes")
    story.answer("second", "yes")
    attempt = story.submit()
    assert (attempt.score, attempt.max_score, attempt.revision_id) == (2, 2, story.module.revision_id)


def test_a_later_worse_attempt_never_lowers_the_register() -> None:
    story = Story()
    story.start()
    story.answer("first", "yes")
    story.answer("second", "yes")
    story.submit()
    story.start()
    story.submit(anyway=True)
    entry = story.achievement()
    assert entry is not None
    assert (entry.is_passed, entry.score) == (True, 2)


def test_a_passed_quiz_completes_a_module_that_asks_for_nothing_else() -> None:
    story = Story(requirements=("quiz:final",), assignments=(make_assignment(),))
    story.start()
    story.answer("first", "yes")
    story.answer("second", "yes")
    story.submit()
    session.refresh(story.enrolment)
    assert story.enrolment.completed_at is not None


@pytest.mark.parametrize("values", [["maybe"], ["yes", "no"], ["<script>"]])
def test_what_was_not_offered_is_refused(values: list[str]) -> None:
    story = Story()
    story.start()
    with pytest.raises(Invalid):
        story.answer("first", *values)


def test_unknown_quizzes_questions_and_attempts_are_not_found() -> None:
    story = Story()
    with pytest.raises(NotFound):
        story.answer("first", "yes")
    with pytest.raises(NotFound):
        story.submit()
    with pytest.raises(NotFound):
        service.start_attempt(story.actor, story.module, "nothing")
    story.start()
    with pytest.raises(NotFound):
        story.answer("nothing", "yes")
    with pytest.raises(NotFound):
        story.answer("first", "yes", number=7)
    assert session.scalar(select(func.count()).select_from(Answer)) == 2
