"""Moving an answer for all to another place, where its own is gone or another fits better."""

from typing import Any

import wtforms
from flask import redirect, request, url_for

from lms.domain.content.compiled import Block, Module
from lms.domain.faq import policy, queries, service
from lms.domain.faq.queries import Entry
from lms.foundation.errors import Invalid
from lms.foundation.i18n import current_language, in_language
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.faq.blueprint import blueprint
from lms.web.faq.writing import module_of
from lms.web.shell.access import allow
from lms.web.shell.forms import Form
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

SHOWN_TEXT = 90


class PlaceForm(Form):
    """A place in the module: a paragraph, or the end of a lesson."""

    place = wtforms.SelectField(lazy("Place in the module"), validate_choice=False)


@blueprint.route("/teach/questions/answers/<int:faq_id>/move", methods=["GET", "POST"])
@allow(policy.may_edit, load=queries.get_entry)
def move_entry(entry: Entry) -> Any:
    """Show the places of the module as it is now; on POST put the entry to one of them."""
    module = module_of(entry)
    form = PlaceForm.of_request(place=f"{entry.lesson}#{entry.block or ''}")
    form.place.choices = _places(module)
    if request.method == "POST":
        lesson, _sign, block = (form.place.data or "").partition("#")
        try:
            service.move(member(), entry, module, lesson, block or None)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            tell(_("Moved. It stands at its new place now."))
            return redirect(url_for("faq.show_entry", faq_id=entry.id), 303)
    return page("faq/move_entry", entry=entry, module=module, form=form), 422 if form.errors else 200


def _places(module: Module) -> list[wtforms.SelectChoice]:
    found = []
    for lesson in module.lessons:
        group = in_language(lesson.title)
        found += [
            wtforms.SelectChoice(f"{lesson.slug}#{block.id}", words, optgroup=group)
            for block in lesson.blocks
            if (words := _words(block))
        ]
        found.append(wtforms.SelectChoice(f"{lesson.slug}#", _("At the end of the lesson"), optgroup=group))
    return found


def _words(block: Block) -> str:
    words = " ".join(block.in_(current_language())[0].text.split())
    return words if len(words) <= SHOWN_TEXT else f"{words[:SHOWN_TEXT].rstrip()}…"
