"""What notices are about, as people choose how they want them; each kind belongs to one topic.

An essential topic cannot be switched off: one has to learn of one's grade. Account letters
have no topic, since somebody has just asked for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.domain.notifications.rules import ANY_HOUR, AT_ONCE, DAILY, IN_APP, WEEKLY
from lms.foundation.i18n import lazy_gettext as lazy


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One line of the page of choices: `key` stands in the database, `default` is what nobody chose."""

    key: str
    name: Any
    explanation: Any
    is_essential: bool = False
    default: str = AT_ONCE

    @property
    def ways(self) -> tuple[str, ...]:
        """In which ways these notices can be had."""
        return (AT_ONCE, ANY_HOUR) if self.is_essential else (AT_ONCE, DAILY, WEEKLY, IN_APP)


TOPICS = (
    Topic(
        key="results",
        name=lazy("Your results"),
        explanation=lazy("Grades and comments, work that is returned, corrected results and appeals."),
        is_essential=True,
    ),
    Topic(
        key="dates",
        name=lazy("Dates and time agreed with you"),
        explanation=lazy("Consultations, another day for handing in, more time for a quiz."),
        is_essential=True,
    ),
    Topic(
        key="messages",
        name=lazy("Questions and answers"),
        explanation=lazy(
            "New messages in your conversations, and what an author notes after a consultation."
        ),
    ),
    Topic(
        key="groups",
        name=lazy("Working in a group"),
        explanation=lazy("Invitations to a group, who joins or leaves, and what the group hands in."),
    ),
    Topic(
        key="work",
        name=lazy("Work that waits for you"),
        explanation=lazy("For those who teach: work handed in, answers to mark, appeals."),
    ),
    Topic(
        key="plan",
        name=lazy("Your study plan"),
        explanation=lazy("The reminder that you have asked for in your plan."),
    ),
    Topic(
        key="reminders",
        name=lazy("Reminders from a coordinator"),
        explanation=lazy("A kind word when you have not studied for two weeks; at most one in two weeks."),
    ),
    Topic(
        key="other",
        name=lazy("Everything else"),
        explanation=lazy("Whatever else the platform has to tell you."),
    ),
)
BY_KEY: Mapping[str, Topic] = {topic.key: topic for topic in TOPICS}
OPTIONAL = tuple(topic.key for topic in TOPICS if not topic.is_essential)


def way_of(topic: str, chosen: str | None) -> str:
    """Return how somebody is told of this topic, given what they have chosen."""
    known = BY_KEY[topic]
    return chosen if chosen in known.ways else known.default
