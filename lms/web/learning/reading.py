"""What a reader does in a lesson: mark it as read, keep the place."""

from typing import Any

from flask import redirect, request, url_for

from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.learning import rules, service
from lms.domain.learning.standing import Standing
from lms.foundation.errors import NotFound
from lms.foundation.i18n import current_language, in_language, other_language
from lms.foundation.i18n import gettext as _
from lms.web.learning.blueprint import blueprint
from lms.web.shell.access import members
from lms.web.shell.pages import tell
from lms.web.shell.session import member


@blueprint.post("/modules/<module>/<lesson>/read")
@members
def mark_read(module: str, lesson: str) -> Any:
    """Enter that the viewer has read the lesson; the button `next` also leads on."""
    before, standing = service.mark_read(member(), module, lesson, current_language())
    compiled = content.get_revision(standing.revision_id)
    is_news = standing.is_completed and not before.is_completed
    if is_news:
        tell(_("You have completed the module “%(title)s”.", title=in_language(compiled.title)))
    if "next" in request.form:
        return redirect(_way_on(compiled, lesson, standing), 303)
    # Back to where the button was; who has just completed the module is told so at the top.
    anchor = None if is_news else "end"
    return redirect(_lesson_address(module, lesson, _anchor=anchor), 303)


@blueprint.post("/modules/<module>/<lesson>/place")
@members
def keep_place(module: str, lesson: str) -> Any:
    """Remember the block at which the viewer stopped."""
    compiled = content.get_current(module)
    shown = compiled.lesson(lesson)
    block = request.form.get("block", "")
    if shown is None or (block and shown.block(block) is None):
        raise NotFound()
    service.keep_place(member(), module, lesson, block or None, current_language())
    return "", 204


def _way_on(module: Module, lesson: str, standing: Standing) -> str:
    """Return the next lesson; after the last one, the next thing that is still missing."""
    slugs = [each.slug for each in module.lessons]
    place = slugs.index(lesson) + 1
    if place < len(slugs):
        return _lesson_address(module.slug, slugs[place])
    step = rules.next_step(module, standing)
    if step is not None and step.kind == rules.READ:
        return _lesson_address(module.slug, step.subject)
    return url_for("catalogue.show_module", module=module.slug)


def _lesson_address(module: str, lesson: str, **more: Any) -> str:
    """Who reads both languages side by side goes on so."""
    beside = request.form.get("with")
    if beside == other_language():
        more["with"] = beside
    return url_for("learning.show_lesson", module=module, lesson=lesson, **more)
