"""Figures in all, by module and by month; nothing is said where too few people stand behind them. Pure.

A small group is left out, and with it whatever would give it away by subtraction from the total.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, NamedTuple, Protocol, TypeVar


class OfSomebody(Protocol):
    """Something that a learner has done in a module; only how many learners there are is of interest."""

    @property
    def learner_id(self) -> int: ...
    @property
    def module_id(self) -> int: ...


Thing = TypeVar("Thing", bound=OfSomebody)
Key = TypeVar("Key", bound=Hashable)
Figures = TypeVar("Figures")


class Month(NamedTuple):
    """One month of the reader's own zone."""

    first_day: date
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Parts(Generic[Figures]):
    """The figures of all, by module and by month; None stands for a group that is too small."""

    overall: Figures | None
    modules: dict[int, Figures | None]
    months: dict[date, Figures | None]


def parts_of(
    things: Sequence[Thing],
    when: Callable[[Thing], datetime],
    of: Callable[[Sequence[Thing]], Figures],
    months: Sequence[Month],
    smallest: int,
) -> Parts[Figures]:
    """Return the figures of all things, of each module, and of each month that has some, the latest first."""
    in_months = [each for each in things if find_month(when(each), months)]
    by_month = _figures_of(in_months, lambda each: find_month(when(each), months), of, smallest)
    return Parts(
        overall=of(things) if _people_among(things) >= max(1, smallest) else None,
        modules=_figures_of(things, lambda each: each.module_id, of, smallest),
        months={each.first_day: by_month[each] for each in reversed(months) if each in by_month},
    )


def find_month(at: datetime, months: Sequence[Month]) -> Month | None:
    """Return in which of these months a moment lies."""
    return next((each for each in months if each.begins_at <= at < each.ends_at), None)


def _figures_of(
    things: Iterable[Thing],
    key_of: Callable[[Thing], Key],
    of: Callable[[Sequence[Thing]], Figures],
    smallest: int,
) -> dict[Key, Figures | None]:
    """Return the figures of each group, None where it is too small or would give a small one away."""
    groups: dict[Key, list[Thing]] = {}
    for each in things:
        groups.setdefault(key_of(each), []).append(each)
    hidden = _too_small(groups, smallest)
    return {key: None if key in hidden else of(group) for key, group in groups.items()}


def _people_among(things: Iterable[OfSomebody]) -> int:
    return len({each.learner_id for each in things})


def _too_small(groups: dict[Key, list[Thing]], smallest: int) -> set[Key]:
    """Return the groups of which nothing is said: the small ones, and others to hide those among.

    Whoever subtracts what is shown from the total is left with all hidden ones together; so they have to
    be enough people too.
    """
    by_size = sorted(groups, key=lambda key: _people_among(groups[key]))
    hidden = [key for key in by_size if _people_among(groups[key]) < smallest]
    while hidden and len(hidden) < len(by_size):
        if _people_among([each for key in hidden for each in groups[key]]) >= smallest:
            break
        hidden.append(by_size[len(hidden)])
    return set(hidden)
