"""The administrator's word about jobs that failed: try them again, or forget them."""

from typing import Any

from lms.domain.accounts.actor import Actor
from lms.foundation import audit, queue_watch


def retry_job(actor: Actor, broker: Any, job_id: str) -> bool:
    """Put a failed job into the queue once more; False if somebody else was quicker."""
    name = queue_watch.try_again(broker, job_id)
    if name is not None:
        audit.record(actor.label, "job-retried", f"job:{name}")
    return name is not None


def delete_job(actor: Actor, broker: Any, job_id: str) -> bool:
    """Delete a failed job; False if somebody else was quicker."""
    name = queue_watch.forget(broker, job_id)
    if name is not None:
        audit.record(actor.label, "job-deleted", f"job:{name}")
    return name is not None
