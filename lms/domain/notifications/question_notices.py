"""What authors and coordinators are told of questions, besides the questions themselves; see `notices`."""

from lms.domain.messaging import queries as messaging
from lms.domain.messaging.events import AnswersLate, QuestionHandedOver
from lms.domain.notifications.kinds import About, NoticeKind, Told, Way
from lms.domain.notifications.queries import told_of_questions
from lms.foundation import working_days


def _question_handed_over(event: QuestionHandedOver) -> Told:
    return Told(
        recipients=[event.to_id],
        sender_id=event.by_id,
        subject=f"conversation:{event.conversation_id}",
        occasion=f"question-handed-over:{event.conversation_id}:{event.handed_over_at.isoformat()}",
        about=told_of_questions.describe_conversation(event.conversation_id),
    )


def _answers_late(event: AnswersLate) -> Told:
    # The fact alone: no names, no words, and no way to the conversations for whoever does not answer them.
    duties = messaging.list_told_of_lateness(event.module_id)
    newest = max(event.conversation_ids)
    return Told(
        recipients=sorted(duties),
        subject=f"late-answers:{event.module_id}",
        occasion=f"answers-late:{event.module_id}:{newest}:{event.told_at.isoformat()}",
        about={
            **told_of_questions.describe_module(newest),
            "count": len(event.conversation_ids),
            "since": working_days.day_of(event.since).isoformat(),
        },
        about_each={user_id: {"duty": duty} for user_id, duty in duties.items()},
    )


def _to_conversation(about: About) -> Way:
    return "messaging.show_conversation", {"conversation_id": about["conversation_id"]}


def _to_questions(about: About) -> Way:
    if about["duty"] == "author":
        return "messaging.inbox", {}
    return "coordination.dashboard", {}


QUESTION_NOTICES: tuple[NoticeKind, ...] = (
    NoticeKind(
        kind="question-handed-over",
        topic="messages",
        when=QuestionHandedOver,
        tell=_question_handed_over,
        leads_to=_to_conversation,
    ),
    NoticeKind(
        kind="answers-late", topic="messages", when=AnswersLate, tell=_answers_late, leads_to=_to_questions
    ),
)
