"""Reading across rooms: what waits for an author, how learners of a scope stand."""

from sqlalchemy import func, or_, select

from lms.domain.accounts.actor import Actor
from lms.domain.assessment.models import Submission
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.messaging.models import Conversation
from lms.foundation.db import session


def count_waiting(actor: Actor) -> int:
    """Count for the header the work and questions that wait for this author."""
    modules = select(ProgrammeModule.module_id).where(
        ProgrammeModule.programme_id.in_(actor.authored_programmes)
    )
    work = (
        select(func.count())
        .select_from(Submission)
        .where(
            Submission.state == "handed-in",
            Submission.learner_id != actor.id,
            or_(Submission.module_id.in_(actor.authored_modules), Submission.module_id.in_(modules)),
        )
        .scalar_subquery()
    )
    questions = (
        select(func.count())
        .select_from(Conversation)
        .where(
            Conversation.state == "waiting",
            Conversation.learner_id != actor.id,
            or_(Conversation.module_id.in_(actor.authored_modules), Conversation.module_id.in_(modules)),
        )
        .scalar_subquery()
    )
    return session.scalar(select(work + questions)) or 0
