"""Answers that a person marks, on both databases, with other people's beside."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms.domain.assessment import kinds, marking, queries, service
from lms.domain.assessment.events import AnswersReceived, AttemptMarked
from lms.domain.assessment.models import AnswerMark, Attempt
from lms.domain.assessment.service import Mark
from lms.domain.learning.models import Achievement
from lms.foundation import clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_attempt
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module, make_open, make_question, make_quiz, make_revision
from tests.factories.learning import make_enrolment
from tests.waiting import next_id, waiting_ids

QUIZ = make_quiz("final", make_question("first"), make_open("why"), make_open("how", points=2))
database = pytest.mark.usefixtures("database")


class Story:
    """A learner who has handed in two open answers; somebody else is in the middle of theirs."""

    def __init__(self, **quiz: Any) -> None:
        self.module = make_module(quizzes=(make_quiz("final", *QUIZ.questions, **quiz),))
        self.learner, self.marker = make_user(), make_user()
        self.actor = actor_of(self.learner)
        self.author = actor_of(self.marker, authored_modules=frozenset({self.module.module_id}))
        self.enrolment = make_enrolment(self.learner, self.module)
        self.others = make_attempt(
            make_enrolment(make_user(), self.module), self.module, answers={"why": ["Ne"]}
        )
        service.start_attempt(self.actor, self.module, "final")
        for question, words in (("first", "yes"), ("why", "Todėl."), ("how", "Kartu.")):
            self.answer(question, words)

    def answer(self, question: str, words: str) -> None:
        service.save_answer(self.actor, self.module.slug, "final", question, [words], language="lt")

    def hand_in(self) -> Attempt:
        return service.submit_attempt(self.actor, self.module.slug, "final", language="lt", anyway=True)

    def mark(self, attempt: Attempt, **points: int) -> bool:
        marks = {question: Mark(given) for question, given in points.items()}
        return service.mark_answers(self.author, attempt.id, marks, "lt")

    def achievement(self) -> Achievement | None:
        return session.scalar(select(Achievement).filter_by(enrolment_id=self.enrolment.id))


@pytest.fixture
def heard() -> Any:
    told: list[Any] = []
    before = [(kind, handler) for kind, handlers in events._handlers.items() for handler in handlers]
    events.connect([(AnswersReceived, told.append), (AttemptMarked, told.append)])
    yield told
    events.connect(before)


@database
def test_an_attempt_waits_for_its_marks_and_then_has_its_result(heard: list[Any]) -> None:
    story = Story()
    attempt = story.hand_in()
    assert (attempt.is_waiting, attempt.score, attempt.max_score, attempt.is_passed) == (
        True,
        None,
        None,
        None,
    )
    points = {key: each.points for key, each in queries.read_answers(attempt.id).items()}
    assert points == {"first": 1, "why": None, "how": None}
    assert story.achievement() is None
    assert queries.list_keys_in_grading(story.learner.id) == {story.module.module_id: {"quiz:final"}}
    assert story.mark(attempt, why=2) is False
    assert story.achievement() is None
    assert story.mark(attempt, how=2) is True
    assert (attempt.is_waiting, attempt.score, attempt.max_score, attempt.is_passed) == (False, 5, 7, True)
    entry = story.achievement()
    assert entry is not None
    assert (entry.score, entry.is_passed, entry.source) == (5, True, f"attempt:{attempt.id}")
    session.commit()
    assert [type(each) for each in heard] == [AnswersReceived, AttemptMarked]
    assert heard[1].marker_id == story.marker.id
    assert story.others.submitted_at is None
    assert queries.list_keys_in_grading(story.learner.id) == {}


@database
def test_it_is_marked_on_the_revision_it_began_with() -> None:
    story = Story()
    attempt = story.hand_in()
    make_revision(story.module, quizzes=(make_quiz("final", make_open("other", points=50)),))
    with pytest.raises(NotFound):
        story.mark(attempt, other=1)
    assert story.mark(attempt, why=4, how=2)
    assert (attempt.score, attempt.max_score, attempt.revision_id) == (7, 7, story.module.revision_id)


@database
def test_the_marks_decide_whether_it_is_passed() -> None:
    story = Story()
    attempt = story.hand_in()
    assert story.mark(attempt, why=0, how=0)
    assert (attempt.score, attempt.is_passed) == (1, False)
    service.start_attempt(story.actor, story.module, "final")
    assert len(queries.list_attempts(story.learner.id, story.module.slug, "final")) == 2


@database
def test_while_it_waits_no_other_attempt_begins_and_no_answer_changes() -> None:
    story = Story()
    story.hand_in()
    with pytest.raises(Conflict):
        service.start_attempt(story.actor, story.module, "final")
    with pytest.raises(Conflict):
        story.answer("why", "Kitaip")


@database
def test_waiting_between_attempts_counts_from_handing_in() -> None:
    story = Story(wait_minutes=60)
    attempt = story.hand_in()
    story.mark(attempt, why=0, how=0)
    with pytest.raises(Conflict):
        service.start_attempt(story.actor, story.module, "final")
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        service.start_attempt(story.actor, story.module, "final")


@database
def test_nobody_marks_their_own_answers_or_what_was_not_asked() -> None:
    story = Story()
    open_attempt = session.scalars(select(Attempt).filter_by(learner_id=story.learner.id)).one()
    with pytest.raises(NotFound):
        story.mark(open_attempt, why=1)
    attempt = story.hand_in()
    own = actor_of(story.learner, authored_modules=frozenset({story.module.module_id}))
    with pytest.raises(NotAllowed):
        service.mark_answers(own, attempt.id, {"why": Mark(4)}, "lt")
    with pytest.raises(NotFound):
        story.mark(attempt, first=1)
    for points in (-1, 5):
        with pytest.raises(Invalid):
            story.mark(attempt, why=points)
    with pytest.raises(Invalid):
        service.mark_answers(story.author, attempt.id, {"why": Mark(1, "x" * 10_001)}, "lt")
    assert session.scalar(select(func.count()).select_from(AnswerMark)) == 0


@database
def test_a_mark_is_its_markers_until_the_last_one_is_given() -> None:
    story = Story()
    attempt = story.hand_in()
    second = actor_of(make_user(), authored_modules=frozenset({story.module.module_id}))
    story.mark(attempt, why=1)
    story.mark(attempt, why=3)
    with pytest.raises(service.AlreadyMarked):
        service.mark_answers(second, attempt.id, {"why": Mark(4)}, "en")
    assert service.mark_answers(second, attempt.id, {"how": Mark(1)}, "en")
    assert attempt.score == 5
    with pytest.raises(service.AlreadyMarked):
        story.mark(attempt, why=4)
    assert story.mark(attempt, why=3), "the same form sent again is the same mark"
    names = {key: mark.marker_name for key, mark in queries.read_marks(attempt.id).items()}
    assert names == {"why": story.marker.name, "how": second.name}


@database
def test_what_waits_for_whom() -> None:
    story = Story()
    attempt = story.hand_in()
    programme = make_programme(story.module)
    through = actor_of(make_user(), authored_programmes=frozenset({programme.id}))
    stranger = actor_of(make_user(), authored_modules=frozenset({make_module().module_id}))
    own = actor_of(story.learner, authored_modules=frozenset({story.module.module_id}))
    waiting = [
        len(waiting_ids(each, "marking")) for each in (story.author, through, stranger, own, story.actor)
    ]
    assert waiting == [1, 1, 0, 0, 0]
    assert next_id(story.author, "marking") == attempt.id
    assert next_id(story.author, "marking", besides=attempt.id) is None
    story.mark(attempt, why=1, how=1)
    assert waiting_ids(story.author, "marking") == []


@database
def test_an_answer_is_kept_with_its_lines_and_refused_beyond_its_length() -> None:
    story = Story()
    words = "  Pirma\n\n\tAntra  – „trečia“ 🙂 \n"
    story.answer("why", words.replace("\n", "\r\n"))
    with pytest.raises(Invalid) as refusal:
        story.answer("how", "ą" * 10_001)
    assert "10\N{NO-BREAK SPACE}000" in str(refusal.value) or "10,000" in str(refusal.value)
    story.answer("how", "ą" * 10_000)
    attempt = story.hand_in()
    assert queries.read_texts(attempt.id)["why"].text == words


@database
def test_an_answer_that_shows_nothing_waits_for_nobody() -> None:
    story = Story()
    for question in ("why", "how"):
        story.answer(question, "\u200b \u00a0\n")
    assert not story.hand_in().is_waiting


OPEN = make_open("why", points=4)
ANSWERS = st.one_of(st.just(""), st.text(max_size=30))


@given(
    ANSWERS, st.one_of(st.none(), st.integers(-50, 50)), st.lists(st.sampled_from(["yes", "no"]), max_size=1)
)
def test_the_score_stays_within_bounds_with_open_questions(
    words: str, given: int | None, chosen: list[str]
) -> None:
    quiz = make_quiz("final", make_question("first"), OPEN)
    answers = {"first": chosen, "why": kinds.clean(OPEN, [words], 1)}
    marks = marking.mark_quiz(quiz, quiz.questions, answers, {} if given is None else {"why": given})
    assert 0 <= marks.score <= marks.max_score == 5
    assert all(0 <= marks.points[key] <= quiz.question(key).points for key in marks.points)  # type: ignore[union-attr]
    needs_person = bool(words.strip()) and given is None
    assert marks.waiting == (("why",) if needs_person else ())
    assert not (marks.waiting and marks.is_passed)
    if not words.strip():
        assert marks.points["why"] == 0


@given(st.text(max_size=40), st.integers(0, 4))
def test_what_a_person_gave_is_said_in_a_word(words: str, given: int) -> None:
    kept = kinds.clean(OPEN, [words], 1)
    expected = "unanswered" if not kept else {0: "wrong", 4: "right"}.get(given, "partly")
    assert marking.verdict(OPEN, kept, given) == expected
    assert marking.verdict(OPEN, kept) == ("waiting" if kept else "unanswered")
