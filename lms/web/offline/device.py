"""What a device keeps for its reader: which pages are worth keeping, and the page that says so."""

from flask import Response, jsonify, request, url_for

from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.faq import queries as faq
from lms.domain.learning import overview, queries
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import in_language
from lms.web.offline import blueprint
from lms.web.offline.app_files import build
from lms.web.shell.access import members, public
from lms.web.shell.pages import page
from lms.web.shell.session import member


@blueprint.get("/offline")
@public
def offline_page() -> str:
    """Show what can be read on this device without a connection, and what waits to be sent.

    `?bare` is the same page without its reader: it is kept on the device for when nothing answers.
    """
    return page("offline/offline_page", bare="bare" in request.args)


@blueprint.get("/offline/pages")
@members
def list_pages() -> Response:
    """List the pages of the modules that the reader has begun, and of the next one, for their device."""
    standings = [each for each in queries.list_standings(member().id) if each.is_enrolled]
    revisions = content.get_revisions([standing.revision_id for standing in standings])
    courses = overview.courses(standings, revisions).values()
    next_one = overview.next_course(courses)
    begun = [each for each in courses if each.standing.started_at is not None or each is next_one]
    answers = faq.list_stamps(each.module.module_id for each in begun)
    home = {"url": url_for("learning.my_learning"), "title": _("My learning"), "stamp": build()}
    answer = jsonify(
        home=home,
        modules=[
            {
                "title": in_language(each.module.title),
                "pages": _pages(each.module, answers.get(each.module.module_id, 0)),
            }
            for each in begun
            if not each.standing.is_withdrawn
        ],
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _pages(module: Module, answers: int) -> list[dict[str, str]]:
    slug, stamp = module.slug, f"{module.content_hash[:16]}{build()}.{answers}"
    addresses = [(url_for("catalogue.show_module", module=slug), in_language(module.title))]
    for lesson in module.lessons:
        reading = url_for("learning.show_lesson", module=slug, lesson=lesson.slug)
        addresses.append((reading, in_language(lesson.title)))
        addresses.append((f"{reading}/ask", ""))
    addresses += [
        (url_for("assessment.show_quiz", module=slug, quiz=quiz.slug), in_language(quiz.title))
        for quiz in module.quizzes
    ]
    addresses += [
        (url_for("assessment.show_assignment", module=slug, assignment=each.slug), in_language(each.title))
        for each in module.assignments
    ]
    return [{"url": url, "title": title, "stamp": stamp} for url, title in addresses]
