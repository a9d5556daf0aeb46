"""Who may do what with learners' work."""

from typing import Protocol

from lms.domain.accounts.actor import Actor


class Work(Protocol):
    """What a policy has to know of a submission."""

    @property
    def learner_id(self) -> int: ...
    @property
    def module_id(self) -> int: ...
    @property
    def programme_ids(self) -> frozenset[int]: ...


class WorkFile(Work, Protocol):
    """What a policy has to know of a submission's file."""

    @property
    def is_handed_in(self) -> bool: ...


class Owned(Protocol):
    """What a policy has to know of a saved comment."""

    @property
    def author_id(self) -> int: ...


def may_see_waiting(actor: Actor) -> bool:
    """Whoever answers for a module or programme has a list of what waits."""
    return actor.is_staff


def may_grade(actor: Actor, work: Work) -> bool:
    """Nobody grades their own work; else whoever answers for the module or its programme."""
    if actor.id == work.learner_id:
        return False
    return work.module_id in actor.authored_modules or bool(actor.authored_programmes & work.programme_ids)


def may_open_file(actor: Actor, file: WorkFile) -> bool:
    """A file is its learner's; who grades may open it once it has been handed in."""
    return actor.id == file.learner_id or (file.is_handed_in and may_grade(actor, file))


def may_change_comment(actor: Actor, comment: Owned) -> bool:
    """A saved comment is its author's alone."""
    return actor.id == comment.author_id
