"""A reminder before it is sent, for the coordinator who sends it."""

import re
from typing import NamedTuple

from lms.domain.accounts.actor import Actor
from lms.domain.coordination.queries import Candidate
from lms.domain.notifications.subjects.learning import to_next_step
from lms.domain.notifications.subjects.reminders import KIND
from lms.foundation import i18n, rendering

_EMPTY_LINES = re.compile(r"\n{3,}")


class Preview(NamedTuple):
    """A reminder as its reader would get it."""

    language: str
    subject: str
    text: str


def preview(sender: Actor, candidate: Candidate) -> Preview:
    """Show a coordinator what the learner would read, in the learner's language.

    The letter's own keys stay out of it: whoever has them could open the notice or end the letters.
    """
    about = candidate.stop or {}
    endpoint, values = to_next_step(about)
    with i18n.speaking(candidate.language, candidate.time_zone):
        words = {"about": about, "sender": sender.name, "language": candidate.language, "is_in_app": True}
        subject = rendering.render(f"email/{KIND}/subject.txt", **words)
        text = rendering.render(
            f"email/{KIND}/body.txt",
            **words,
            form_of_address=candidate.form_of_address,
            link=rendering.address_of(endpoint, **values),
            subject=subject,
            happened_at=None,
            stop_link="",
            answer_above="",
        )
    return Preview(candidate.language, " ".join(subject.split()), _EMPTY_LINES.sub("\n\n", text).strip())
