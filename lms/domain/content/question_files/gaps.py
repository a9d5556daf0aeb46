"""Texts with gaps: what belongs into each."""

from typing import Any

from lms.domain.content.question_files.choices import accepted, options_of_gap
from lms.domain.content.question_files.drafting import Draft, Refused
from lms.domain.content.question_files.found import GAP, WHOLE, FoundGap
from lms.domain.content.question_files.html_text import Losses
from lms.domain.content.question_files.wording import is_plain, shortened


def gap_text(draft: Draft) -> dict[str, Any]:
    """Return a text with gaps, numbered as they stand in it."""
    found = draft.found
    text = draft.markdown(found.text)
    if text.count(GAP) != len(found.gaps):
        raise Refused("question-gaps-lost")
    gaps = []
    for number, gap in enumerate(found.gaps, 1):
        text = text.replace(GAP, f"[[gap-{number}]]", 1)
        gaps.append({"key": f"gap-{number}", **_gap(draft, gap)})
    if len({gap.points for gap in found.gaps}) > 1:
        draft.note("question-gaps-alike")
    return {"text": text, "gaps": gaps}


def _gap(draft: Draft, gap: FoundGap) -> dict[str, Any]:
    if not gap.is_chosen:
        accept = {"accept": {draft.language: accepted(draft, list(gap.answers))}}
        return accept if gap.case_matters else {**accept, "forgive": ["case"]}
    losses = Losses()
    for answer in gap.answers:
        if not is_plain(answer.words, losses):
            raise Refused("question-gap-marked-up", answer.line, answer=shortened(answer.words.text))
        if answer.weight not in (0, WHOLE):
            weighed = {"answer": shortened(answer.words.text), "weight": f"{answer.weight:f}"}
            draft.note("question-weight-became-nothing", line=answer.line, **weighed)
        draft.note_feedback(answer.line, answer.feedback)
    return {"options": options_of_gap(draft, list(gap.answers))}
