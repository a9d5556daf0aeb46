"""What makes an assignment impossible to pass or to grade."""

from collections import Counter
from collections.abc import Sequence

from lms.domain.content.problems import ProblemList
from lms.domain.content.question_checks import check_keys
from lms.domain.content.schemas import AssignmentFile
from lms.domain.content.yaml_loading import Located, Path


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
    if assignment.files is None:
        return
    check_repeats(assignment.files.kinds or (), located, ("files", "kinds"), problems)
    if "files" not in assignment.accepts:
        problems.add(located.file, located.line(("files",)), "files-not-accepted")


def check_repeats(entries: Sequence[str], located: Located, where: Path, problems: ProblemList) -> None:
    """Note entries that are listed twice."""
    for place, entry in enumerate(entries):
        if entry in entries[:place]:
            problems.add(located.file, located.line((*where, place)), "duplicate-entry", value=entry)
