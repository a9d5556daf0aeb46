"""Work as people see it: all that was handed in with its gradings, a grader's view, a file at its door."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import aliased

from lms.domain.accounts.models import User
from lms.domain.assessment import rules
from lms.domain.assessment.models import Grading, KeptText, Submission, SubmissionFile, SubmissionVersion
from lms.domain.assessment.queries.groups import HANDS, MEMBERS, READERS, name_learners, worked_on_by
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.content.models import Module
from lms.foundation.db import session
from lms.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file as a page lists it."""

    id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class GradingView:
    """A judgement with the name of who made it."""

    id: int
    grader_id: int
    grader_name: str
    basis: str
    outcome: str
    points: dict[str, int | float | None]
    comments: dict[str, str]
    comment: str
    total: int | None
    max_total: int
    is_passed: bool | None
    language: str
    graded_at: datetime
    annulled_at: datetime | None = None
    annulled_by: str | None = None
    annulment_reason: str = ""
    annulment_language: str = ""


@dataclass(frozen=True, slots=True)
class VersionView:
    """The work as it was handed in once, with files and gradings, annulled ones too, oldest first."""

    id: int
    number: int
    text: str
    link: str
    language: str
    revision_id: int
    handed_in_at: datetime
    receipt: str
    handed_in_by_id: int | None
    files: tuple[FileLine, ...]
    gradings: tuple[GradingView, ...]

    @property
    def grading(self) -> GradingView | None:
        """The grading that stands."""
        return next((each for each in self.gradings if each.annulled_at is None), None)


@dataclass(frozen=True, slots=True)
class OwnWork:
    """A submission as its learner's page needs it."""

    id: int
    state: str
    draft_text: str
    draft_link: str
    draft_serial: int
    draft_saved_at: datetime | None
    revision_id: int | None
    is_shared: bool
    draft_saved_by_id: int | None
    kept_texts: tuple[KeptText, ...]  # typed elsewhere while the draft went on, oldest first


@dataclass(frozen=True, slots=True)
class GradableWork:
    """A submission as its grader sees it; enough for the policy to decide."""

    id: int
    learner_id: int
    learner_name: str
    module_id: int
    module: str
    assignment: str
    state: str
    handed_in_at: datetime | None
    programme_ids: frozenset[int]
    learner_ids: frozenset[int]  # who has or had a hand in it
    member_ids: frozenset[int]  # whose it is now


@dataclass(frozen=True, slots=True)
class OpenableFile:
    """A file with all that its door has to know."""

    id: int
    name: str
    media_type: str
    size: int
    storage_key: str
    is_handed_in: bool
    module_id: int
    programme_ids: frozenset[int]
    learner_ids: frozenset[int]  # who has or had a hand in the work
    reader_ids: frozenset[int]  # whose it is now, and who handed it in with the others


_PROGRAMMES = (
    select(func.aggregate_strings(cast(ProgrammeModule.programme_id, String), ","))
    .where(ProgrammeModule.module_id == Submission.module_id)
    .correlate(Submission)
    .scalar_subquery()
    .label("programmes")
)


def find_own_work(learner_id: int, module: str, assignment: str) -> OwnWork | None:
    """Return what the learner works on, alone or in a group, at the assignment of that address."""
    rows = session.execute(
        select(
            Submission.id,
            Submission.state,
            Submission.draft_text,
            Submission.draft_link,
            Submission.draft_serial,
            Submission.draft_saved_at,
            Submission.revision_id,
            Submission.is_shared,
            Submission.draft_saved_by_id,
            KeptText,
        )
        .outerjoin(KeptText, KeptText.submission_id == Submission.id)
        .where(Submission.id == worked_on_by(learner_id, module, assignment))
        .order_by(KeptText.id)
    ).all()
    if not rows:
        return None
    own: list[Any] = [*rows[0]]
    own[-1] = tuple(row.KeptText for row in rows if row.KeptText is not None)
    return OwnWork(*own)


def list_versions(submission_id: int) -> list[VersionView]:
    """Return all that was handed in, newest first, with files and gradings."""
    return list_versions_and_draft_files(submission_id)[0]


def list_versions_and_draft_files(submission_id: int) -> tuple[list[VersionView], list[FileLine]]:
    """Return what was handed in, newest first, and the files of the draft, in two statements."""
    files = _files_by_version(submission_id)
    return _versions(submission_id, files), files.pop(None, [])


def _versions(submission_id: int, files: Mapping[int | None, list[FileLine]]) -> list[VersionView]:
    annuller = aliased(User)
    rows = session.execute(
        select(SubmissionVersion, Grading, User.name, annuller.name)
        .outerjoin(Grading, Grading.version_id == SubmissionVersion.id)
        .outerjoin(User, User.id == Grading.grader_id)
        .outerjoin(annuller, annuller.id == Grading.annulled_by_id)
        .where(SubmissionVersion.submission_id == submission_id)
        .order_by(SubmissionVersion.number.desc(), Grading.id)
    ).all()
    gradings: dict[int, list[GradingView]] = defaultdict(list)
    for version, grading, *names in rows:
        if grading is not None:
            gradings[version.id].append(_grading(grading, *names))
    return [
        VersionView(
            id=version.id,
            number=version.number,
            text=version.text,
            link=version.link,
            language=version.language,
            revision_id=version.revision_id,
            handed_in_at=version.handed_in_at,
            receipt=version.receipt,
            handed_in_by_id=version.handed_in_by_id,
            files=tuple(files.get(version.id, ())),
            gradings=tuple(gradings[version.id]),
        )
        for version in dict.fromkeys(row[0] for row in rows)
    ]


def get_work(submission_id: int) -> GradableWork:
    """Return the work that was handed in, as graders see it, or refuse; a mere draft is nobody else's."""
    row = session.execute(
        select(Submission, User.name, Module.slug, _PROGRAMMES, HANDS, MEMBERS)
        .join(User, User.id == Submission.learner_id)
        .join(Module, Module.id == Submission.module_id)
        .where(Submission.id == submission_id, Submission.state != rules.DRAFT)
    ).one_or_none()
    if row is None:
        raise NotFound()
    submission, learner_name, module, programmes, hands, members = row
    return GradableWork(
        id=submission.id,
        learner_id=submission.learner_id,
        learner_name=name_learners(submission_id, learner_name, is_shared=submission.is_shared),
        module_id=submission.module_id,
        module=module,
        assignment=submission.assignment,
        state=submission.state,
        handed_in_at=submission.handed_in_at,
        programme_ids=_ids(programmes),
        learner_ids=_ids(hands) | {submission.learner_id},
        member_ids=_ids(members) if submission.is_shared else frozenset({submission.learner_id}),
    )


def get_file(file_id: int) -> OpenableFile:
    """Return a file with what decides who may open it, or refuse."""
    row = session.execute(
        select(SubmissionFile, Submission, _PROGRAMMES, HANDS, READERS)
        .join(Submission, Submission.id == SubmissionFile.submission_id)
        .outerjoin(SubmissionVersion, SubmissionVersion.id == SubmissionFile.version_id)
        .where(SubmissionFile.id == file_id)
    ).one_or_none()
    if row is None:
        raise NotFound()
    file, submission, programmes, hands, readers = row
    return OpenableFile(
        id=file.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        storage_key=file.storage_key,
        is_handed_in=file.version_id is not None,
        module_id=submission.module_id,
        programme_ids=_ids(programmes),
        learner_ids=_ids(hands) | {submission.learner_id},
        reader_ids=_ids(readers) | (frozenset() if submission.is_shared else {submission.learner_id}),
    )


def _files_by_version(submission_id: int) -> dict[int | None, list[FileLine]]:
    rows = session.execute(
        select(SubmissionFile.version_id, SubmissionFile.id, SubmissionFile.name, SubmissionFile.size)
        .where(SubmissionFile.submission_id == submission_id)
        .order_by(SubmissionFile.id)
    )
    files: dict[int | None, list[FileLine]] = defaultdict(list)
    for row in rows:
        files[row.version_id].append(FileLine(row.id, row.name, row.size))
    return files


def _grading(grading: Grading, grader_name: str, annulled_by: str | None) -> GradingView:
    return GradingView(
        id=grading.id,
        grader_id=grading.grader_id,
        grader_name=grader_name,
        basis=grading.basis,
        outcome=grading.outcome,
        points=grading.points,
        comments=grading.comments,
        comment=grading.comment,
        total=grading.total,
        max_total=grading.max_total,
        is_passed=grading.is_passed,
        language=grading.language,
        graded_at=grading.graded_at,
        annulled_at=grading.annulled_at,
        annulled_by=annulled_by,
        annulment_reason=grading.annulment_reason,
        annulment_language=grading.annulment_language,
    )


def _ids(text: str | None) -> frozenset[int]:
    return frozenset(map(int, text.split(","))) if text else frozenset()
