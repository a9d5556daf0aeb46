"""When a promised day passes without an answer, the programme's people are told the fact, never the words."""

from collections import defaultdict

from lms.domain.messaging import queries
from lms.domain.messaging.events import AnswersLate
from lms.domain.messaging.models import Conversation
from lms.foundation import clock, events, working_days


def tell_of_late_answers() -> int:
    """Tell once for each promise that its day has passed; return how many questions were late."""
    now = clock.now()
    late = queries.list_late_for_change(working_days.day_of(now))
    by_module: defaultdict[int, list[Conversation]] = defaultdict(list)
    for conversation in late:
        conversation.escalated_at = now
        by_module[conversation.module_id].append(conversation)
    for module_id, questions in by_module.items():
        events.publish(
            AnswersLate(
                module_id=module_id,
                conversation_ids=tuple(each.id for each in questions),
                since=min(each.waiting_since or now for each in questions),
                told_at=now,
            )
        )
    return len(late)
