"""Marking a quiz: pure functions from an answer to its points.

Points are whole. A single choice, true/false or short answer earns all or nothing.
A multiple choice earns the share of right options chosen less the share of wrong
ones, so that choosing everything earns nothing and guessing earns nothing on average;
the share is rounded to whole points, and only the entirely right answer earns them all.
"""

import random
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lms.domain.content.compiled import Question, Quiz
from lms.foundation.sorting import fold

RIGHT, PARTLY, WRONG, UNANSWERED = "right", "partly", "wrong", "unanswered"
LONGEST_ANSWER = 500

Answers = Mapping[str, Sequence[str]]  # question key → option keys, "true"/"false", or the words typed

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


@dataclass(frozen=True, slots=True)
class Marks:
    """The result of a whole quiz; `points` holds what each question earned."""

    points: Mapping[str, int]
    score: int
    max_score: int
    is_passed: bool


def clean_answer(question: Question, given: Sequence[str]) -> list[str]:
    """Return the answer as it is kept, for the learner's attempt; ValueError for what was not offered."""
    if question.kind == "short":
        words = unicodedata.normalize("NFC", given[0] if given else "").replace("\x00", "").strip()
        if len(words) > LONGEST_ANSWER:
            raise ValueError("too long")
        return [words] if words else []
    chosen = list(dict.fromkeys(choice for choice in given if choice))
    offered = ("true", "false") if question.kind == "true-false" else [each.key for each in question.options]
    if not set(chosen) <= set(offered):
        raise ValueError("not offered")
    if question.kind != "multiple" and len(chosen) > 1:
        raise ValueError("only one")
    return chosen


def unanswered(quiz: Quiz, answers: Answers) -> list[str]:
    """Return the keys of the questions that have no answer yet, in the quiz's order, to warn the learner."""
    return [question.key for question in quiz.questions if not answers.get(question.key)]


def mark_answer(question: Question, answer: Sequence[str]) -> int:
    """Return the points that this answer earns its learner."""
    if not answer:
        return 0
    if question.kind == "multiple":
        return _share_of_points(question, set(answer))
    return question.points if _is_right(question, answer[0]) else 0


def mark_quiz(quiz: Quiz, answers: Answers) -> Marks:
    """Return what the whole attempt earns, and whether it passes, for the learner's record."""
    points = {
        question.key: mark_answer(question, answers.get(question.key, ())) for question in quiz.questions
    }
    score = sum(points.values())
    return Marks(points, score, quiz.max_points, passes(score, quiz.max_points, quiz.pass_percent))


def passes(score: int, max_score: int, pass_percent: int) -> bool:
    """Tell whether a score reaches the pass mark; reckoned in whole numbers, so 70 % is never 69.999."""
    return max_score > 0 and 100 * score >= pass_percent * max_score


def percent(score: int, max_score: int) -> int:
    """Return the share in whole per cents for the learner, rounded down: 69.9 never looks like 70."""
    return 100 * score // max_score if max_score else 0


def verdict(question: Question, answer: Sequence[str]) -> str:
    """Return in one word how right an answer is, for the result that the learner reads."""
    if not answer:
        return UNANSWERED
    if question.kind != "multiple":
        return RIGHT if _is_right(question, answer[0]) else WRONG
    chosen, right, _wrong = _sides(question, set(answer))
    if chosen == right:
        return RIGHT
    return PARTLY if _share_of_points(question, chosen) else WRONG


def in_order(quiz: Quiz, seed: int) -> list[Question]:
    """Return the questions in the order in which this attempt asks them, the same on every device."""
    questions = list(quiz.questions)
    if quiz.order == "random":
        random.Random(seed).shuffle(questions)
    return questions


def may_start_again(allowed: int, used: int) -> bool:
    """Tell whether the learner has another attempt; 0 allowed means as many as they like."""
    return allowed == 0 or used < allowed


def comparable(words: str, forgive: Sequence[str] = ()) -> str:
    """Return a short answer as it is compared: spaces, dashes and a last full stop never matter."""
    plain = unicodedata.normalize("NFC", words)
    if "diacritics" in forgive:
        plain = "".join(_without_diacritics(letter) for letter in plain)
    if "case" in forgive:
        plain = unicodedata.normalize("NFC", plain.casefold())
    plain = "".join(
        sign for sign in plain if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf")
    )
    plain = re.sub(r"\s*-\s*", "-", " ".join(plain.translate(_DASHES).split()))
    return plain.rstrip(". ") or plain


def _is_right(question: Question, answer: str) -> bool:
    if question.kind == "true-false":
        return answer == ("true" if question.right else "false")
    if question.kind == "short":
        # The answer in the other language is right as well: one may read in English and think in Lithuanian.
        accepted = [words for list_ in question.accept.values() for words in list_]
        typed = comparable(answer, question.forgive)
        return any(typed == comparable(words, question.forgive) for words in accepted)
    return any(option.right for option in question.options if option.key == answer)


def _share_of_points(question: Question, chosen: set[str]) -> int:
    chosen, right, wrong = _sides(question, chosen)
    if chosen == right:
        return question.points
    share = Fraction(len(chosen & right), len(right)) if right else Fraction(0)
    if wrong:
        share -= Fraction(len(chosen & wrong), len(wrong))
    rounded = int(question.points * share + Fraction(1, 2))
    return max(0, min(rounded, question.points - 1))


def _sides(question: Question, chosen: set[str]) -> tuple[set[str], set[str], set[str]]:
    right = {option.key for option in question.options if option.right}
    wrong = {option.key for option in question.options if not option.right}
    return chosen & (right | wrong), right, wrong


def _without_diacritics(letter: str) -> str:
    folded = fold(letter)
    return folded.upper() if letter != letter.lower() else folded
