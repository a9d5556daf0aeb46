"""The answers of each kind of question as GIFT writes them."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from lms.domain.content.question_files.choices import percent
from lms.domain.content.question_files.drafting import Refused
from lms.domain.content.question_files.found import WHOLE
from lms.domain.content.question_files.gift_pieces import Writer, answer_line, escaped, guarded
from lms.domain.content.question_schemas import AcceptEntry, GapEntry, OptionEntry


def _single(writer: Writer) -> list[str]:
    right, wrong = writer.apart()
    return [
        answer_line(
            "=" if option.right else "~", writer.said(option.text), _joined(writer, option, right, wrong)
        )
        for option in writer.question.options or ()
    ]


def _joined(writer: Writer, option: OptionEntry, right: str, wrong: str) -> str:
    """With one choice, what is said to right answers can as well be said to the right option."""
    parts = (writer.said(option.feedback), right if option.right else wrong)
    return "\n\n".join(part for part in parts if part)


def _multiple(writer: Writer) -> list[str]:
    options = writer.question.options or []
    right = sum(option.right for option in options)
    writer.no_feedback_apart()
    lines = []
    for option in options:
        weight = WHOLE / right if option.right else -WHOLE / (len(options) - right)
        lines.append(
            answer_line("~", writer.said(option.text), writer.said(option.feedback), percent(weight))
        )
    return lines


def _true_or_false(writer: Writer) -> list[str]:
    right, wrong = writer.apart()
    value = "TRUE" if writer.question.right else "FALSE"
    return [value + (f"#{guarded(wrong)}#{guarded(right)}" if right or wrong else "")]


def _accepted(writer: Writer, accept: AcceptEntry | None, forgive: Sequence[str]) -> list[str]:
    if list(forgive) != ["case"]:
        writer.left_out.append("forgive")
    # An arrow among short answers would make pairs of them; in markdown it can be written otherwise.
    right, wrong = (text.replace("->", "-\\>") for text in writer.apart())
    if any("->" in word for word in writer.words(accept)):
        return not_in_gift(writer)
    lines = [answer_line("=", word.replace("*", "\\*"), right) for word in writer.words(accept)]
    return lines + ([answer_line("=", "*", wrong, "0")] if wrong else [])


def _short(writer: Writer) -> list[str]:
    return _accepted(writer, writer.question.accept, writer.question.forgive or ())


def _number(writer: Writer) -> list[str]:
    question = writer.question
    answer = Decimal(repr(question.answer))
    off = Decimal(repr(question.tolerance or 0.0))
    if question.tolerance is None and question.tolerance_percent is not None:
        off = abs(answer) * Decimal(repr(question.tolerance_percent)) / 100
    right, wrong = writer.apart()
    lines = ["#", f"={_digits(answer)}:{_digits(off)}" + (f"#{guarded(right)}" if right else "")]
    return lines + ([f"~#{guarded(wrong)}"] if wrong else [])


def _digits(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _matching(writer: Writer) -> list[str]:
    question, lines = writer.question, []
    writer.no_feedback_apart()
    for pair in question.pairs or ():
        left = writer.said(pair.left).replace("->", "-\\>")
        lines.append(f"={guarded(left)} -> {escaped(writer.said(pair.right))}")
        if pair.feedback is not None:
            writer.left_out.append("pairs.feedback")
    return lines + [f"= -> {escaped(writer.said(each.right))}" for each in question.distractors or ()]


def _open(writer: Writer) -> list[str]:
    writer.no_feedback_apart()
    return []


def _gap(writer: Writer) -> list[str]:
    gaps: list[GapEntry] = writer.question.gaps or []
    if len(gaps) != 1 or not writer.said(writer.question.text).partition("]]")[2].strip():
        return not_in_gift(writer)
    gap = gaps[0]
    if gap.options is None:
        return _accepted(writer, gap.accept, gap.forgive or ())
    if sum(option.right for option in gap.options) != 1:
        return not_in_gift(writer)
    writer.no_feedback_apart()
    return [answer_line("=" if option.right else "~", writer.said(option.text)) for option in gap.options]


def not_in_gift(writer: Writer) -> list[str]:
    """Refuse a question that GIFT has no way to ask."""
    raise Refused("question-not-in-gift", question=writer.question.key, kind=writer.question.kind)


KINDS: dict[str, Callable[[Writer], list[str]]] = {
    "single": _single,
    "multiple": _multiple,
    "true-false": _true_or_false,
    "short": _short,
    "number": _number,
    "matching": _matching,
    "open": _open,
    "gap": _gap,
}
