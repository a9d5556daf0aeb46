"""Which blocks of the lessons raise questions, for those who answer them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from lms.domain.accounts.actor import Actor
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.content.models import Module
from lms.domain.messaging.models import Conversation
from lms.foundation.db import session


@dataclass(frozen=True, slots=True)
class AskedBlock:
    """A block, or a lesson as a whole, with how many asked about it and how many were answered.

    `revision_id` is what the last of them read; `current_id` is what is read now, if anything is.
    """

    module_id: int
    module: str
    lesson: str
    block: str | None
    asked: int
    answered: int
    lesson_title: dict[str, str]
    module_title: dict[str, str]
    revision_id: int
    current_id: int | None


def _asked_about(actor: Actor, since: datetime | None) -> ColumnElement[bool]:
    """What this author answers for; never their own questions, never anybody else's modules."""
    through = select(ProgrammeModule.module_id).where(
        ProgrammeModule.programme_id.in_(actor.authored_programmes)
    )
    own = and_(
        Conversation.learner_id != actor.id,
        or_(Conversation.module_id.in_(actor.authored_modules), Conversation.module_id.in_(through)),
    )
    return own if since is None else and_(own, Conversation.started_at >= since)


def list_asked_blocks(actor: Actor, since: datetime | None, limit: int, offset: int = 0) -> list[AskedBlock]:
    """Return the blocks that raise questions, those that raise most first, in one statement."""
    place = (Conversation.module_id, Conversation.lesson, Conversation.block)
    counted = (
        select(
            func.count().label("asked"),
            func.sum(case((Conversation.state == "waiting", 0), else_=1)).label("answered"),
            func.max(Conversation.id).label("newest"),
        )
        .where(_asked_about(actor, since))
        .group_by(*place)
        .subquery()
    )
    rows = session.execute(
        select(Conversation, counted.c.asked, counted.c.answered, Module)
        .join(counted, counted.c.newest == Conversation.id)
        .join(Module, Module.id == Conversation.module_id)
        .order_by(counted.c.asked.desc(), counted.c.newest.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        AskedBlock(
            module_id=found.module_id,
            module=module.slug,
            lesson=found.lesson,
            block=found.block,
            asked=asked,
            answered=answered,
            lesson_title=found.lesson_title,
            module_title=found.module_title,
            revision_id=found.revision_id,
            current_id=None if module.withdrawn_at else module.current_revision_id,
        )
        for found, asked, answered, module in rows
    ]


def count_asked_blocks(actor: Actor, since: datetime | None) -> int:
    """Count the blocks that raise questions, for the pages of the list."""
    place = (Conversation.module_id, Conversation.lesson, Conversation.block)
    blocks = select(*place).where(_asked_about(actor, since)).distinct().subquery()
    return session.scalar(select(func.count()).select_from(blocks)) or 0
