"""My record: what was completed, when and under which revision, and that very text again."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.learning import queries
from lms.domain.learning.policy import may_see_record
from lms.domain.learning.queries import Evidence
from lms.foundation.errors import NotFound
from lms.foundation.i18n import OWN_NAMES, academic_hours, format_date, format_moment, in_language
from lms.foundation.i18n import gettext as _
from lms.web.learning.blueprint import blueprint
from lms.web.learning.shown import shown_block
from lms.web.shell.access import allow, members
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page
from lms.web.shell.session import member


@blueprint.get("/my/record")
@members
def my_record() -> str:
    """List all that the viewer has completed, and what was withdrawn before they could."""
    records = queries.list_records(member().id)
    cut_short = [
        standing
        for standing in queries.list_standings(member().id)
        if standing.is_withdrawn and not standing.is_completed and (standing.read or standing.earned)
    ]
    kept = [record.revision_id for record in records] + [standing.revision_id for standing in cut_short]
    revisions = content.get_revisions(kept)
    return page(
        "learning/my_record",
        records=records,
        cut_short=cut_short,
        revisions=revisions,
        minutes=sum(record.minutes for record in records),
        own_names=OWN_NAMES,
    )


@dataclass(frozen=True)
class EvidenceOfLesson:
    """One lesson of a record."""

    evidence: Evidence
    lesson: str

    @property
    def learner_id(self) -> int:
        """Whose record it is."""
        return self.evidence.learner_id


def _load(enrolment_id: int, lesson: str) -> EvidenceOfLesson:
    return EvidenceOfLesson(queries.get_evidence(enrolment_id), lesson)


@blueprint.get("/my/record/<int:enrolment_id>")
@allow(may_see_record, load=queries.get_evidence)
def show_evidence(evidence: Evidence) -> str:
    """Show one module of the record: the facts, and the lessons as they were."""
    number = _asked_number(evidence)
    return page(
        "learning/show_evidence",
        evidence=evidence,
        number=number,
        module=content.get_revision(evidence.revisions[number].id),
        facts=_facts(evidence, number),
    )


@blueprint.get("/my/record/<int:enrolment_id>/<lesson>")
@allow(may_see_record, load=_load)
def show_evidence_lesson(found: EvidenceOfLesson) -> Any:
    """Show a lesson byte for byte as it was in the revision that the record rests on."""
    evidence, slug = found.evidence, found.lesson
    number = _asked_number(evidence, slug)
    module = content.get_revision(evidence.revisions[number].id)
    lesson = module.lesson(slug)
    if lesson is None:
        raise NotFound()
    return page(
        "learning/show_evidence_lesson",
        evidence=evidence,
        number=number,
        revision=evidence.revisions[number],
        module=module,
        lesson=lesson,
        blocks=[shown_block(block) for block in lesson.blocks],
        **_neighbours(evidence, module, slug, number),
    )


def address_as_kept(learner_id: int, module_id: int, slug: str, block: str | None) -> str | None:
    """Return where a learner still reads a lesson that is gone from the catalogue, if they were in it."""
    for kept in queries.list_kept_texts(learner_id, module_id, slug):
        lesson = content.get_revision(kept.revision_id).lesson(slug)
        if lesson is not None:
            return url_for(
                "learning.show_evidence_lesson",
                enrolment_id=kept.enrolment_id,
                lesson=slug,
                revision=kept.number,
                _anchor=block if block and lesson.block(block) else None,
            )
    return None


def _facts(evidence: Evidence, number: int) -> list[tuple[str, str]]:
    revision = evidence.revisions[number]
    shown = _("%(number)s, published on %(day)s", number=number, day=format_date(revision.published_at))
    facts = [(_("Revision"), shown), (_("Content hash"), revision.content_hash)]
    completed = evidence.completed
    if completed is None:
        return [(_("Completed on"), _("not completed")), *facts]
    return [
        (_("Completed on"), format_moment(completed.completed_at)),
        (_("Length"), academic_hours(completed.minutes)),
        (_("Language"), OWN_NAMES[completed.language]),
        (_("Institution at the time"), in_language(completed.institution) if completed.institution else "–"),
        *facts,
    ]


def _asked_number(evidence: Evidence, lesson: str | None = None) -> int:
    """Return which revision to show: the one asked for, else that of the reading, else of the completion."""
    asked = request.args.get("revision", type=whole_number)
    if asked is not None:
        if asked not in evidence.revisions:
            raise NotFound()
        return asked
    if lesson is not None and lesson in evidence.read:
        return evidence.number_of(evidence.read[lesson].revision_id)
    if evidence.completed:
        return evidence.completed.revision_number
    return max(evidence.revisions)


def _neighbours(evidence: Evidence, module: Module, slug: str, number: int) -> dict[str, str | None]:
    slugs = [lesson.slug for lesson in module.lessons]
    place = slugs.index(slug)

    def address(at: int) -> str | None:
        if not 0 <= at < len(slugs):
            return None
        return url_for(
            "learning.show_evidence_lesson",
            enrolment_id=evidence.enrolment_id,
            lesson=slugs[at],
            revision=number,
        )

    return {"previous_url": address(place - 1), "next_url": address(place + 1)}
