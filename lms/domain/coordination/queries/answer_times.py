"""Questions to authors as figures see them: when asked, promised and answered, never what they say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, false, null, or_, select

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.content.models import Module
from lms.domain.coordination.answer_times import Question
from lms.domain.messaging.models import Conversation
from lms.foundation.db import UtcDateTime, session


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which questions or talks are looked at: of these modules and programmes, or of people from there."""

    modules: frozenset[int] = frozenset()
    programmes: frozenset[int] = frozenset()
    institutions: frozenset[int] = frozenset()
    module_slug: str | None = None

    @classmethod
    def of_author(cls, actor: Actor) -> "Bounds":
        """Return the questions that this author answers for, with others."""
        return cls(modules=actor.authored_modules, programmes=actor.authored_programmes)

    @classmethod
    def of_coordinator(cls, actor: Actor) -> "Bounds":
        """Return the questions in this coordinator's programmes and of the people of their institutions."""
        return cls(programmes=actor.coordinated_programmes, institutions=actor.coordinated_institutions)


def list_questions(bounds: Bounds, since: datetime) -> list[Question]:
    """Return what was asked since then, and all that waits now, in one statement."""
    waits = Conversation.state == "waiting"
    statement = (
        select(
            Conversation.module_id,
            Conversation.learner_id,
            Conversation.started_at,
            Conversation.first_answered_at,
            Conversation.promised_on,
            case((waits, Conversation.waiting_since), else_=null().cast(UtcDateTime)),
        )
        .join(User, User.id == Conversation.learner_id)
        .where(*inside(bounds, Conversation.module_id), or_(Conversation.started_at >= since, waits))
        .order_by(Conversation.started_at, Conversation.id)
    )
    return [Question(*row) for row in session.execute(statement)]


def inside(bounds: Bounds, module_id: Any) -> list[ColumnElement[bool]]:
    """Return what a statement that knows a module and its learner, a `User`, has to ask for."""
    found: list[ColumnElement[bool]] = []
    if bounds.modules:
        found.append(module_id.in_(list(bounds.modules)))
    if bounds.programmes:
        found.append(module_id.in_(_modules_of(list(bounds.programmes))))
    if bounds.institutions:
        found.append(User.institution_id.in_(list(bounds.institutions)))
    conditions: list[ColumnElement[bool]] = [or_(*found) if found else false()]
    if bounds.module_slug is not None:
        conditions.append(module_id.in_(select(Module.id).where(Module.slug == bounds.module_slug)))
    return conditions


def _modules_of(programme_ids: list[int]) -> Any:
    return select(ProgrammeModule.module_id).where(ProgrammeModule.programme_id.in_(programme_ids))
