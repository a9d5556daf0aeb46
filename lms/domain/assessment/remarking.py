"""What marking again would make of a whole attempt: pure functions, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lms.domain.assessment import marking
from lms.domain.assessment.corrected_keys import corrected, is_corrected, mark_again
from lms.domain.content.compiled import Quiz
from lms.domain.content.compiled_questions import Question
from lms.domain.learning import rules as register

RAISED, LOWERED, SAME, LEFT = "raised", "lowered", "same", "left"

Result = tuple[bool, int, int]  # passed, points, out of how many
Marked = Mapping[str, tuple[Sequence[str], int]]  # question → the answer, and what it has earned
Points = Mapping[str, Mapping[str, int]]  # question → {"old": …, "new": …, "of": …}


@dataclass(frozen=True, slots=True)
class Past:
    """An attempt that was handed in and marked, as it stands.

    `decided_on` is the revision by whose key somebody has marked it again last, or decided to leave it;
    `worth` how many points a question of it can earn where that is not what its own revision says.
    """

    id: int
    enrolment_id: int
    learner_id: int
    number: int
    revision_id: int
    seed: int | str
    language: str
    submitted_at: datetime
    score: int
    max_score: int
    is_passed: bool
    learner_name: str = ""
    decided_on: int | None = None
    worth: Mapping[str, int] = field(default_factory=dict)

    @property
    def result(self) -> Result:
        """How the attempt stands."""
        return self.is_passed, self.score, self.max_score


@dataclass(frozen=True, slots=True)
class Change:
    """What marking again makes of one attempt; `outcome` is raised, lowered or same."""

    attempt: Past
    score: int
    max_score: int
    is_passed: bool
    points: Points

    @property
    def result(self) -> Result:
        """How the attempt would stand."""
        return self.is_passed, self.score, self.max_score

    @property
    def outcome(self) -> str:
        """Whether the result is better than before, worse, or as good."""
        if register.is_better(self.result, self.attempt.result):
            return RAISED
        return LOWERED if register.is_better(self.attempt.result, self.result) else SAME


def corrected_questions(quiz: Quiz, decided: Quiz | None, now: Quiz) -> list[Question]:
    """Return the questions, as they were asked, whose key is another now than when it was decided on last."""
    return [
        each
        for each in quiz.questions
        if is_corrected(each, decided.question(each.key) if decided else None, now.question(each.key))
    ]


def change(
    attempt: Past, quiz: Quiz, questions: Sequence[Question], now: Quiz, answers: Marked
) -> Change | None:
    """Return what the corrected keys make of the attempt, or None where it asked none of these questions.

    `quiz` is the one that the attempt began with: it says what was asked, and what has to be reached;
    `questions` are those of it whose key was corrected.
    """
    asked = {each.key for each in marking.in_order(quiz, attempt.seed)} if quiz.draw else None
    concerned = [each for each in questions if asked is None or each.key in asked]
    if not concerned:
        return None
    points, score, max_score = {}, attempt.score, attempt.max_score
    for each in concerned:
        there = now.question(each.key)
        answer, old = answers.get(each.key, ((), 0))
        new, worth = mark_again(each, there, answer), corrected(each, there).points
        points[each.key] = {"old": old, "new": new, "of": worth}
        score += new - old
        max_score += worth - attempt.worth.get(each.key, each.points)
    return Change(attempt, score, max_score, marking.passes(score, max_score, quiz.pass_percent), points)


def best(attempts: Sequence[Past]) -> Past:
    """Return which of a learner's attempts the register should show: the first of the best."""
    found = attempts[0]
    for each in attempts[1:]:
        if register.is_better(each.result, found.result):
            found = each
    return found
