"""What a coordinator's reminder says; read in the deed's transaction."""

from typing import Any

from lms.domain.content import queries as content
from lms.domain.coordination import stops
from lms.domain.learning import queries as learning


def describe_reminder(enrolment_id: int) -> dict[str, Any] | None:
    """Return where a learner stopped in a module and what comes next; None where nothing is left for them."""
    standing = learning.get_standing(enrolment_id)
    return stops.describe_stop(content.get_revision(standing.revision_id), standing)
