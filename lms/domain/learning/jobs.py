"""What the worker does for this room. A job may run twice, and two may run at once."""

from lms.domain.learning.service import planning
from lms.foundation.db import reading, unit_of_work


def remind_of_plans() -> int:
    """Remind those whose moment has come, each in a deed of their own; return how many there were."""
    with reading():
        due = planning.list_due()
    reminded = 0
    for learner_id, zone in due:
        with unit_of_work():
            reminded += planning.remind(learner_id, zone)
    return reminded
