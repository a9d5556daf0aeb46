"""Figures by module or month of which nothing is said where too few people stand behind them. Pure.

A small group is left out, and with it whatever would give it away by subtraction from the total.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Protocol, TypeVar


class OfSomebody(Protocol):
    """Something that a learner has done; only how many learners there are is of interest."""

    @property
    def learner_id(self) -> int: ...


Thing = TypeVar("Thing", bound=OfSomebody)
Key = TypeVar("Key", bound=Hashable)
Figures = TypeVar("Figures")


def figures_of(
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


def people_among(things: Iterable[OfSomebody]) -> int:
    """Count the people behind these things."""
    return len({each.learner_id for each in things})


def _too_small(groups: dict[Key, list[Thing]], smallest: int) -> set[Key]:
    """Return the groups of which nothing is said: the small ones, and others to hide those among.

    Whoever subtracts what is shown from the total is left with all hidden ones together; so they have to
    be enough people too.
    """
    by_size = sorted(groups, key=lambda key: people_among(groups[key]))
    hidden = [key for key in by_size if people_among(groups[key]) < smallest]
    while hidden and len(hidden) < len(by_size):
        if people_among([each for key in hidden for each in groups[key]]) >= smallest:
            break
        hidden.append(by_size[len(hidden)])
    return set(hidden)
