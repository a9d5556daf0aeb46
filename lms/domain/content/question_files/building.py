"""Give found questions the form in which authors write quizzes; whatever cannot be the same is noted."""

from collections.abc import Callable
from typing import Any

from lms.domain.content.markdown.inline import is_too_much
from lms.domain.content.problems import ERROR, ProblemList
from lms.domain.content.question_checks import check_quiz
from lms.domain.content.question_files import choices, gaps, numbers
from lms.domain.content.question_files.drafting import Draft, Refused
from lms.domain.content.question_files.found import GAP, FoundQuestion
from lms.domain.content.question_files.keys import Keys
from lms.domain.content.question_files.several_languages import one_language
from lms.domain.content.question_files.wording import as_words
from lms.domain.content.question_schemas import QuizFile
from lms.domain.content.schema_problems import check_shape
from lms.domain.content.yaml_loading import Located

_MOST_POINTS = 100


class Builder:
    """Builds the questions of one file in one language, one after another."""

    def __init__(self, file: str, language: str, problems: ProblemList) -> None:
        self.file, self.language, self.problems = file, language, problems
        self._keys = Keys("question")

    def build(self, found: FoundQuestion) -> dict[str, Any] | None:
        """Return the question as authors write it, or None where the reason against it was noted."""
        notes = ProblemList()
        try:
            found, had_others = one_language(found, self.language)
            draft = Draft(self.file, found, self.language, notes)
            entry = self._entry(draft)
        except Refused as refused:
            self.problems.add(self.file, refused.line or found.line, refused.code, **refused.holes)
            return None
        refusals = self._refusals(entry, found.line)
        if refusals:
            self.problems.extend(refusals)
            return None
        if had_others:
            draft.note("question-languages-left-out", language=self.language)
        self._keys.take(entry["key"])
        self.problems.extend(notes)
        return entry

    def _entry(self, draft: Draft) -> dict[str, Any]:
        found = draft.found
        if not as_words(found.text).replace(GAP, "").strip():
            raise Refused("question-without-text")
        entry: dict[str, Any] = {"key": self._keys.made_from(found.title), "kind": found.kind}
        entry["points"] = _points(draft)
        parts = _KINDS[found.kind](draft)
        entry["kind"] = parts.pop("kind", found.kind)
        text = parts.pop("text", None) or draft.markdown(found.text)
        # An answer in the middle of a sentence that cannot be a gap leaves a line to be seen.
        entry["text"] = draft.said(text.replace(GAP, r"\_\_\_\_\_"))
        entry |= parts
        if found.hints:
            hints = [draft.markdown(hint) for hint in found.hints if hint]
            entry["hint"] = draft.said("\n\n".join(hints))
        draft.note_losses()
        return entry | _feedback(draft)

    def _refusals(self, entry: dict[str, Any], line: int) -> list[Any]:
        """What our own checks would refuse is refused here already, with their reasons."""
        problems = ProblemList()
        located = Located(self.file, {"title": {self.language: "–"}, "questions": [entry]}, {(): line})
        quiz = check_shape(QuizFile, located, problems)
        if quiz is not None:
            check_quiz(quiz, located, [self.language], problems)
        for text in _texts(entry):
            if any(is_too_much(part) for part in text.split("\n\n")):
                problems.add(self.file, line, "block-too-long")
        return [problem for problem in problems if problem.severity == ERROR]


def _points(draft: Draft) -> int:
    given = draft.found.points
    points = max(1, min(_MOST_POINTS, int(given.to_integral_value())))
    if points != given:
        draft.note("question-points-changed", given=f"{given.normalize():f}", points=points)
    return points


def _feedback(draft: Draft) -> dict[str, Any]:
    """Join what is said to everybody to what is said to some."""
    found = draft.found
    said = {}
    for side, own in (("right", found.if_right), ("wrong", found.if_wrong)):
        texts = [draft.markdown(text) for text in (own, found.general) if text]
        if texts:
            said[side] = draft.said("\n\n".join(texts))
    draft.note_losses()
    return {"feedback": said} if said else {}


def _texts(entry: Any) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    inner = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ()
    return [text for each in inner for text in _texts(each)]


def _true_or_false(draft: Draft) -> dict[str, Any]:
    return {"right": draft.found.right}


def _open(draft: Draft) -> dict[str, Any]:
    if not draft.found.guidance:
        draft.note("question-without-guidance")
        return {}
    return {"guidance": draft.said(draft.markdown(draft.found.guidance))}


def _matching(draft: Draft) -> dict[str, Any]:
    keys = Keys("pair")
    pairs: list[dict[str, Any]] = []
    distractors: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    rights = {as_words(right) for _line, left, right in draft.found.pairs if left}
    for line, left, right in draft.found.pairs:
        words, said = as_words(right), draft.markdown(left, is_inline=True)
        if (said, words) in seen or (not said and words in rights):
            draft.note("question-answer-repeated", line=line, answer=words)
            continue
        seen.add((said, words))
        if said:
            pairs.append({"key": keys.next(), "left": draft.said(said), "right": draft.said(words)})
        else:
            distractors.append({"key": keys.next("other"), "right": draft.said(words)})
    return {"pairs": pairs, **({"distractors": distractors} if distractors else {})}


def _ordering(draft: Draft) -> dict[str, Any]:
    keys = Keys("item")
    items = [
        {"key": keys.next(), "text": draft.said(draft.markdown(answer.words, is_inline=True))}
        for answer in draft.found.answers
    ]
    return {"items": items}


_KINDS: dict[str, Callable[[Draft], dict[str, Any]]] = {
    "choice": choices.choice,
    "short": choices.short,
    "number": numbers.number,
    "matching": _matching,
    "ordering": _ordering,
    "true-false": _true_or_false,
    "gap": gaps.gap_text,
    "open": _open,
}
