"""Who may do what with learners' work."""

from typing import Protocol

from lms.domain.accounts.actor import Actor
from lms.domain.catalogue import queries as catalogue


class OfModule(Protocol):
    """What a policy has to know of anything in a module."""

    @property
    def module_id(self) -> int: ...
    @property
    def programme_ids(self) -> frozenset[int]: ...


class Work(OfModule, Protocol):
    """What a policy has to know of a submission or an attempt."""

    @property
    def learner_ids(self) -> frozenset[int]: ...


class WorkFile(Work, Protocol):
    """What a policy has to know of a submission's file."""

    @property
    def is_handed_in(self) -> bool: ...
    @property
    def reader_ids(self) -> frozenset[int]: ...


class Appealed(Work, Protocol):
    """What a policy has to know of an appeal."""

    @property
    def decider_ids(self) -> frozenset[int]: ...


class InModule(Protocol):
    """What a policy has to know of a quiz or of a corrected key in it."""

    @property
    def module_id(self) -> int: ...


class Owned(Protocol):
    """What a policy has to know of a saved comment."""

    @property
    def author_id(self) -> int: ...


def may_see_waiting(actor: Actor) -> bool:
    """Whoever answers for a module or programme has a list of what waits."""
    return actor.is_staff


def is_of(actor: Actor, work: Work) -> bool:
    """Tell whether it is this person's own work: alone, in a group, or in one that they have left since."""
    return actor.id in work.learner_ids


def may_grade(actor: Actor, work: Work) -> bool:
    """Nobody grades their own work; else whoever answers for the module or its programme."""
    if is_of(actor, work):
        return False
    return work.module_id in actor.authored_modules or bool(actor.authored_programmes & work.programme_ids)


def may_see_appeal(actor: Actor, appeal: Appealed) -> bool:
    """Whoever may grade the work reads the appeal about it; nobody else but its learners."""
    return may_grade(actor, appeal)


def may_decide_appeal(actor: Actor, appeal: Appealed) -> bool:
    """An appeal is decided by who had no part in the grading, where there is such a person."""
    return may_grade(actor, appeal) and actor.id in appeal.decider_ids


def may_mark(actor: Actor, attempt: Work) -> bool:
    """Nobody marks their own answers; else whoever answers for the module or its programme."""
    return may_grade(actor, attempt)


def may_extend_time(actor: Actor, quiz: OfModule) -> bool:
    """Whoever answers for the module or its programme gives people more time in its quizzes."""
    return quiz.module_id in actor.authored_modules or bool(actor.authored_programmes & quiz.programme_ids)


def may_correct(actor: Actor, thing: InModule) -> bool:
    """How questions behave, and what a corrected key does, is for those who answer for the module."""
    return catalogue.answers_for(actor, thing.module_id)


def may_open_file(actor: Actor, file: WorkFile) -> bool:
    """A file is for its learner, or its group; who grades may open it once it has been handed in."""
    return actor.id in file.reader_ids or (file.is_handed_in and may_grade(actor, file))


def may_change_comment(actor: Actor, comment: Owned) -> bool:
    """A saved comment is its author's alone."""
    return actor.id == comment.author_id
