"""The page of a quiz: what awaits the learner, the open attempt, or a result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.domain.assessment import marking, queries, service, timing
from lms.domain.assessment.corrected_keys import as_marked
from lms.domain.assessment.queries import AttemptLine, SavedAnswer
from lms.domain.catalogue import policy as catalogue
from lms.domain.content import queries as content
from lms.domain.content.compiled import Quiz
from lms.domain.content.compiled_questions import Question
from lms.foundation import clock
from lms.foundation.errors import NotFound
from lms.foundation.i18n import format_percent
from lms.web.assessment.asked import Asked, split_at_gaps
from lms.web.assessment.places import Place
from lms.web.assessment.remarked import Remarked, find_remarked
from lms.web.assessment.timed import end_what_is_over, minutes_left
from lms.web.shell.pages import page

Trouble = dict[str, tuple[list[str], str]]  # question → what was sent, and why it was refused


@dataclass(frozen=True)
class Late:
    """An answer that came after the end of its attempt, so that its writer still has the words."""

    question: str
    given: Sequence[str]

    def words(self, question: Question) -> list[str]:
        """Return what was typed and not merely chosen."""
        if question.kind == "gap":
            return [words for words in self.given[1::2] if words]
        return [*self.given[:1]] if question.kind in ("open", "short", "number") else []


def quiz_page(
    place: Place,
    slug: str,
    number: int | None,
    *,
    left: Sequence[str] = (),
    trouble: Trouble | None = None,
    late: Late | None = None,
) -> str:
    """Show the attempt of that number, else the last one, else what awaits the learner."""
    attempts = queries.list_attempts(place.actor.id, place.module.slug, slug)
    if end_what_is_over(attempts):
        attempts = queries.list_attempts(place.actor.id, place.module.slug, slug)
    attempt = _chosen(attempts, number)
    module = content.get_revision(attempt.revision_id) if attempt else place.module
    quiz = service.get_quiz(module, slug)
    remarked = find_remarked(attempt, slug) if attempt else Remarked([], {})
    asked = _asked(quiz, attempt, trouble or {}, remarked) if attempt else []
    return page(
        "assessment/show_quiz",
        module=module,
        quiz=quiz,
        attempt=attempt,
        attempts=attempts,
        asked=asked,
        remarked=remarked.made,
        answered=sum(bool(each.answer) for each in asked),
        left=[each for each in asked if each.question.key in left],
        may_start_again=_may_start_again(place, slug, attempts),
        next_start=_next_start(place, slug, attempts),
        split_at_gaps=split_at_gaps,
        has_open=any(each.is_open for each in attempts),
        shows_key=bool(attempt and not attempt.is_open and _shows_key(quiz, attempts)),
        percent_words=_percent_words(attempt),
        late=late,
        waits=any(each.is_waiting for each in attempts),
        minutes_left=minutes_left(attempt.ends_at) if attempt and attempt.is_open else None,
        now=clock.now(),
        answers_for=place.actor.is_staff and catalogue.may_teach(place.actor, place.module.module_id),
        **_time_allowed(place, slug, attempt),
    )


def _chosen(attempts: list[AttemptLine], number: int | None) -> AttemptLine | None:
    if number is None:
        return attempts[-1] if attempts else None
    for attempt in attempts:
        if attempt.number == number:
            return attempt
    raise NotFound()


def _asked(quiz: Quiz, attempt: AttemptLine, trouble: Trouble, remarked: Remarked) -> list[Asked]:
    answers = queries.read_answers(attempt.id)
    has_marks = quiz.has_open_questions and not (attempt.is_open or attempt.is_waiting)
    marks = queries.read_marks(attempt.id) if has_marks else {}
    shown = []
    for number, question in enumerate(marking.in_order(quiz, attempt.draw), 1):
        saved = answers.get(question.key, SavedAnswer([]))
        refused, reason = trouble.get(question.key, ([], ""))
        given: Sequence[str] = saved.value
        if question.key in remarked.keys:
            question, given = as_marked(question, remarked.keys[question.key], given)
        verdict = "" if attempt.is_open else marking.verdict(question, given, saved.points)
        shown.append(
            Asked(
                number,
                question,
                given,
                attempt.draw,
                saved.points or 0,
                verdict,
                refused,
                reason,
                bool(saved.hinted_at),
                marks.get(question.key),
                saved.language,
            )
        )
    return shown


def _may_start_again(place: Place, slug: str, attempts: list[AttemptLine]) -> bool:
    """An attempt begins on the quiz as it is now, which may allow other than an earlier revision did."""
    now = place.module.quiz(slug)
    is_closed = not any(attempt.is_open or attempt.is_waiting for attempt in attempts)
    return (
        now is not None
        and is_closed
        and place.standing.is_enrolled
        and marking.may_start_again(now.attempts, len(attempts))
    )


def _time_allowed(place: Place, slug: str, attempt: AttemptLine | None) -> dict[str, object]:
    """Return what is said of time before an attempt, and whether the viewer may give others more of it."""
    now = place.module.quiz(slug)
    if now is None or not now.time_limit_minutes:
        return {"time_limit": 0, "own_minutes": None, "gives_time": False}
    more = None
    if attempt is None or not attempt.is_open:
        more = queries.find_more_time(place.actor.id, place.module.module_id, slug)
    return {
        "time_limit": now.time_limit_minutes,
        "own_minutes": timing.allowed_minutes(now.time_limit_minutes, more),
        "gives_time": place.actor.is_staff and catalogue.may_teach(place.actor, place.module.module_id),
    }


def _next_start(place: Place, slug: str, attempts: list[AttemptLine]) -> datetime | None:
    """Return from when on one may try again, where one still has to wait."""
    now = place.module.quiz(slug)
    begins = marking.next_start(now, attempts[-1].submitted_at) if now and attempts else None
    return begins if begins is not None and begins > clock.now() else None


def _shows_key(quiz: Quiz, attempts: list[AttemptLine]) -> bool:
    """Which answers were right is said where the author says so, else once it gives nothing away."""
    if quiz.review:
        return quiz.review == "after-hand-in"
    has_passed = any(attempt.is_passed for attempt in attempts)
    return has_passed or not marking.may_start_again(quiz.attempts, len(attempts))


def _percent_words(attempt: AttemptLine | None) -> str:
    """Return the share of the points, rounded down: it never looks like a pass mark that was missed."""
    if attempt is None or not attempt.max_score:
        return ""
    return format_percent(marking.percent(attempt.score or 0, attempt.max_score), 100)
