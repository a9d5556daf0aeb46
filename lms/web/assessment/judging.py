"""How a work stands between its graders, and all that has happened to it, as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.domain.assessment import agreement, queries
from lms.domain.assessment.queries import AppealView, GradableWork, GradingView, OpinionView, VersionView
from lms.domain.content.compiled import Assignment


@dataclass(frozen=True)
class Between:
    """How a work stands between two graders, seen by one of them.

    `stage` is one (a single grader), first, second, waits (for the other), differ, third or done.
    """

    stage: str
    own: OpinionView | None
    shown: tuple[OpinionView, ...]  # what this grader may read: nothing of others before their own is in
    opinions: tuple[OpinionView, ...]  # all that came to a result
    is_nobody_left: bool
    most_apart: int

    @property
    def takes_judgement(self) -> bool:
        """Whether the viewer has the form before them."""
        return self.stage in ("one", "first", "second", "third")


def between(work: GradableWork, version: VersionView, assignment: Assignment, viewer_id: int) -> Between:
    """Return how the work stands for this grader."""
    is_by_two = assignment.graders == 2 or any(each.basis != agreement.ONE for each in version.gradings)
    found = queries.list_opinions(work.id) if is_by_two else []
    opinions = [each for each in found if each.version_id == version.id and each.grading_id is None]
    own = next((each for each in opinions if each.grader_id == viewer_id), None)
    stage = _stage(version, assignment, len(opinions), own)
    shown = opinions if len(opinions) == 2 else [own] if own else []
    settled = tuple(each for each in found if each.grading_id is not None)
    judges = {viewer_id, *(each.grader_id for each in opinions)}
    is_nobody_left = False
    if stage in ("first", "waits", "differ"):
        is_nobody_left = not set(queries.graders_besides(work.module_id, work.learner_ids)) - judges
    return Between(
        stage, own, tuple(shown), settled, is_nobody_left, agreement.most_apart(assignment.max_points)
    )


def _stage(version: VersionView, assignment: Assignment, given: int, own: OpinionView | None) -> str:
    if version.grading is not None:
        return "done"
    if assignment.graders == 1:
        return "one"
    if own is not None:
        return "waits" if given == 1 else "differ"
    return ("first", "second", "third")[given]


@dataclass(frozen=True)
class Entry:
    """What happened to a work: handed-in, opinion, graded, returned, annulled, appeal or decision."""

    at: datetime
    kind: str
    name: str
    version: VersionView
    grading: GradingView | None = None
    opinion: OpinionView | None = None
    appeal: AppealView | None = None
    voices: tuple[OpinionView, ...] = ()


def voices(grading: GradingView, opinions: Sequence[OpinionView]) -> list[OpinionView]:
    """Return the judgements whose words stand behind a result of two who agree."""
    if grading.basis != agreement.AGREED:
        return []
    return [each for each in opinions if each.grading_id == grading.id]


def grader_names(grading: GradingView, opinions: Sequence[OpinionView]) -> list[str]:
    """Return who has made a result: the two who agree, else the one whose judgement it is."""
    if grading.basis in (agreement.AGREED, agreement.JOINED):
        return [each.grader_name for each in opinions if each.grading_id == grading.id]
    return [grading.grader_name]


@dataclass(frozen=True)
class Graded:
    """What a learner reads of how their work was graded."""

    opinions: tuple[OpinionView, ...]  # whose words stand behind a result, never one that is none
    appeals: tuple[AppealView, ...]
    entries: tuple[Entry, ...]
    appeal: AppealView | None  # against the grading that stands, or the one that came of it
    may_appeal: bool

    def voices(self, grading: GradingView) -> list[OpinionView]:
        """The judgements whose words stand behind a result of two."""
        return voices(grading, self.opinions)

    def grader_names(self, grading: GradingView) -> list[str]:
        """Who has made a result."""
        return grader_names(grading, self.opinions)


def of_learner(submission_id: int, versions: Sequence[VersionView], learner_name: str) -> Graded | None:
    """Return how a work was graded, for its learner; None where nobody has graded it.

    Where several hand in one work, its versions are nobody's alone, and `learner_name` is empty.
    """
    gradings = [grading for version in versions for grading in version.gradings]
    if not gradings:
        return None
    is_by_two = any(each.basis in (agreement.AGREED, agreement.JOINED) for each in gradings)
    opinions = [each for each in queries.list_opinions(submission_id) if each.grading_id] if is_by_two else []
    appeals = queries.list_appeals(submission_id)
    standing = versions[0].grading
    ids = {standing.id} if standing else set()
    appeal = next((each for each in appeals if {each.grading_id, each.new_grading_id} & ids), None)
    return Graded(
        tuple(opinions),
        tuple(appeals),
        tuple(history(versions, appeals, learner_name, opinions, has_opinions=False)),
        appeal,
        standing is not None and appeal is None and standing.basis != agreement.APPEAL,
    )


def history(
    versions: Sequence[VersionView],
    appeals: Sequence[AppealView],
    learner_name: str,
    opinions: Sequence[OpinionView] = (),
    *,
    has_opinions: bool = True,
) -> list[Entry]:
    """Return all that has happened to a work, oldest first; single opinions only where a grader reads it."""
    entries = []
    by_grading = {each.grading_id: each for each in appeals}
    answered = {each.new_grading_id for each in appeals}
    for version in versions:
        entries.append(Entry(version.handed_in_at, "handed-in", learner_name, version))
        entries += [
            Entry(each.given_at, "opinion", each.grader_name, version, opinion=each)
            for each in opinions
            if has_opinions and each.version_id == version.id
        ]
        for grading in version.gradings:
            if grading.id not in answered:
                entries.append(_of_result(grading, version, opinions))
            appeal = by_grading.get(grading.id)
            if appeal is not None:
                entries += _of_appeal(appeal, version)
            is_by_appeal = appeal is not None and appeal.state == "granted"
            if grading.annulled_at is not None and not is_by_appeal:
                name = grading.annulled_by or ""
                entries.append(Entry(grading.annulled_at, "annulled", name, version, grading))
    return sorted(entries, key=lambda entry: entry.at)


def _of_result(grading: GradingView, version: VersionView, opinions: Sequence[OpinionView]) -> Entry:
    names = ", ".join(grader_names(grading, opinions))
    words = tuple(voices(grading, opinions))
    return Entry(grading.graded_at, grading.outcome, names, version, grading, voices=words)


def _of_appeal(appeal: AppealView, version: VersionView) -> list[Entry]:
    entries = [Entry(appeal.made_at, "appeal", appeal.learner_name, version, appeal=appeal)]
    if appeal.decided_at is not None:
        new = next((each for each in version.gradings if each.id == appeal.new_grading_id), None)
        name = appeal.decider_name or appeal.learner_name
        entries.append(Entry(appeal.decided_at, "decision", name, version, new, appeal=appeal))
    return entries
