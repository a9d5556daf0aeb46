"""Write the questions of a quiz as GIFT; what GIFT cannot say is told, never left out silently."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lms.domain.content.problems import ProblemList
from lms.domain.content.question_files.choices import percent
from lms.domain.content.question_files.drafting import Refused
from lms.domain.content.question_files.found import WHOLE
from lms.domain.content.question_schemas import AcceptEntry, GapEntry, OptionEntry, QuestionEntry
from lms.domain.content.schemas import Bilingual
from lms.domain.content.yaml_loading import Located

_SIGNS = re.compile(r"[\\~=#{}:\n]")
_LIKE_MARKUP = re.compile(r"\[(?:html|moodle|plain|markdown)\]", re.IGNORECASE)
_LIKE_WEIGHT = re.compile(r"%-*\d")


def write_gift(
    questions: Sequence[QuestionEntry], located: Located, language: str, problems: ProblemList
) -> str:
    """Return the questions in one language as a GIFT file, for the author who takes them elsewhere."""
    blocks = []
    for place, question in enumerate(questions):
        line = located.line(("questions", place))
        writer = _Writer(question, language)
        try:
            blocks.append("\n".join(writer.lines()))
        except Refused as refused:
            problems.add(located.file, line, refused.code, **refused.holes)
            continue
        for part in dict.fromkeys(writer.left_out):
            problems.add(located.file, line, "question-part-not-in-gift", question=question.key, part=part)
    return "\n\n".join(blocks) + "\n" if blocks else ""


@dataclass
class _Writer:
    """One question; what of it has no place in GIFT is gathered by the names of its parts."""

    question: QuestionEntry
    language: str
    left_out: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        question = self.question
        text = self.said(question.text)
        answers = _KINDS.get(question.kind, _not_in_gift)(self)
        for part in ("hint", "unit", "pool", "guidance"):
            if getattr(question, part) is not None:
                self.left_out.append(part)
        if question.points != 1:
            self.left_out.append("points")
        if question.partial is False:
            self.left_out.append("partial")
        if question.options_order == "fixed":
            self.left_out.append("options_order")
        before, after = text, ""
        if question.kind == "gap":
            before, _mark, after = text.partition(f"[[{(question.gaps or [])[0].key}]]")
        yield f"::{escaped(question.key)}::[markdown]{escaped(before)}{{"
        for answer in answers:
            yield f"  {answer}"
        general = self._general()
        if general:
            yield f"  ####{_guarded(general)}"
        yield f"}}{escaped(after)}"

    def said(self, text: Bilingual | None) -> str:
        """Return a text in the language of the file; without it there is no question."""
        words = text.texts.get(self.language, "").strip() if text else ""
        if text and not words:
            raise Refused("question-language-missing", question=self.question.key, language=self.language)
        return words

    def feedback(self, side: str) -> str:
        """Return what is said after a right or a wrong answer."""
        entry = self.question.feedback
        return self.said(getattr(entry, side)) if entry else ""

    def apart(self) -> tuple[str, str]:
        """Return what is said after right and after wrong answers, unless both are told the same."""
        right, wrong = self.feedback("right"), self.feedback("wrong")
        return ("", "") if right == wrong else (right, wrong)

    def no_feedback_apart(self) -> None:
        """Say that a kind has no place for what is said to right answers only, or to wrong ones."""
        if any(self.apart()):
            self.left_out.append("feedback")

    def _general(self) -> str:
        right = self.feedback("right")
        return right if right == self.feedback("wrong") else ""

    def words(self, accept: AcceptEntry | None) -> list[str]:
        """Return the short answers that are right."""
        found = getattr(accept, self.language) if accept else None
        if not found:
            raise Refused("question-language-missing", question=self.question.key, language=self.language)
        return [" ".join(word.split()) for word in found]


def escaped(text: str) -> str:
    """Return a text with a backslash before every sign that means something in GIFT."""
    return _SIGNS.sub(lambda found: "\\n" if found.group() == "\n" else f"\\{found.group()}", text)


def _guarded(text: str) -> str:
    """Return a text so that no name of a markup at its beginning is taken for one."""
    return escaped(f"[markdown]{text}" if _LIKE_MARKUP.match(text) else text)


def _answer(mark: str, text: str, feedback: str = "", weight: str = "") -> str:
    # What only looks like a weight is kept from being read as one by a weight before it.
    if not weight and _LIKE_WEIGHT.match(text):
        weight = "100" if mark == "=" else "0"
    lead = f"%{weight}%" if weight else ""
    return f"{mark}{lead}{_guarded(text)}" + (f"#{_guarded(feedback)}" if feedback else "")


def _single(writer: _Writer) -> list[str]:
    right, wrong = writer.apart()
    return [
        _answer("=" if option.right else "~", writer.said(option.text), _joined(writer, option, right, wrong))
        for option in writer.question.options or ()
    ]


def _joined(writer: _Writer, option: OptionEntry, right: str, wrong: str) -> str:
    """With one choice, what is said to right answers can as well be said to the right option."""
    parts = (writer.said(option.feedback), right if option.right else wrong)
    return "\n\n".join(part for part in parts if part)


def _multiple(writer: _Writer) -> list[str]:
    options = writer.question.options or []
    right = sum(option.right for option in options)
    writer.no_feedback_apart()
    lines = []
    for option in options:
        weight = WHOLE / right if option.right else -WHOLE / (len(options) - right)
        lines.append(_answer("~", writer.said(option.text), writer.said(option.feedback), percent(weight)))
    return lines


def _true_or_false(writer: _Writer) -> list[str]:
    right, wrong = writer.apart()
    value = "TRUE" if writer.question.right else "FALSE"
    return [value + (f"#{_guarded(wrong)}#{_guarded(right)}" if right or wrong else "")]


def _accepted(writer: _Writer, accept: AcceptEntry | None, forgive: Sequence[str]) -> list[str]:
    if list(forgive) != ["case"]:
        writer.left_out.append("forgive")
    # An arrow among short answers would make pairs of them; in markdown it can be written otherwise.
    right, wrong = (text.replace("->", "-\\>") for text in writer.apart())
    if any("->" in word for word in writer.words(accept)):
        return _not_in_gift(writer)
    lines = [_answer("=", word.replace("*", "\\*"), right) for word in writer.words(accept)]
    return lines + ([_answer("=", "*", wrong, "0")] if wrong else [])


def _short(writer: _Writer) -> list[str]:
    return _accepted(writer, writer.question.accept, writer.question.forgive or ())


def _number(writer: _Writer) -> list[str]:
    question = writer.question
    answer = Decimal(repr(question.answer))
    off = Decimal(repr(question.tolerance or 0.0))
    if question.tolerance is None and question.tolerance_percent is not None:
        off = abs(answer) * Decimal(repr(question.tolerance_percent)) / 100
    right, wrong = writer.apart()
    lines = ["#", f"={_digits(answer)}:{_digits(off)}" + (f"#{_guarded(right)}" if right else "")]
    return lines + ([f"~#{_guarded(wrong)}"] if wrong else [])


def _digits(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _matching(writer: _Writer) -> list[str]:
    question, lines = writer.question, []
    writer.no_feedback_apart()
    for pair in question.pairs or ():
        left = writer.said(pair.left).replace("->", "-\\>")
        lines.append(f"={_guarded(left)} -> {escaped(writer.said(pair.right))}")
        if pair.feedback is not None:
            writer.left_out.append("pairs.feedback")
    return lines + [f"= -> {escaped(writer.said(each.right))}" for each in question.distractors or ()]


def _open(writer: _Writer) -> list[str]:
    writer.no_feedback_apart()
    return []


def _gap(writer: _Writer) -> list[str]:
    gaps: list[GapEntry] = writer.question.gaps or []
    if len(gaps) != 1 or not writer.said(writer.question.text).partition("]]")[2].strip():
        return _not_in_gift(writer)
    gap = gaps[0]
    if gap.options is None:
        return _accepted(writer, gap.accept, gap.forgive or ())
    if sum(option.right for option in gap.options) != 1:
        return _not_in_gift(writer)
    writer.no_feedback_apart()
    return [_answer("=" if option.right else "~", writer.said(option.text)) for option in gap.options]


def _not_in_gift(writer: _Writer) -> list[str]:
    raise Refused("question-not-in-gift", question=writer.question.key, kind=writer.question.kind)


_KINDS: dict[str, Callable[[_Writer], list[str]]] = {
    "single": _single,
    "multiple": _multiple,
    "true-false": _true_or_false,
    "short": _short,
    "number": _number,
    "matching": _matching,
    "open": _open,
    "gap": _gap,
}
