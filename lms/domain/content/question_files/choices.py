"""Choices and short answers: what weights become where an answer is either right or not."""

from decimal import Decimal
from typing import Any

from lms.domain.content.question_files.drafting import Draft, Refused
from lms.domain.content.question_files.found import GAP, WHOLE, Answer
from lms.domain.content.question_files.html_text import Losses
from lms.domain.content.question_files.keys import Keys
from lms.domain.content.question_files.wording import as_words, is_plain, shortened

_NEARLY = Decimal("0.01")
ANYTHING = "*"


def choice(draft: Draft) -> dict[str, Any]:
    """Return a single or multiple choice; with the answers amid a sentence, a gap with options."""
    found = draft.found
    whole = [answer for answer in found.answers if answer.weight == WHOLE]
    if found.is_single:
        if not whole:
            raise Refused("question-without-right-answer")
        _note_partly_right(draft)
        if len(whole) == 1 and _fits_into_gap(draft):
            return _chosen_gap(draft)
        if len(whole) > 1:
            draft.note("question-became-multiple", count=len(whole))
        right = whole
    else:
        right = [answer for answer in found.answers if answer.weight > 0]
        _note_uneven(draft, right)
    is_multiple = not found.is_single or len(whole) > 1
    keys = Keys("option")
    options = [_option(draft, answer, keys, is_right=answer in right) for answer in found.answers]
    parts: dict[str, Any] = {"kind": "multiple" if is_multiple else "single", "options": options}
    if found.is_shuffled is not None:
        parts["options_order"] = "random" if found.is_shuffled else "fixed"
    return parts


def _option(draft: Draft, answer: Answer, keys: Keys, *, is_right: bool) -> dict[str, Any]:
    text = draft.markdown(answer.words, is_inline=True)
    if not text:
        raise Refused("question-answer-empty", answer.line)
    option: dict[str, Any] = {"key": keys.next(), "text": draft.said(text)}
    if is_right:
        option["right"] = True
    if answer.feedback:
        option["feedback"] = draft.said(draft.markdown(answer.feedback, is_inline=True))
    return option


def _note_partly_right(draft: Draft) -> None:
    for answer in draft.found.answers:
        if answer.weight not in (0, WHOLE):
            draft.note("question-weight-became-nothing", line=answer.line, **_weighed(answer))


def _note_uneven(draft: Draft, right: list[Answer]) -> None:
    """Here all right options count alike, and all wrong ones take off alike."""
    answers = draft.found.answers
    wrong = len(answers) - len(right)
    for answer in answers:
        even = WHOLE / len(right) if answer in right else -WHOLE / wrong
        if abs(answer.weight - even) > _NEARLY:
            draft.note(
                "question-weight-became-even", line=answer.line, even=percent(even), **_weighed(answer)
            )


def _fits_into_gap(draft: Draft) -> bool:
    """Tell whether the options can stand in a list amid the sentence: plain words, each without feedback."""
    losses, found = Losses(), draft.found
    words = [as_words(answer.words) for answer in found.answers]
    return (
        found.text.text.count(GAP) == 1
        and not found.if_right and not found.if_wrong
        and len(set(words)) == len(words)
        and all(is_plain(answer.words, losses) and not answer.feedback for answer in found.answers)
    )  # fmt: skip


def _chosen_gap(draft: Draft) -> dict[str, Any]:
    text = draft.markdown(draft.found.text)
    gap = {"key": "gap-1", "options": options_of_gap(draft, draft.found.answers)}
    return {"kind": "gap", "text": text.replace(GAP, "[[gap-1]]"), "gaps": [gap]}


def options_of_gap(draft: Draft, answers: list[Answer]) -> list[dict[str, Any]]:
    """Return what can be chosen for a gap."""
    keys = Keys("option")
    options = []
    for answer in answers:
        option: dict[str, Any] = {"key": keys.next(), "text": draft.said(as_words(answer.words))}
        options.append(option | ({"right": True} if answer.weight == WHOLE else {}))
    return options


def short(draft: Draft) -> dict[str, Any]:
    """Return a short answer; amid a sentence it is a gap to be filled."""
    found = draft.found
    accept = accepted(draft, found.answers)
    forgive = [] if found.case_matters else ["case"]
    parts: dict[str, Any] = {"accept": {draft.language: accept}}
    if forgive:
        parts["forgive"] = forgive
    if found.text.text.count(GAP) != 1:
        return parts
    text = draft.markdown(found.text)
    return {"kind": "gap", "text": text.replace(GAP, "[[gap-1]]"), "gaps": [{"key": "gap-1", **parts}]}


def accepted(draft: Draft, answers: list[Answer]) -> list[str]:
    """Return the words that are wholly right, and note all others."""
    whole: list[Answer] = []
    for answer in answers:
        words = as_words(answer.words)
        if words == ANYTHING and answer.weight == 0:
            _take_for_wrong(draft, answer)
        elif ANYTHING in words.replace("\\*", ""):
            draft.note("question-wildcard-left-out", line=answer.line, answer=shortened(words))
            draft.note_feedback(answer.line, answer.feedback)
        elif answer.weight != WHOLE:
            draft.note("question-weight-left-out", line=answer.line, **_weighed(answer))
            draft.note_feedback(answer.line, answer.feedback)
        elif not words:
            raise Refused("question-answer-empty", answer.line)
        else:
            whole.append(answer)
    if not whole:
        raise Refused("question-without-right-answer")
    _take_for_right(draft, whole)
    return list(dict.fromkeys(as_words(answer.words).replace("\\*", "*") for answer in whole))


def _take_for_wrong(draft: Draft, answer: Answer) -> None:
    if draft.found.if_wrong or len(draft.found.gaps) > 1:
        draft.note_feedback(answer.line, answer.feedback)
    else:
        draft.found.if_wrong = answer.feedback


def _take_for_right(draft: Draft, whole: list[Answer]) -> None:
    """What is said to each right answer alike is said to right answers; else it has no place."""
    said = {answer.feedback for answer in whole}
    if len(said) == 1 and not draft.found.if_right and len(draft.found.gaps) < 2:
        draft.found.if_right = said.pop()
        return
    for answer in whole:
        draft.note_feedback(answer.line, answer.feedback)


def _weighed(answer: Answer) -> dict[str, str]:
    return {"answer": shortened(answer.words.text), "weight": percent(answer.weight)}


def percent(weight: Decimal) -> str:
    """Return a weight as files write it: up to five digits after the point."""
    text = f"{weight:.5f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
