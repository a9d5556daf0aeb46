"""Notes and highlights of one's own: written beside a block, read on a page of their own."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from wtforms import BooleanField, TextAreaField

from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.learning import queries, rules, service
from lms.domain.learning.queries import NoteLine
from lms.domain.learning.service import NotePlace
from lms.foundation import clock
from lms.foundation.errors import Invalid, NotFound
from lms.foundation.i18n import current_language, in_language
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext as lazy
from lms.foundation.sorting import fold, place_in_list
from lms.web.learning.blueprint import blueprint
from lms.web.shell.access import members
from lms.web.shell.forms import Form, long_text, one_line
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member


class NoteForm(Form):
    """What one thinks about a block."""

    text = TextAreaField(lazy("Your note"), filters=[long_text])
    highlighted = BooleanField(lazy("Highlight this part of the text"))


@blueprint.route("/modules/<module>/<lesson>/notes/<block>", methods=["GET", "POST"])
@members
def write_note(module: str, lesson: str, block: str) -> Any:
    """Write beside a block, for oneself alone; what is typed is kept while one writes."""
    compiled, place = _get_place(module, lesson, block)
    kept = queries.find_note(member().id, place.module_id, block)
    form = NoteForm.of_request(
        text=kept.text if kept else "", highlighted=kept.is_highlighted if kept else False
    )
    if request.method == "POST":
        try:
            return _save(form, module, place)
        except Invalid as refusal:
            form.refuse(refusal)
    shown = place.block.in_(current_language()) if place.block else None
    return page(
        "learning/write_note",
        form=form,
        module=compiled,
        lesson=compiled.lesson(lesson),
        block_id=block,
        kept=kept,
        quote=rules.quote(shown[0].text) if shown else kept.quote if kept else "",
        quote_language=shown[1] if shown else kept.language if kept else current_language(),
        longest=rules.LONGEST_NOTE,
    ), 422 if form.errors else 200


@blueprint.post("/modules/<module>/<lesson>/notes/<block>/highlight")
@members
def highlight_block(module: str, lesson: str, block: str) -> Any:
    """Highlight a block, or no longer."""
    _compiled, place = _get_place(module, lesson, block)
    service.highlight(member(), place, request.form.get("on") == "1", current_language())
    return _answer(module, place)


@blueprint.get("/my/notes")
@members
def my_notes() -> str:
    """List all of one's notes by module; `q` leaves those in which its words stand."""
    asked = one_line(request.args.get("q", ""))[:200]
    chapters = _chapters(queries.list_notes(member().id))
    found = [chapter.only_with(asked) for chapter in chapters]
    shown = [chapter for chapter in found if chapter.notes]
    return page("learning/my_notes", asked=asked, chapters=shown, has_any=bool(chapters))


@blueprint.get("/my/notes.md")
@members
def download_notes() -> Any:
    """Give all of one's notes as a text file that any program can read."""
    chapters = _chapters(queries.list_notes(member().id))
    text = render_template("learning/download_notes.txt", chapters=chapters, now=clock.now())
    name = _("my-notes") + ".md"
    return current_app.response_class(
        text,
        mimetype="text/markdown",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@dataclass(frozen=True)
class ShownNote:
    """One note with the way to its block; no way where the block is gone."""

    line: NoteLine
    lesson: str
    url: str | None
    has_changed: bool

    @property
    def edit_url(self) -> str:
        """Where the note is changed."""
        line = self.line
        return url_for("learning.write_note", module=line.module, lesson=line.lesson, block=line.block)


@dataclass(frozen=True)
class Chapter:
    """The notes of one module, in the order of its text."""

    module: Module
    notes: list[ShownNote]

    def only_with(self, asked: str) -> "Chapter":
        """Return the chapter with those notes in which all these words stand, whatever their diacritics."""
        words = fold(asked).split()
        kept = [note for note in self.notes if _says(note, in_language(self.module.title), words)]
        return Chapter(self.module, kept)


def _says(note: ShownNote, title: str, words: list[str]) -> bool:
    said = fold(f"{note.line.text} {note.line.quote} {note.lesson} {title}")
    return all(word in said for word in words)


def _chapters(lines: list[NoteLine]) -> list[Chapter]:
    modules = content.get_revisions([line.revision_id for line in lines])
    chapters = []
    for revision_id, group in groupby(lines, key=lambda line: line.revision_id):
        module = modules[revision_id]
        places = {block.id: place for place, block in enumerate(b for x in module.lessons for b in x.blocks)}
        ordered = sorted(group, key=lambda line: places.get(line.block, len(places)))
        chapters.append(Chapter(module, [_shown(line, module) for line in ordered]))
    return sorted(chapters, key=lambda chapter: place_in_list(chapter.module.title))


def _shown(line: NoteLine, module: Module) -> ShownNote:
    lesson = module.lesson_of_block(line.block) or module.lesson(line.lesson)
    block = lesson.block(line.block) if lesson else None
    title = in_language(lesson.title) if lesson else ""
    if lesson is None or block is None:
        return ShownNote(line, title, None, True)
    texts = {rules.quote(text.text) for text in block.texts.values()}
    return ShownNote(line, title, _address(line, lesson.slug), line.quote not in texts)


def _address(line: NoteLine, lesson: str) -> str | None:
    """A withdrawn module can still be read by who was in it."""
    if not line.is_withdrawn:
        return url_for("learning.show_lesson", module=line.module, lesson=lesson, _anchor=line.block)
    if line.enrolment_id is None:
        return None
    return url_for(
        "learning.show_evidence_lesson",
        enrolment_id=line.enrolment_id,
        lesson=lesson,
        _anchor=line.block,
    )


def _get_place(module: str, lesson: str, block: str) -> tuple[Module, NotePlace]:
    """Return where the note stands: a block of the present text, or one at which there is a note already."""
    standing = queries.find_standing(member().id, module)
    if standing is None:
        raise NotFound()
    compiled = content.get_revision(standing.revision_id)
    shown = compiled.lesson(lesson)
    found = shown.block(block) if shown else None
    is_open = found is not None and not standing.is_withdrawn
    if not is_open and queries.find_note(member().id, standing.module_id, block) is None:
        raise NotFound()
    return compiled, NotePlace(standing.module_id, lesson, block, found)


def _save(form: NoteForm, module: str, place: NotePlace) -> Any:
    if "delete" in request.form:
        service.delete_note(member(), place)
    else:
        # Beside the block the highlight has a button of its own: an older page knows nothing of it.
        highlighted = None if "words-only" in request.form else bool(form.highlighted.data)
        service.keep_note(member(), place, form.text.data or "", highlighted, current_language())
    return _answer(module, place)


def _answer(module: str, place: NotePlace) -> Any:
    """Lead back to the block; scripts only want to know that it is kept."""
    if request.headers.get("X-Requested-With") == "fetch":
        return "", 204
    if place.block is None:
        tell(_("Your changes are saved."))
        return redirect(url_for("learning.my_notes"), 303)
    address = url_for("learning.show_lesson", module=module, lesson=place.lesson, _anchor=place.block_id)
    return redirect(address, 303)
