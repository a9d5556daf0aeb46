"""Write the questions of a quiz as GIFT; what GIFT cannot say is told, never left out silently."""

from collections.abc import Iterator, Sequence

from lms.domain.content.problems import ProblemList
from lms.domain.content.question_files.drafting import Refused
from lms.domain.content.question_files.gift_kinds import KINDS, not_in_gift
from lms.domain.content.question_files.gift_pieces import Writer, escaped, guarded
from lms.domain.content.question_schemas import QuestionEntry
from lms.domain.content.yaml_loading import Located


def write_gift(
    questions: Sequence[QuestionEntry], located: Located, language: str, problems: ProblemList
) -> str:
    """Return the questions in one language as a GIFT file, for the author who takes them elsewhere."""
    blocks = []
    for place, question in enumerate(questions):
        line = located.line(("questions", place))
        writer = Writer(question, language)
        try:
            blocks.append("\n".join(_lines(writer)))
        except Refused as refused:
            problems.add(located.file, line, refused.code, **refused.holes)
            continue
        for part in dict.fromkeys(writer.left_out):
            problems.add(located.file, line, "question-part-not-in-gift", question=question.key, part=part)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _lines(writer: Writer) -> Iterator[str]:
    question = writer.question
    text = writer.said(question.text)
    answers = KINDS.get(question.kind, not_in_gift)(writer)
    for part in ("hint", "unit", "pool", "guidance"):
        if getattr(question, part) is not None:
            writer.left_out.append(part)
    if question.points != 1:
        writer.left_out.append("points")
    if question.partial is False:
        writer.left_out.append("partial")
    if question.options_order == "fixed":
        writer.left_out.append("options_order")
    before, after = text, ""
    if question.kind == "gap":
        before, _mark, after = text.partition(f"[[{(question.gaps or [])[0].key}]]")
    yield f"::{escaped(question.key)}::[markdown]{escaped(before)}{{"
    for answer in answers:
        yield f"  {answer}"
    general = writer.general()
    if general:
        yield f"  ####{guarded(general)}"
    yield f"}}{escaped(after)}"
