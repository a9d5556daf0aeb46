"""Questions, keys and mistakes in plain words, for tables and files."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from lms.domain.assessment.mistakes import Mistake
from lms.domain.content.compiled_questions import Gap, Numeric, Question, Texts
from lms.foundation.i18n import current_language, format_number, in_language, ngettext
from lms.foundation.i18n import gettext as _
from lms.web.assessment.asked import GAP

LONGEST_QUESTION = 120


def plain(html: Texts) -> str:
    """Return a rendered text as its words."""
    return Markup(in_language(html)).striptags()


def question_words(question: Question, longest: int = LONGEST_QUESTION) -> str:
    """Return a question in one line, cut between words where it is long."""
    words = GAP.sub("____", plain(question.text_html))
    if len(words) <= longest:
        return words
    return words[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def key_words(question: Question) -> list[str]:
    """Return line by line what is right in a question, and what it earns."""
    lines = _KEYS[question.kind](question) if question.kind in _KEYS else []
    lines.append(ngettext("%(num)s point", "%(num)s points", question.points))
    if question.is_whole:
        lines.append(_("Only the entirely right answer earns points."))
    return lines


def mistake_words(question: Question, mistake: Mistake) -> str:
    """Return what was given instead of what is right."""
    if question.kind == "true-false":
        return _truth(mistake.what == "true")
    if question.kind in ("single", "multiple"):
        option = question.option(mistake.what)
        return plain(option.text_html) if option else ""
    if question.kind == "matching":
        left = next(pair.left_html for pair in question.pairs if pair.key == mistake.where)
        return f"{plain(left)} – {in_language(question.sides[mistake.what])}"
    if question.kind == "ordering":
        texts = {item.key: plain(item.text_html) for item in question.items}
        return _("“%(first)s” before “%(second)s”", first=texts[mistake.where], second=texts[mistake.what])
    if question.kind == "gap":
        place = [gap.key for gap in question.gaps].index(mistake.where)
        chosen = question.gaps[place].option(mistake.what)
        return _gap_line(place, in_language(chosen.text) if chosen else mistake.spelling)
    return mistake.spelling or mistake.what


def _truth(is_true: bool) -> str:
    return _("True") if is_true else _("False")


def _choices(question: Question) -> list[str]:
    return [plain(option.text_html) for option in question.options if option.right]


def _accepted(question: Question) -> list[str]:
    return [_words_of(question.accept), *_forgiven(question.forgive)]


def _words_of(accept: Mapping[str, Sequence[str]]) -> str:
    """Return the words that are accepted, those of the reader's language first, each once."""
    mine = current_language()
    ordered = sorted(accept.items(), key=lambda pair: pair[0] != mine)
    return " / ".join(dict.fromkeys(words for _language, each in ordered for words in each))


def _forgiven(forgive: tuple[str, ...]) -> list[str]:
    names = {
        "case": _("Capital letters are forgiven."),
        "diacritics": _("Missing diacritics are forgiven."),
        "inflection": _("Other forms of the word are forgiven."),
    }
    return [names[each] for each in names if each in forgive]


def _number(question: Question) -> list[str]:
    assert question.numeric is not None
    return [_number_line(question.numeric)]


def _number_line(numeric: Numeric) -> str:
    value, tolerance = Decimal(numeric.value).normalize(), Decimal(numeric.tolerance).normalize()
    words = format_number(value)
    if tolerance:
        words += f" ± {format_number(tolerance)}" + ("\u00a0%" if numeric.is_percent else "")
    return f"{words}\u00a0{in_language(numeric.unit)}" if numeric.unit else words


def _pairs(question: Question) -> list[str]:
    return [f"{plain(pair.left_html)} – {in_language(pair.right)}" for pair in question.pairs]


def _order(question: Question) -> list[str]:
    return [f"{place}. {plain(item.text_html)}" for place, item in enumerate(question.items, 1)]


def _gaps(question: Question) -> list[str]:
    return [_gap_line(place, _gap_words(gap)) for place, gap in enumerate(question.gaps)]


def _gap_line(place: int, words: str) -> str:
    return _("Gap %(number)s: %(words)s", number=place + 1, words=words)


def _gap_words(gap: Gap) -> str:
    if gap.options:
        return " / ".join(in_language(option.text) for option in gap.options if option.right)
    return " ".join([_words_of(gap.accept), *(f"({each})" for each in _forgiven(gap.forgive))])


_KEYS: dict[str, Callable[[Question], list[str]]] = {
    "single": _choices,
    "multiple": _choices,
    "true-false": lambda question: [_truth(bool(question.right))],
    "short": _accepted,
    "number": _number,
    "matching": _pairs,
    "ordering": _order,
    "gap": _gaps,
}
