"""The table that the bench prints, row by row as they are measured."""

from dataclasses import dataclass


@dataclass
class Row:
    """One figure against its budget; `value` is what is judged, lower is better unless `higher`."""

    name: str
    value: float
    unit: str
    budget: float
    aim: float | None = None
    higher: bool = False
    beside: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the budget is kept."""
        return self.value >= self.budget if self.higher else self.value <= self.budget


class Table:
    """Prints rows as they come and says at the end what was missed."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.rows: list[Row] = []
        print(f"{'figure':<46}{'measured':>12}{'budget':>12}{'aim':>10}   ")

    def wants(self, name: str) -> bool:
        """Whether this figure was asked for."""
        return not self.names or any(word in name for word in self.names)

    def wants_any(self, names: list[str]) -> bool:
        """Whether any of these was asked for."""
        return any(self.wants(name) for name in names)

    def add(self, row: Row) -> None:
        """Print a row at once."""
        self.rows.append(row)
        sign = "≥" if row.higher else "≤"
        aim = f"{sign} {row.aim:g}" if row.aim is not None else ""
        verdict = "" if row.is_met else f"  MISSED by {abs(row.value - row.budget):.2f} {row.unit}"
        measured = f"{row.value:.2f} {row.unit}"
        print(
            f"{row.name:<46}{measured:>12}{f'{sign} {row.budget:g}':>12}{aim:>10}   {row.beside}{verdict}",
            flush=True,
        )

    def print_verdict(self) -> None:
        """Say what was missed."""
        missed = [row.name for row in self.rows if not row.is_met]
        print(
            f"{len(self.rows) - len(missed)} of {len(self.rows)} budgets met"
            + (f"; missed: {', '.join(missed)}" if missed else "")
        )
