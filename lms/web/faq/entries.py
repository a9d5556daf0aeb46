"""Answers for all as their authors see them: the list, one of them as learners will see it, its fate."""

from typing import Any

from flask import redirect, request, url_for

from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.faq import policy, queries, rules, service
from lms.domain.faq.queries import Answered, Entry
from lms.foundation.errors import Invalid
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.web.faq import sources
from lms.web.faq.blueprint import blueprint
from lms.web.faq.writing import module_of
from lms.web.learning.answers import shown_answer
from lms.web.messaging.quoting import quote
from lms.web.shell.access import allow
from lms.web.shell.pages import page, tell
from lms.web.shell.paging import Page
from lms.web.shell.session import member

PER_PAGE = 25


@blueprint.get("/teach/questions/answers")
@allow(policy.may_look_after_questions)
def list_entries() -> str:
    """List what has been answered for all in the viewer's modules, the last changed first."""
    actor = member()
    paging = Page.of(request.args.get("page"), queries.count_of_author(actor), PER_PAGE)
    entries = queries.list_of_author(actor, paging.size, paging.offset)
    modules = content.get_revisions(each.revision_id for each in entries if each.revision_id)
    return page(
        "faq/list_entries",
        entries=entries,
        modules=modules,
        places={each.id: _place(each, modules.get(each.revision_id or 0)) for each in entries},
        paging=paging,
    )


@blueprint.get("/teach/questions/answers/<int:faq_id>")
@allow(policy.may_edit, load=queries.get_entry)
def show_entry(entry: Entry) -> str:
    """Show an entry as learners will see it, in each language, and what is still in the way."""
    return _entry_page(entry)


@blueprint.post("/teach/questions/answers/<int:faq_id>/publish")
@allow(policy.may_edit, load=queries.get_entry)
def publish_entry(entry: Entry) -> Any:
    """Let learners see the entry beside its block."""
    module = module_of(entry)
    try:
        service.publish(
            member(),
            entry,
            module.languages,
            sources.people_of(entry, module),
            is_nobody="is_nobody" in request.form,
        )
    except Invalid as refusal:
        return _entry_page(entry, str(refusal)), 422
    tell(_("Published. Learners see it beside its place in the lesson."))
    return _back_to(entry)


@blueprint.post("/teach/questions/answers/<int:faq_id>/withdraw")
@allow(policy.may_edit, load=queries.get_entry)
def withdraw_entry(entry: Entry) -> Any:
    """Take the entry away from learners; its words are kept."""
    service.withdraw(member(), entry)
    tell(_("Learners do not see it; the text is kept here."))
    return _back_to(entry)


def _entry_page(entry: Entry, reason: str | None = None) -> str:
    module = module_of(entry)
    place = _place(entry, module)
    answered = Answered(entry.id, entry.lesson, entry.block, entry.question, entry.answer)
    texts = [*entry.question.values(), *entry.answer.values()]
    written = rules.written_languages(entry.question, entry.answer)
    return page(
        "faq/show_entry",
        entry=entry,
        module=module,
        lesson=module.lesson(entry.lesson),
        place=place,
        quote=quote(module, entry.lesson, entry.block, current_language()) if place == "block" else None,
        shown={each: shown_answer(answered, module, each) for each in module.languages if each in written},
        marks=rules.marks_left(texts),
        names=rules.names_left(texts, sources.people_of(entry, module)),
        conversation_id=sources.conversation_of(entry),
        reason=reason,
    )


def _place(entry: Entry, module: Module | None) -> str:
    """Return where learners find it: beside its block, at the end of the lesson, or nowhere."""
    lesson = module.lesson(entry.lesson) if module else None
    if lesson is None:
        return "nowhere"
    if entry.block is None:
        return "lesson"
    return "block" if lesson.block(entry.block) else "end"


def _back_to(entry: Entry) -> Any:
    return redirect(url_for("faq.show_entry", faq_id=entry.id), 303)
