"""Long lists, page by page: `?page=2`, and the numbers that the macro `pagination` shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: `number` counts from one, `pages` is how many there are."""

    number: int
    pages: int
    size: int

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.number - 1) * self.size

    @classmethod
    def of(cls, asked: str | None, total: int, size: int) -> "Page":
        """Return the page that was asked for; a senseless one is the first, one too far the last."""
        pages = max(1, -(-total // size))
        return cls(min(_number(asked), pages), pages, size)

    @classmethod
    def of_uncounted(cls, asked: str | None, size: int) -> "Page":
        """Return the page that was asked for of a list that it would cost too much to count."""
        number = _number(asked)
        return cls(number, number, size)

    @property
    def one_more(self) -> int:
        """How many rows to ask for, so that `cut` knows whether there is a next page."""
        return self.size + 1

    def cut(self, rows: Sequence[T]) -> tuple[Sequence[T], "Page"]:
        """Return the rows of this page, and the page knowing whether there is a next one."""
        return rows[: self.size], replace(self, pages=self.number + (len(rows) > self.size))


def _number(asked: str | None) -> int:
    """Only short ASCII digits: int() would also take other scripts' and endless ones."""
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 8 else 1
    return max(number, 1)
