"""Read Aiken: a question, options with capital letters in their order, and the letter of the right one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from lms.domain.content.problems import ProblemList
from lms.domain.content.question_files.drafting import Refused
from lms.domain.content.question_files.found import WHOLE, Answer, FoundQuestion, Written
from lms.domain.content.question_files.wording import shortened

OPTION = re.compile(r"(?P<letter>[A-Z])[.)](?:\s+(?P<text>.*))?")
ANSWER = re.compile(r"ANSWER:\s*(?P<letter>.*)", re.IGNORECASE)
# Some programs add lines of their own after the answer.
_FURTHER = re.compile(r"(?:FEEDBACK|POINTS?|SCORE|TAGS?|CATEGORY|DIFFICULTY|REFERENCE):.*", re.IGNORECASE)


@dataclass
class _Open:
    """The question that is being read; `trouble` is the first thing in it that was not understood."""

    line: int
    text: list[str] = field(default_factory=list)
    options: list[tuple[int, str]] = field(default_factory=list)
    trouble: Refused | None = None

    def take(self, number: int, words: str) -> None:
        """Take the next line."""
        option = OPTION.fullmatch(words)
        if option and self.text and option["letter"] == self.next_letter:
            self.options.append((number, (option["text"] or "").strip()))
        elif self.options:
            self.trouble = self.trouble or Refused("question-line-broken", number, text=shortened(words))
        else:
            self.text.append(words)

    @property
    def next_letter(self) -> str:
        """The letter that the next option has."""
        return chr(ord("A") + len(self.options))

    def finished(self, number: int, letter: str) -> FoundQuestion:
        """Return the whole question, or raise what was wrong with it."""
        if self.trouble:
            raise self.trouble
        right = letter.strip().rstrip(".)").upper()
        place = ord(right) - ord("A") if len(right) == 1 else -1
        if not 0 <= place < len(self.options):
            raise Refused("question-letter-unknown", number, letter=shortened(letter))
        answers = [
            Answer(line, Written(text), WHOLE if each == place else Decimal(0))
            for each, (line, text) in enumerate(self.options)
        ]
        return FoundQuestion(self.line, "choice", Written("\n".join(self.text)), answers=answers)


def read_aiken(text: str, file: str, problems: ProblemList) -> Iterator[FoundQuestion]:
    """Return the questions of an Aiken file; whatever is none is noted with its line."""

    def note(refused: Refused) -> None:
        problems.add(file, refused.line, refused.code, **refused.holes)

    now: _Open | None = None
    is_after_answer = was_empty = False
    for number, line in enumerate(text.split("\n"), 1):
        words = line.strip()
        if not words:
            was_empty = True
        elif answer := ANSWER.fullmatch(words):
            try:
                yield (now or _Open(number)).finished(number, answer["letter"])
            except Refused as refused:
                note(refused)
            now, is_after_answer, was_empty = None, True, False
        elif is_after_answer and _FURTHER.fullmatch(words):
            problems.add(file, number, "question-line-left-out", text=shortened(words))
        else:
            goes_on = OPTION.fullmatch(words) or (now and not now.options)
            if now and was_empty and not goes_on:
                note(_unanswered(now))
                now = None
            now = now or _Open(number)
            now.take(number, words)
            is_after_answer = was_empty = False
    if now:
        note(_unanswered(now))


def _unanswered(now: _Open) -> Refused:
    return now.trouble or Refused("question-without-answer-line", now.line)
