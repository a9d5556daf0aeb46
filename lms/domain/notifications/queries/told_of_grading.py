"""What has to be known of annulled gradings and appeals to tell of them; read in the deed's transaction."""

from typing import Any

from lms.domain.assessment import queries as assessment
from lms.domain.assessment.models import Appeal
from lms.domain.notifications.queries.told import describe_grading, describe_version
from lms.foundation.db import session


def describe_appeal(appeal_id: int) -> dict[str, Any]:
    """Return what a notice says of an appeal: about which work, never why or how it was decided."""
    grading_id = session.get_one(Appeal, appeal_id).grading_id
    return {**describe_grading(grading_id), "appeal_id": appeal_id}


def describe_work(submission_id: int) -> dict[str, Any]:
    """Return what a notice says of work that waits, as it was handed in last."""
    version = assessment.find_last_version(submission_id)
    assert version is not None
    return describe_version(version.id)
