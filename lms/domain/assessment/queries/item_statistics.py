"""How the questions of a quiz behave, read from first attempts; no names leave this file."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import case, func, select

from lms.domain.assessment import marking
from lms.domain.assessment.corrected_keys import is_corrected
from lms.domain.assessment.item_statistics import Answered, Figures, figures
from lms.domain.assessment.mistakes import mistakes
from lms.domain.assessment.models import Answer, Attempt, Correction, Remarking
from lms.domain.assessment.queries.past_attempts import IS_MARKED
from lms.domain.content import queries as content
from lms.domain.content.compiled import Module as CompiledModule
from lms.domain.content.compiled import Quiz
from lms.domain.content.compiled_questions import Question
from lms.foundation.db import session
from lms.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One question under one key: the newest words of it, and which revisions had that key.

    `place` is where it stands in the quiz today, None where it has gone; `is_current` tells whether the key
    is today's.
    """

    question: Question
    place: int | None
    is_current: bool
    revisions: tuple[int, ...]
    figures: Figures


@dataclass(frozen=True, slots=True)
class QuizPlace:
    """A quiz as it is today, for those who answer for its module."""

    module: CompiledModule
    quiz: Quiz

    @property
    def module_id(self) -> int:
        """What its policy has to know."""
        return self.module.module_id


class QuizLine(NamedTuple):
    """How a quiz of a module goes: people, those who passed it in some attempt, and all attempts."""

    people: int
    passed: int
    attempts: int


@dataclass
class _Group:
    question: Question
    numbers: set[int]
    answers: list[Answered]


def get_quiz_place(module: str, quiz: str) -> QuizPlace:
    """Return the quiz of that address, also of a module that was withdrawn, or refuse."""
    standing = content.find_standing(module)
    if standing is None:
        raise NotFound()
    found = content.get_revision(standing.revision_id)
    today = found.quiz(quiz)
    if today is None:
        raise NotFound()
    return QuizPlace(found, today)


def list_items(module: CompiledModule, slug: str) -> list[ItemLine]:
    """Return the questions of a quiz in today's order with their figures, each earlier key in its own line.

    Points are those that count today, also where an attempt was marked again.
    """
    attempts = _first_attempts(module.module_id, slug)
    revisions = content.get_revisions({row.revision_id for row in attempts} | {module.revision_id})
    answers, worth = _answers(module.module_id, slug), _worth(module.module_id, slug)
    groups = _Groups(revisions.values(), slug)
    for row in attempts:
        quiz = revisions[row.revision_id].quiz(slug)
        for question in marking.in_order(quiz, row.seed or row.id) if quiz else ():
            value, points = answers.get((row.id, question.key), ((), 0))
            of = worth.get((row.id, question.key), question.points)
            group = groups.of(row.revision_id, question.key)
            group.answers.append(Answered(points, of, row.score, row.max_score, mistakes(question, value)))
    return groups.lines(module, slug)


class _Groups:
    """The answers to each question, apart where its key was another."""

    def __init__(self, revisions: Collection[CompiledModule], slug: str) -> None:
        self._groups: dict[str, list[_Group]] = defaultdict(list)
        self._by_revision: dict[tuple[int, str], _Group] = {}
        for module in sorted(revisions, key=lambda each: each.number, reverse=True):
            quiz = module.quiz(slug)
            for question in quiz.questions if quiz else ():
                group = self._find(question)
                group.numbers.add(module.number)
                self._by_revision[module.revision_id, question.key] = group

    def _find(self, question: Question) -> _Group:
        for group in self._groups[question.key]:
            if group.question.kind == question.kind and not is_corrected(question, None, group.question):
                return group
        self._groups[question.key].append(_Group(question, set(), []))
        return self._groups[question.key][-1]

    def of(self, revision_id: int, key: str) -> _Group:
        """Return where an answer under this revision belongs."""
        return self._by_revision[revision_id, key]

    def lines(self, module: CompiledModule, slug: str) -> list[ItemLine]:
        """Return a line for each question of today, and for each other key that somebody has answered."""
        quiz = module.quiz(slug)
        places = {each.key: place for place, each in enumerate(quiz.questions, 1)} if quiz else {}
        found = [
            ItemLine(
                group.question,
                places.get(key),
                module.number in group.numbers,
                tuple(sorted(group.numbers)),
                figures(group.answers),
            )
            for key, groups in self._groups.items()
            for group in groups
            if group.answers or module.number in group.numbers
        ]
        return sorted(
            found, key=lambda line: (line.place or 10_000, not line.is_current, -line.revisions[-1])
        )


def _first_attempts(module_id: int, quiz: str) -> Sequence[Any]:
    return session.execute(
        select(Attempt.id, Attempt.revision_id, Attempt.seed, Attempt.score, Attempt.max_score).where(
            Attempt.module_id == module_id, Attempt.quiz == quiz, Attempt.number == 1, *IS_MARKED
        )
    ).all()


def _answers(module_id: int, quiz: str) -> Mapping[tuple[int, str], tuple[Sequence[str], int]]:
    rows = session.execute(
        select(Answer.attempt_id, Answer.question, Answer.value, Answer.points)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .where(Attempt.module_id == module_id, Attempt.quiz == quiz, Attempt.number == 1, *IS_MARKED)
    )
    return {(row.attempt_id, row.question): (row.value, row.points or 0) for row in rows}


def _worth(module_id: int, quiz: str) -> Mapping[tuple[int, str], int]:
    """Return how many points a question can earn in attempts that were marked again with others."""
    rows = session.execute(
        select(Remarking.attempt_id, Remarking.points)
        .join(Attempt, Attempt.id == Remarking.attempt_id)
        .where(Attempt.module_id == module_id, Attempt.quiz == quiz, Attempt.number == 1)
        .order_by(Remarking.id)
    )
    return {(row.attempt_id, key): each["of"] for row in rows for key, each in row.points.items()}


def count_results(module_ids: Collection[int]) -> dict[tuple[int, str], QuizLine]:
    """Return by module and quiz how many people have handed in and passed, for a list of quizzes."""
    people = (
        select(
            Attempt.module_id,
            Attempt.quiz,
            Attempt.learner_id,
            func.count().label("attempts"),
            func.max(case((Attempt.is_passed.is_(True), 1), else_=0)).label("passed"),
        )
        .where(Attempt.module_id.in_(module_ids), *IS_MARKED)
        .group_by(Attempt.module_id, Attempt.quiz, Attempt.learner_id)
        .subquery()
    )
    rows = session.execute(
        select(
            people.c.module_id,
            people.c.quiz,
            func.count(),
            func.sum(people.c.passed),
            func.sum(people.c.attempts),
        ).group_by(people.c.module_id, people.c.quiz)
    )
    return {(row[0], row[1]): QuizLine(int(row[2]), int(row[3] or 0), int(row[4] or 0)) for row in rows}


def find_correction_about(module_id: int, quiz: str) -> int | None:
    """Return the open correction of a quiz, for a link on its page."""
    return session.scalar(
        select(Correction.id).where(
            Correction.module_id == module_id, Correction.quiz == quiz, Correction.state == "open"
        )
    )
