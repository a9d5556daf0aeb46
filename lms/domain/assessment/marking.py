"""Marking a quiz: pure functions from an answer to its points.

Points are whole. A single choice, true/false, a short answer or a number earns all or nothing.
A multiple choice earns the share of right options chosen less the share of wrong
ones, so that choosing everything earns nothing and guessing earns nothing on average; matches
and gaps earn the share that is right; an order earns the share of twos that stand the right way
round less the others. The share is rounded to whole points, and only the entirely right answer
earns them all; where the author says so, nothing else earns anything. An answer to an open question
earns what a person gives; one that is empty earns nothing and needs nobody.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from types import MappingProxyType

from lms.domain.assessment import kinds
from lms.domain.content.compiled import Quiz
from lms.domain.content.compiled_questions import Question

RIGHT, PARTLY, WRONG, UNANSWERED, WAITING = "right", "partly", "wrong", "unanswered", "waiting"

Answers = Mapping[str, Sequence[str]]  # question key → the answer as it is kept
Given = Mapping[str, int]  # question key → the points that a person gave


@dataclass(frozen=True, slots=True)
class Marks:
    """The result of a whole quiz; `points` holds what each question earned.

    While `waiting` names questions, a person has still to mark them, and the score is only a part.
    """

    points: Mapping[str, int]
    score: int
    max_score: int
    is_passed: bool
    waiting: tuple[str, ...] = ()


def unanswered(asked: Sequence[Question], answers: Answers) -> list[str]:
    """Return the keys of the questions that have no answer yet, in their order, to warn the learner."""
    return [question.key for question in asked if not answers.get(question.key)]


def needs_person(question: Question, answer: Sequence[str]) -> bool:
    """Tell whether only a person can say what this answer earns its learner."""
    return question.kind == "open" and any(answer)


def mark_answer(question: Question, answer: Sequence[str], given: int | None = None) -> int:
    """Return the points that this answer earns its learner; `given` are those that a person gave."""
    if not answer:
        return 0
    if question.kind == "open":
        return max(0, min(given or 0, question.points))
    share = kinds.share(question, answer)
    if share == 1:
        return question.points
    if question.is_whole:
        return 0
    return max(0, min(int(question.points * share + Fraction(1, 2)), question.points - 1))


def mark_quiz(
    quiz: Quiz, asked: Sequence[Question], answers: Answers, given: Given = MappingProxyType({})
) -> Marks:
    """Return what the whole attempt earns, and whether it passes, for the learner's record.

    `given` are the points that people gave for answers to open questions.
    """
    waiting = tuple(
        question.key
        for question in asked
        if needs_person(question, answers.get(question.key, ())) and question.key not in given
    )
    points = {
        question.key: mark_answer(question, answers.get(question.key, ()), given.get(question.key))
        for question in asked
        if question.key not in waiting
    }
    score = sum(points.values())
    is_passed = not waiting and passes(score, quiz.max_points, quiz.pass_percent)
    return Marks(points, score, quiz.max_points, is_passed, waiting)


def passes(score: int, max_score: int, pass_percent: int) -> bool:
    """Tell whether a score reaches the pass mark; reckoned in whole numbers, so 70 % is never 69.999."""
    return max_score > 0 and 100 * score >= pass_percent * max_score


def percent(score: int, max_score: int) -> int:
    """Return the share in whole per cents for the learner, rounded down: 69.9 never looks like 70."""
    return 100 * score // max_score if max_score else 0


def verdict(question: Question, answer: Sequence[str], given: int | None = None) -> str:
    """Return in one word how right an answer is, for the result that the learner reads.

    An answer to an open question is as right as the person says who gave points for it.
    """
    if not answer:
        return UNANSWERED
    if question.kind == "open":
        if given is None:
            return WAITING
        return RIGHT if given >= question.points else PARTLY if given else WRONG
    if kinds.share(question, answer) == 1:
        return RIGHT
    return PARTLY if mark_answer(question, answer) else WRONG


def in_order(quiz: Quiz, seed: kinds.Seed) -> list[Question]:
    """Return the questions that this attempt asks, in its order: the same on every device."""
    drawn = {
        question.key
        for draw in quiz.draw
        for question in random.Random(f"{seed}:{draw.pool}").sample(quiz.pool(draw.pool), draw.count)
    }
    questions = [question for question in quiz.questions if not question.pool or question.key in drawn]
    if quiz.order == "random":
        random.Random(seed).shuffle(questions)
    return questions


def next_start(quiz: Quiz, last_handed_in: datetime | None) -> datetime | None:
    """Return from when on the learner may begin the next attempt, or nothing where nobody has to wait."""
    if not quiz.wait_minutes or last_handed_in is None:
        return None
    return last_handed_in + timedelta(minutes=quiz.wait_minutes)


def may_start_again(allowed: int, used: int) -> bool:
    """Tell whether the learner has another attempt; 0 allowed means as many as they like."""
    return allowed == 0 or used < allowed
