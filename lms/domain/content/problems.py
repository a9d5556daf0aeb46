"""What is wrong with a course file: where, how badly, and how to mend it, in two languages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lms.domain.content.problem_texts import ERRORS, WARNINGS
from lms.foundation.i18n import gettext, language_name, speaking

ERROR = "error"
WARNING = "warning"
# Holes that hold the code of a language; each reader is told its name in their own.
_LANGUAGES = ("language", "base")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong at one line of one file.

    Only the code and what fills the holes of its sentence are kept, so that each
    reader is told in their own language.
    """

    file: str
    line: int
    code: str
    holes: tuple[tuple[str, Any], ...] = ()

    @property
    def severity(self) -> str:
        """Return `error` where publishing is refused, else `warning`."""
        return ERROR if self.code in ERRORS else WARNING

    @property
    def message(self) -> str:
        """Return what is wrong, in the language being spoken."""
        sentence = gettext(ERRORS.get(self.code) or WARNINGS[self.code])
        holes = {name: language_name(value) if name in _LANGUAGES else value for name, value in self.holes}
        return sentence % holes if holes else sentence

    def as_row(self, language: str) -> dict[str, Any]:
        """Return the problem as `content check --json` prints it."""
        with speaking(language):
            return {
                "file": self.file,
                "line": self.line,
                "code": self.code,
                "severity": self.severity,
                "message": self.message,
            }


class ProblemList:
    """Gathers problems while files are read, each only once."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._problems: dict[Problem, None] = dict.fromkeys(problems)

    def add(self, file: str, line: int, code: str, **holes: Any) -> None:
        """Note down a problem; the code must be one of the tables."""
        if code not in ERRORS and code not in WARNINGS:
            raise KeyError(code)
        self._problems[Problem(file, max(line, 1), code, tuple(sorted(holes.items())))] = None

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take over problems found elsewhere."""
        self._problems.update(dict.fromkeys(problems))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._problems)

    def __len__(self) -> int:
        return len(self._problems)

    def sorted(self) -> list[Problem]:
        """Return them as people read: file by file, line by line, errors before warnings."""
        return sorted(self._problems, key=lambda p: (p.file, p.line, p.severity, p.code, str(p.holes)))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether anything forbids publishing."""
    return any(problem.severity == ERROR for problem in problems)
