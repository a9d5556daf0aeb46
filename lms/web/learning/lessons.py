"""The lesson page: rendered once for each audience, filled for each reader."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for
from markupsafe import Markup

from lms.domain.accounts.actor import Actor
from lms.domain.content import queries as content
from lms.domain.content.compiled import Lesson, Module
from lms.domain.faq import queries as faq
from lms.domain.learning import queries, rules
from lms.domain.learning.standing import Standing
from lms.domain.notifications import queries as notifications
from lms.domain.notifications.queries import Unread
from lms.foundation.errors import NotFound
from lms.foundation.i18n import current_language, ngettext, other_language
from lms.foundation.i18n import gettext as _
from lms.web.learning.answers import shown_answers
from lms.web.learning.blueprint import blueprint
from lms.web.learning.shown import minutes_left_at, shown_block
from lms.web.shell import frame
from lms.web.shell.access import public
from lms.web.shell.pages import page
from lms.web.shell.prerender import PageCache, Prerendered, hole
from lms.web.shell.session import find_viewer_with, viewer

pages = PageCache()


@dataclass(frozen=True)
class Reader:
    """Who reads, how they stand in the module, and whether both languages stand side by side."""

    is_member: bool
    standing: Standing | None
    is_parallel: bool = False
    answers_stamp: int = 0  # differs whenever other questions are answered for all

    @property
    def is_enrolled(self) -> bool:
        """Whether the reader's progress is kept."""
        return self.standing is not None and self.standing.is_enrolled


def _find_reader(token: str, module: str, lesson: str) -> tuple[Actor, Unread] | None:
    """Find the viewer of a lesson together with their standing: the page is read more than any other."""
    reader = notifications.find_reader(token, module)
    if reader is None:
        return None
    g.standing, g.has_notes, g.answers_stamp = reader.standing, reader.has_notes, reader.answers_stamp
    return reader.actor, reader.unread


find_viewer_with("learning.show_lesson", _find_reader)


@blueprint.get("/modules/<module>/<lesson>")
@public
def show_lesson(module: str, lesson: str) -> Any:
    """Show a lesson to anyone; to who is enrolled, with what they have read and where they stopped."""
    person = viewer()
    standing: Standing | None = g.standing if person else None
    if standing is not None and standing.is_withdrawn:
        return _withdrawn(standing, lesson)
    if standing is not None:
        compiled, stamp = content.get_revision(standing.revision_id), g.answers_stamp
    else:
        compiled, stamp = faq.get_current(module)
    shown = compiled.lesson(lesson)
    if shown is None:
        raise NotFound()
    reader = Reader(person is not None, standing, request.args.get("with") == other_language(), stamp)
    values = frame.values(person)
    if person is not None:
        values["notes"] = _notes(person, compiled, shown) if g.has_notes else ""
    if standing is not None and standing.is_enrolled:
        values |= _reading_state(compiled, shown, standing)
    values["end"] = Markup(_end(compiled, shown, reader).fill(values))
    return _page(compiled, shown, reader, request.args.get("peek")).answer(values)


@blueprint.get("/modules/<module>/<lesson>/blocks/<block>")
@public
def show_block(module: str, lesson: str, block: str) -> Any:
    """Give one block in the language asked for, to stand beside the page's own."""
    shown = content.get_current(module).lesson(lesson)
    found = shown.block(block) if shown else None
    text = found.texts.get(request.args.get("in", current_language())) if found else None
    if text is None:
        raise NotFound()
    return page("learning/show_block", html=Markup(text.html))


def _withdrawn(standing: Standing, lesson: str) -> Any:
    """Lead who was in a withdrawn module to the text as they read it; others know of no such page."""
    if standing.enrolment_id is None:
        raise NotFound()
    return redirect(
        url_for("learning.show_evidence_lesson", enrolment_id=standing.enrolment_id, lesson=lesson), 303
    )


def _page(module: Module, lesson: Lesson, reader: Reader, peek: str | None) -> Prerendered:
    def render() -> str:
        return render_template(
            "learning/show_lesson.html",
            **frame.holes(),
            **_surroundings(module, lesson, reader),
            other_language_url=_address_in_other_language(module, lesson, reader),
            blocks=[shown_block(each, peek, is_parallel=reader.is_parallel) for each in lesson.blocks],
            gaps=_gaps(lesson),
            answers=shown_answers(module, lesson, reader.answers_stamp),
            hole=hole,
        )

    if peek:  # Rare, and as many as there are blocks: not worth a place among the pages that are kept.
        return Prerendered(render())
    return pages.get(_key("page", module, lesson, reader), render)


def _end(module: Module, lesson: Lesson, reader: Reader) -> Prerendered:
    """Return what stands under the text: what to do now that it has been read."""
    is_read = reader.standing is not None and lesson.slug in reader.standing.read

    def render() -> str:
        return render_template(
            "learning/_lesson_end.html",
            **frame.holes(),
            **_surroundings(module, lesson, reader),
            is_read=is_read,
        )

    return pages.get((*_key("end", module, lesson, reader), is_read), render)


def _key(part: str, module: Module, lesson: Lesson, reader: Reader) -> tuple[Any, ...]:
    has_left = reader.standing is not None and reader.standing.has_left
    return (
        part,
        module.slug,
        module.content_hash,
        lesson.slug,
        current_language(),
        reader.is_member,
        reader.is_enrolled,
        has_left,
        reader.is_parallel,
        reader.answers_stamp,
    )


def _surroundings(module: Module, lesson: Lesson, reader: Reader) -> dict[str, Any]:
    place = [each.slug for each in module.lessons].index(lesson.slug)
    return {
        "module": module,
        "lesson": lesson,
        "is_member": reader.is_member,
        "is_parallel": reader.is_parallel,
        "mode": f"?with={other_language()}" if reader.is_parallel else "",
        "is_enrolled": reader.is_enrolled,
        "has_left": reader.standing is not None and reader.standing.has_left,
        "previous": module.lessons[place - 1] if place else None,
        "next": module.lessons[place + 1] if place + 1 < len(module.lessons) else None,
        "tasks": [requirement for requirement in module.requirements if requirement.kind != rules.READ],
        "ask_url": _ask_url(module, lesson),
    }


def _ask_url(module: Module, lesson: Lesson) -> str | None:
    """Return where the author is asked about the lesson, while that door exists."""
    if "messaging.ask" not in current_app.view_functions:
        return None
    return url_for("messaging.ask", module=module.slug, lesson=lesson.slug)


def _address_in_other_language(module: Module, lesson: Lesson, reader: Reader) -> str:
    """Return this lesson in the other language; who reads both side by side goes on so."""
    beside = current_language() if reader.is_parallel else None
    place: dict[str, Any] = {
        "module": module.slug,
        "lesson": lesson.slug,
        "lang": other_language(),
        "with": beside,
    }
    return url_for("learning.show_lesson", **place)


def _notes(person: Actor, module: Module, lesson: Lesson) -> Markup:
    """Return the reader's own notes in the lesson; the scripts of the page put each to its block."""
    notes = [each for each in queries.list_notes_in(person.id, module.module_id) if lesson.block(each.block)]
    places = [block.id for block in lesson.blocks]
    notes.sort(key=lambda note: places.index(note.block))
    if not notes:
        return Markup("")
    blocks = {block.id: block for block in lesson.blocks}
    return Markup(
        render_template("learning/_notes.html", notes=notes, blocks=blocks, module=module, lesson=lesson)
    )


def _gaps(lesson: Lesson) -> set[str]:
    """Return which kinds of gaps the translation of the lesson has: stale, missing."""
    return {block.health(current_language()) for block in lesson.blocks} - {"current"}


def _reading_state(module: Module, lesson: Lesson, standing: Standing) -> dict[str, str]:
    read, unread = _("read"), _("not read yet")
    done, todo = _("done"), _("still missing")
    progress = rules.progress(module, standing)
    values: dict[str, str] = {
        "progress": _progress_words(current_language(), progress.done, progress.total),
        "resume": _resume(lesson, standing),
    }
    for each in module.lessons:
        is_read = each.slug in standing.read
        values[f"state:{each.slug}"] = "done" if is_read else "todo"
        values[f"words:{each.slug}"] = read if is_read else unread
    missing = {requirement.key for requirement in rules.missing_requirements(module, standing)}
    for requirement in module.requirements:
        if requirement.kind != rules.READ:
            name = f"{requirement.kind}-{requirement.subject}"
            is_met = requirement.key not in missing
            values[f"task_state:{name}"] = "done" if is_met else "todo"
            values[f"task_words:{name}"] = done if is_met else todo
    return values


@lru_cache(maxsize=1000)
def _progress_words(_language: str, done: int, total: int) -> Markup:
    return Markup(render_template("learning/_progress.html", done=done, total=total))


def _resume(lesson: Lesson, standing: Standing) -> Markup:
    """Return the way to where the reader stopped, if that is further down in this lesson."""
    blocks = [block.id for block in lesson.blocks]
    if standing.place_lesson != lesson.slug or standing.place_block not in blocks[1:]:
        return Markup("")
    left = minutes_left_at(lesson, standing.place_block or "")
    return Markup('<p class="lesson__resume"><a href="#{}">{}</a> <span class="muted">{}</span></p>').format(
        standing.place_block,
        _("Continue where you stopped"),
        ngettext("About %(num)s minute left", "About %(num)s minutes left", left),
    )
