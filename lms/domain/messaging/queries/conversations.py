"""Reading conversations: one with its messages, a learner's own, an author's inbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, and_, case, cast, exists, func, or_, select

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.catalogue.models import ProgrammeModule, Staff
from lms.domain.content.models import Module
from lms.domain.messaging.models import Absence, Conversation, Message
from lms.foundation.db import session, shared_alias
from lms.foundation.errors import NotFound

_PROGRAMMES = (
    select(func.aggregate_strings(cast(ProgrammeModule.programme_id, String), ","))
    .where(ProgrammeModule.module_id == Conversation.module_id)
    .correlate(Conversation)
    .scalar_subquery()
)


def _of_last_message(column: Any) -> Any:
    return (
        select(column)
        .where(Message.conversation_id == Conversation.id)
        .order_by(Message.id.desc())
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery()
    )


_owners = shared_alias(User, "owners")
SHOWN_TEXT = 300
STATES = ("waiting", "answered", "settled", "closed")
_WAITING_FIRST = case((Conversation.state == "waiting", 0), else_=1)
_PROMISED_FIRST = (_WAITING_FIRST, Conversation.answer_by, Conversation.waiting_since)


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as pages and policies see it."""

    id: int
    learner_id: int
    learner: str
    module_id: int
    module: str
    is_withdrawn: bool
    revision_id: int
    lesson: str
    block: str | None
    module_title: dict[str, str]
    lesson_title: dict[str, str]
    language: str
    state: str
    waiting_since: datetime | None
    answer_by: date | None
    owner_id: int | None
    owner: str | None
    started_at: datetime
    last_message_at: datetime
    last_text: str
    last_language: str
    programme_ids: frozenset[int]


def _talks() -> Select[Any]:
    return (
        select(
            Conversation,
            User.name.label("learner"),
            _owners.name.label("owner"),
            Module.slug.label("module"),
            Module.withdrawn_at,
            _PROGRAMMES.label("programmes"),
            _of_last_message(func.substr(Message.text, 1, SHOWN_TEXT)).label("last_text"),
            _of_last_message(Message.language).label("last_language"),
        )
        .join(User, User.id == Conversation.learner_id)
        .join(Module, Module.id == Conversation.module_id)
        .outerjoin(_owners, and_(_owners.id == Conversation.owner_id, _still_answers()))
    )


def _still_answers() -> ColumnElement[bool]:
    """Whether the owner is one of the module's authors to this day; else the question is nobody's again."""
    through = select(ProgrammeModule.programme_id).where(ProgrammeModule.module_id == Conversation.module_id)
    duty = exists().where(
        Staff.user_id == Conversation.owner_id,
        Staff.duty == "author",
        or_(Staff.module_id == Conversation.module_id, Staff.programme_id.in_(through)),
        User.id == Staff.user_id,
        User.standing == "active",
    )
    return duty.correlate(Conversation)


def _talk(row: Row[Any]) -> Talk:
    found: Conversation = row.Conversation
    return Talk(
        id=found.id,
        learner_id=found.learner_id,
        learner=row.learner,
        module_id=found.module_id,
        module=row.module,
        is_withdrawn=row.withdrawn_at is not None,
        revision_id=found.revision_id,
        lesson=found.lesson,
        block=found.block,
        module_title=found.module_title,
        lesson_title=found.lesson_title,
        language=found.language,
        state=found.state,
        waiting_since=found.waiting_since,
        answer_by=found.answer_by,
        owner_id=found.owner_id if row.owner is not None else None,
        owner=row.owner,
        started_at=found.started_at,
        last_message_at=found.last_message_at,
        last_text=row.last_text or "",
        last_language=row.last_language or found.language,
        programme_ids=frozenset(map(int, row.programmes.split(","))) if row.programmes else frozenset(),
    )


def get_conversation(conversation_id: int) -> Talk:
    """Return the conversation with what its policies need, in one statement, or refuse."""
    row = session.execute(_talks().where(Conversation.id == conversation_id)).one_or_none()
    if row is None:
        raise NotFound()
    return _talk(row)


def get_conversation_for_change(conversation_id: int) -> Conversation:
    """Return the conversation as it is now and let other deeds on it wait for this one."""
    statement = select(Conversation).filter_by(id=conversation_id).with_for_update()
    found = session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def list_own(learner_id: int, limit: int, offset: int = 0) -> list[Talk]:
    """Return the learner's own conversations, the latest word first."""
    order = (Conversation.last_message_at.desc(), Conversation.id.desc())
    statement = _talks().where(Conversation.learner_id == learner_id).order_by(*order)
    return [_talk(row) for row in session.execute(statement.limit(limit).offset(offset))]


def count_own(learner_id: int) -> int:
    """Count the learner's own conversations, for the pages of the list."""
    return _count(Conversation.learner_id == learner_id)


def _inbox_of(
    actor: Actor, module: str | None, states: Iterable[str], whose: str = "all"
) -> ColumnElement[bool]:
    """What this author answers for; never their own questions, never anybody else's modules."""
    through = select(ProgrammeModule.module_id).where(
        ProgrammeModule.programme_id.in_(actor.authored_programmes)
    )
    inside = and_(
        Conversation.learner_id != actor.id,
        Conversation.state.in_(list(states)),
        or_(Conversation.module_id.in_(actor.authored_modules), Conversation.module_id.in_(through)),
    )
    if whose == "mine":
        inside = and_(inside, Conversation.owner_id == actor.id)
    elif whose == "nobody":
        inside = and_(inside, or_(Conversation.owner_id.is_(None), ~_still_answers()))
    if module is None:
        return inside
    named = select(Module.id).where(Module.slug == module).scalar_subquery()
    return and_(inside, Conversation.module_id == named)


def waits_for(actor: Actor, today: Any) -> ColumnElement[bool]:
    """Say for a statement about conversations which of them wait for this author's answer.

    What another author has taken waits for that one alone, as long as they are there to answer it.
    """
    return and_(_inbox_of(actor, None, ("waiting",)), ~_is_with_another(actor.id, today))


def _is_with_another(author_id: Any, today: Any) -> ColumnElement[bool]:
    is_away = exists().where(
        Absence.user_id == Conversation.owner_id, Absence.from_day <= today, Absence.to_day >= today
    )
    return and_(
        Conversation.owner_id.is_not(None),
        Conversation.owner_id != author_id,
        _still_answers(),
        ~is_away.correlate(Conversation),
    )


def list_inbox(
    actor: Actor,
    *,
    module: str | None,
    states: Iterable[str],
    whose: str = "all",
    limit: int,
    offset: int = 0,
) -> list[Talk]:
    """Return what an author answers for: who waits comes first, the earliest promise before all."""
    order = (*_PROMISED_FIRST, Conversation.last_message_at.desc(), Conversation.id)
    statement = _talks().where(_inbox_of(actor, module, states, whose)).order_by(*order)
    return [_talk(row) for row in session.execute(statement.limit(limit).offset(offset))]


def count_inbox(actor: Actor, *, module: str | None, states: Iterable[str], whose: str = "all") -> int:
    """Count an author's conversations, for the pages of the inbox."""
    return _count(_inbox_of(actor, module, states, whose))


def list_late_for_change(today: date) -> list[Conversation]:
    """Return the questions whose promised day has passed without anyone having been told, for one deed."""
    statement = (
        select(Conversation)
        .join(User, User.id == Conversation.learner_id)
        .where(
            Conversation.state == "waiting",
            Conversation.answer_by < today,
            Conversation.escalated_at.is_(None),
            User.standing == "active",
        )
        .order_by(Conversation.id)
        .with_for_update(of=Conversation)
    )
    return list(session.scalars(statement.execution_options(populate_existing=True)))


@dataclass(frozen=True, slots=True)
class ModuleQueue:
    """One module in the choice above the inbox."""

    module: str
    title: dict[str, str]
    waiting: int


def list_queues(actor: Actor) -> list[ModuleQueue]:
    """Return the modules that this author was asked about, each with what waits, in one statement."""
    newest = (
        select(
            Conversation.module_id,
            func.max(Conversation.id).label("newest"),
            func.sum(case((Conversation.state == "waiting", 1), else_=0)).label("waiting"),
        )
        .where(_inbox_of(actor, None, STATES))
        .group_by(Conversation.module_id)
        .subquery()
    )
    rows = session.execute(
        select(Module.slug, Conversation.module_title, newest.c.waiting)
        .join(newest, newest.c.module_id == Module.id)
        .join(Conversation, Conversation.id == newest.c.newest)
        .order_by(Module.slug)
    )
    return [ModuleQueue(*row) for row in rows]


def _count(condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Conversation).where(condition)) or 0
