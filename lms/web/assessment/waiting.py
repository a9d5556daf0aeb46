"""The list of all that waits for the viewer, the oldest promise first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from lms.domain.assessment import policy, queries
from lms.domain.content import queries as content
from lms.domain.coordination import promises, waiting_lines
from lms.domain.coordination import queries as coordination
from lms.domain.coordination.queries import WaitingCount
from lms.foundation import clock, working_days
from lms.foundation.errors import NotFound
from lms.web.assessment.blueprint import blueprint
from lms.web.shell import waiting
from lms.web.shell.access import allow
from lms.web.shell.pages import page
from lms.web.shell.paging import Page
from lms.web.shell.session import member

LINES_ON_PAGE = 50


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed to, and what was chosen."""

    kind: str | None
    module: str | None
    kinds: Mapping[str, int]
    modules: Mapping[str, int]
    total: int
    shown: int

    @classmethod
    def of(cls, counts: Sequence[WaitingCount], kind: str | None, module: str | None) -> "Choices":
        """Count the choices; something that does not wait any more can still be asked for."""
        if kind is not None and kind not in promises.KINDS:
            raise NotFound()
        kinds: Counter[str] = Counter()
        modules: Counter[str] = Counter()
        shown = 0
        for each in counts:
            kinds[each.kind] += each.count
            modules[each.module] += each.count
            shown += each.count * (kind in (None, each.kind) and module in (None, each.module))
        in_order = {each: kinds[each] for each in promises.KINDS if kinds[each] or each == kind}
        return cls(kind, module, in_order, modules, sum(kinds.values()), shown)


@blueprint.get("/teach")
@allow(policy.may_see_waiting)
def list_waiting() -> str:
    """List what waits for the viewer across everything that they answer for."""
    actor = member()
    counts = coordination.list_waiting_counts(actor)
    choices = Choices.of(counts, request.args.get("kind") or None, request.args.get("module") or None)
    pages = Page.of(request.args.get("page"), choices.shown, LINES_ON_PAGE)
    lines = coordination.list_waiting(
        actor, kind=choices.kind, module=choices.module, limit=pages.size, offset=pages.offset
    )
    wanted = {count.module: count.revision_id for count in counts if count.revision_id}
    revisions = content.get_revisions(
        {*wanted.values(), *(line.revision_id for line in lines if line.revision_id)}
    )
    unread = waiting.unread_among(actor.id, lines)
    works = [line.id for line in lines if line.kind in (promises.WORK, promises.SECOND_GRADING)]
    return page(
        "assessment/list_waiting",
        lines=lines,
        pages=pages,
        choices=choices,
        titles={(line.kind, line.id): waiting_lines.title_of(line, revisions) for line in lines},
        modules={slug: revisions[revision_id].title for slug, revision_id in wanted.items()},
        groups=queries.list_member_names(works) if works else {},
        today=working_days.day_of(clock.now()),
        days_until=working_days.between,
        address_of=lambda line: waiting.address_of(line, unread),
        kind_words=waiting_lines.kind_words,
        complete_drafts=sum(draft.is_complete for draft in queries.list_grading_drafts(actor).values()),
    )
