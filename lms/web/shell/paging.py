"""Long lists, page by page: `?page=2`, and the numbers that the macro `pagination` shows."""

from dataclasses import dataclass


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
        # Only short ASCII digits: int() would also take other scripts' and endless ones.
        number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 8 else 1
        return cls(min(max(number, 1), pages), pages, size)
