"""What people are told of attempts at quizzes and of more time for them; the table is in `notices`."""

from lms.domain.assessment.events import AnswersReceived, AttemptMarked, ResultsRemarked, TimeExtended
from lms.domain.catalogue import queries as catalogue
from lms.domain.notifications.kinds import About, Told, Way
from lms.domain.notifications.queries import told_of_quizzes


def answers_received(event: AnswersReceived) -> Told:
    """Tell the authors that open answers wait to be marked."""
    authors = catalogue.list_author_ids(event.module_id)
    return Told(
        recipients=[each for each in authors if each != event.learner_id],
        sender_id=event.learner_id,
        subject=f"attempt:{event.attempt_id}",
        occasion=f"answers-received:{event.attempt_id}",
        about=told_of_quizzes.describe_attempt(event.attempt_id),
    )


def attempt_marked(event: AttemptMarked) -> Told:
    """Tell the learner that their open answers were marked."""
    return Told(
        recipients=[event.learner_id],
        sender_id=event.marker_id,
        subject=f"attempt:{event.attempt_id}",
        occasion=f"attempt-marked:{event.attempt_id}",
        about=told_of_quizzes.describe_attempt(event.attempt_id),
    )


def results_remarked(event: ResultsRemarked) -> Told:
    """Tell learners that results of theirs were corrected."""
    about, sender_id, numbers = told_of_quizzes.describe_remarkings(event.remarking_ids)
    return Told(
        recipients=sorted(numbers),
        sender_id=sender_id,
        subject=f"correction:{event.correction_id}" if event.correction_id else f"attempt:{event.attempt_id}",
        occasion=f"result-corrected:{event.correction_id or 'mark'}:{max(event.remarking_ids)}",
        about={**about, "outcome": event.outcome, **({} if event.correction_id else {"is_by_marker": True})},
        about_each={learner_id: {"number": number} for learner_id, number in numbers.items()},
    )


def time_extended(event: TimeExtended) -> Told:
    """Tell the learner that they have more time for a quiz."""
    granted_at, about = told_of_quizzes.describe_extension(event.extension_id)
    return Told(
        recipients=[event.learner_id],
        sender_id=event.granted_by_id,
        subject=f"time-extension:{event.extension_id}",
        occasion=f"time-extended:{event.extension_id}:{granted_at.isoformat()}",
        about=about,
    )


def to_marking(about: About) -> Way:
    """Lead to the answers that wait to be marked."""
    return "assessment.mark_attempt", {"attempt_id": about["attempt_id"]}


def to_attempt(about: About) -> Way:
    """Lead to the learner's own attempt."""
    return "assessment.show_quiz", {
        "module": about["module"],
        "quiz": about["quiz"],
        "attempt": about["number"],
    }


def to_quiz(about: About) -> Way:
    """Lead to the quiz."""
    return "assessment.show_quiz", {"module": about["module"], "quiz": about["quiz"]}
