"""What people are told of questions and answers; the table is in `notices`."""

from lms.domain.messaging import queries as messaging
from lms.domain.messaging.events import AnswersLate, MessagePosted, QuestionHandedOver
from lms.domain.notifications.kinds import About, Told, Way
from lms.domain.notifications.queries import told, told_of_questions
from lms.foundation import working_days


def message_posted(event: MessagePosted) -> Told:
    """Tell the other side of a conversation that there is a new message."""
    return Told(
        recipients=event.told_ids,
        sender_id=event.sender_id,
        subject=f"conversation:{event.conversation_id}",
        occasion=f"message-posted:{event.message_id}",
        about={
            **told.describe_message(event.message_id, event.conversation_id),
            "is_from_learner": event.is_from_learner,
        },
    )


def handed_over(event: QuestionHandedOver) -> Told:
    """Tell an author that a question is theirs now."""
    return Told(
        recipients=[event.to_id],
        sender_id=event.by_id,
        subject=f"conversation:{event.conversation_id}",
        occasion=f"question-handed-over:{event.conversation_id}:{event.handed_over_at.isoformat()}",
        about=told_of_questions.describe_conversation(event.conversation_id),
    )


def answers_late(event: AnswersLate) -> Told:
    """Tell authors and coordinators of a module that answers are late."""
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


def to_conversation(about: About) -> Way:
    """Lead to the conversation."""
    return "messaging.show_conversation", {"conversation_id": about["conversation_id"]}


def to_late_answers(about: About) -> Way:
    """Lead authors to the questions, coordinators to their overview."""
    if about["duty"] == "author":
        return "messaging.inbox", {}
    return "coordination.dashboard", {}
