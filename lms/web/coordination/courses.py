"""What a course asks of its authors: translations to confirm, links to mend, the yearly review."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment import differences
from lms.domain.content import queries as content
from lms.domain.content import service as publishing
from lms.domain.content.compiled import Module
from lms.domain.content.translations import StaleText, base_then, list_stale
from lms.domain.coordination import policy, promises, queries, service
from lms.domain.coordination.queries import BrokenLink, Course
from lms.foundation import clock
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import language_name, ngettext
from lms.web.coordination import blueprint
from lms.web.shell import waiting
from lms.web.shell.access import allow
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

TEXTS_ON_PAGE = 30
LATEST_REVISIONS = 20

Answer = str | Response | tuple[str, int]


@blueprint.get("/teach/courses/<module>")
@allow(policy.may_look_after, load=queries.get_course)
def show_course(course: Course) -> str:
    """Show what the course asks for, and how each thing is mended."""
    links = queries.list_broken_links(course.module_id)
    return page(
        "coordination/show_course",
        course=course,
        module=content.get_revision(course.revision_id),
        links=links,
        now=clock.now(),
    )


@blueprint.get("/teach/translations/<module>")
@allow(policy.may_look_after, load=queries.get_course)
def show_translations(course: Course) -> str:
    """Show which translations have to be looked at, each beside what its source was and is."""
    return _translations_page(course)


@blueprint.post("/teach/translations/<module>")
@allow(policy.may_look_after, load=queries.get_course)
def confirm_translations(course: Course) -> Answer:
    """Say of one translation, or of all that were shown, that they are still correct."""
    if request.form.get("revision", 0, type=whole_number) != course.revision_id:
        return _translations_page(course, has_changed=True), 409
    paths = request.form.getlist("path") if "all" in request.form else request.form.getlist("confirm")
    # An empty choice would mean everything, also what nobody has looked at.
    done = publishing.confirm(course.slug, member().label, paths).paths if paths else ()
    tell(
        ngettext(
            "%(num)s translation is confirmed. Learners no longer see the badge there.",
            "%(num)s translations are confirmed. Learners no longer see the badge there.",
            len(done),
        )
        if done
        else _("There was nothing left to confirm.")
    )
    # What the course asks for is reckoned anew only when this deed is finished.
    if list_stale(content.get_current(course.slug)):
        return redirect(url_for(".show_translations", module=course.slug, _anchor="texts"), 303)
    return waiting.go_on(promises.TRANSLATION, course.module_id)


@blueprint.post("/teach/links/<int:link_id>")
@allow(policy.may_look_after, load=queries.get_link)
def accept_link(link: BrokenLink) -> Response:
    """Say that a link works although our program could not follow it."""
    service.accept_link(member(), link.id)
    tell(_("Noted: the link works. You will hear of it again only if it breaks anew."))
    return redirect(url_for(".show_course", module=link.module, _anchor="links"), 303)


def _translations_page(course: Course, *, has_changed: bool = False) -> str:
    module = content.get_revision(course.revision_id)
    stale = list_stale(module)
    shown = stale[:TEXTS_ON_PAGE]
    latest = _latest(course, shown)
    return page(
        "coordination/show_translations",
        course=course,
        module=module,
        texts=[(each, _changes(each, latest)) for each in shown],
        total=len(stale),
        names={language: language_name(language) for language in module.languages},
        has_changed=has_changed,
        following=None if stale else waiting.find_next(promises.TRANSLATION, course.module_id),
    )


def _latest(course: Course, shown: list[StaleText]) -> list[Module]:
    """Return the latest revisions, newest first, where there is something to compare with them."""
    if not shown:
        return []
    ids = content.list_latest_ids(course.module_id, LATEST_REVISIONS)
    found = content.get_revisions(ids)
    return [found[each] for each in ids]


def _changes(stale: StaleText, latest: list[Module]) -> list[differences.Change] | None:
    """Return word by word what changed in the source since it was translated, if that is still known."""
    then = base_then(stale, latest)
    return None if then is None else differences.compare(then, stale.base_text)
