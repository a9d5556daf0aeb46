"""What makes a quiz or an assignment impossible to pass, to mark or to grade."""

from collections import Counter
from collections.abc import Sequence

from lms.domain.content.problems import ProblemList
from lms.domain.content.schemas import AssignmentFile, QuestionEntry, QuizFile
from lms.domain.content.yaml_loading import Located, Path

_ONLY_FOR = {
    "options": ("single", "multiple"),
    "right": ("true-false",),
    "accept": ("short",),
    "forgive": ("short",),
}


def check_quiz(quiz: QuizFile, located: Located, languages: Sequence[str], problems: ProblemList) -> None:
    """Note questions that nobody could answer rightly."""
    check_keys([question.key for question in quiz.questions], located, ("questions",), problems)
    for place, question in enumerate(quiz.questions):
        _check_question(question, located, ("questions", place), languages, problems)


def _check_question(
    question: QuestionEntry, located: Located, where: Path, languages: Sequence[str], problems: ProblemList
) -> None:
    for key, kinds in _ONLY_FOR.items():
        if getattr(question, key) is not None and question.kind not in kinds:
            line = located.line((*where, key))
            problems.add(located.file, line, "not-for-this-kind", kind=question.kind, key=key)
    line = located.line(where)
    if question.kind in ("single", "multiple"):
        _check_options(question, located, where, problems)
    elif question.kind == "true-false" and question.right is None:
        problems.add(located.file, line, "no-right-answer")
    elif question.kind == "short":
        _check_accepted(question, located, where, languages, problems)


def _check_options(question: QuestionEntry, located: Located, where: Path, problems: ProblemList) -> None:
    line = located.line(where)
    if question.options is None:
        problems.add(located.file, line, "missing-key", key="options")
        return
    check_keys([option.key for option in question.options], located, (*where, "options"), problems)
    right = sum(option.right for option in question.options)
    if right == 0:
        problems.add(located.file, line, "no-right-answer")
    elif right > 1 and question.kind == "single":
        problems.add(located.file, line, "several-right-answers")


def _check_accepted(
    question: QuestionEntry, located: Located, where: Path, languages: Sequence[str], problems: ProblemList
) -> None:
    if question.accept is None:
        problems.add(located.file, located.line(where), "no-right-answer")
        return
    for language in languages:
        if getattr(question.accept, language) is None:
            line = located.line((*where, "accept"))
            problems.add(located.file, line, "assessed-missing", language=language)


def check_assignment(assignment: AssignmentFile, located: Located, problems: ProblemList) -> None:
    """Note criteria that cannot be graded and marks that cannot be reached."""
    check_keys([criterion.key for criterion in assignment.criteria], located, ("criteria",), problems)
    for place, criterion in enumerate(assignment.criteria):
        counts = Counter(level.points for level in criterion.levels)
        if max(counts.values()) > 1:
            problems.add(located.file, located.line(("criteria", place, "levels")), "levels-repeated")
        most = max(counts)
        if most <= assignment.every_criterion_above:
            line = located.line(("criteria", place))
            problems.add(
                located.file, line, "pass-unreachable", most=most, needed=assignment.every_criterion_above + 1
            )
    most = sum(max(level.points for level in criterion.levels) for criterion in assignment.criteria)
    if assignment.pass_points > most:
        line = located.line(("pass_points",))
        problems.add(located.file, line, "pass-unreachable", most=most, needed=assignment.pass_points)
    check_repeats(assignment.accepts, located, ("accepts",), problems)


def check_keys(keys: Sequence[str], located: Located, where: Path, problems: ProblemList) -> None:
    """Note keys that are used twice in one list."""
    for place, key in enumerate(keys):
        if key in keys[:place]:
            problems.add(located.file, located.line((*where, place, "key")), "key-repeated", key=key)


def check_repeats(entries: Sequence[str], located: Located, where: Path, problems: ProblemList) -> None:
    """Note entries that are listed twice."""
    for place, entry in enumerate(entries):
        if entry in entries[:place]:
            problems.add(located.file, located.line((*where, place)), "duplicate-entry", value=entry)
