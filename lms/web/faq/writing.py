"""Making an answer for all out of a conversation, and writing it anew."""

from typing import Any

from flask import redirect, request, url_for
from wtforms import HiddenField, TextAreaField

from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.faq import policy, queries, rules, service
from lms.domain.faq.queries import Entry
from lms.domain.messaging import policy as messaging_policy
from lms.domain.messaging import queries as messaging
from lms.domain.messaging.queries import Talk
from lms.foundation.errors import Invalid, NotFound
from lms.foundation.i18n import LANGUAGES
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.faq import sources
from lms.web.faq.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.forms import Form, long_text
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member


class EntryForm(Form):
    """A question and its answer, in both languages."""

    question_lt = TextAreaField(lazy("Question in Lithuanian"), filters=[long_text])
    answer_lt = TextAreaField(lazy("Answer in Lithuanian"), filters=[long_text])
    question_en = TextAreaField(lazy("Question in English"), filters=[long_text])
    answer_en = TextAreaField(lazy("Answer in English"), filters=[long_text])
    seen = HiddenField()

    def words(self) -> service.Words:
        """Return what was typed, by language."""
        return service.Words(
            question={each: self[f"question_{each}"].data or "" for each in LANGUAGES},
            answer={each: self[f"answer_{each}"].data or "" for each in LANGUAGES},
        )


@blueprint.route("/messages/<int:conversation_id>/publish", methods=["GET", "POST"])
@allow(messaging_policy.may_answer, load=messaging.get_conversation)
def write_entry(talk: Talk) -> Any:
    """Show the form filled from the conversation, without names; on POST keep it for a last look."""
    if talk.is_withdrawn:
        raise NotFound()
    module = content.get_current(talk.module)
    if request.method == "POST":
        form = EntryForm.of_request()
        place = service.Place(
            module_id=talk.module_id,
            programme_ids=talk.programme_ids,
            lesson=talk.lesson,
            block=talk.block,
            source=sources.source_of(talk),
        )
        try:
            entry_id = service.propose(member(), place, form.words())
            return _look_at(entry_id)
        except Invalid as refusal:
            form.refuse(refusal)
    else:
        messages = messaging.list_messages(talk.id)
        people = sources.people_around(talk, messages, module)
        form = EntryForm(data=sources.suggested(messages, people))
    made = queries.list_of_source(sources.source_of(talk))
    return _form_page("faq/write_entry", form, module, talk.language, talk=talk, made=made)


@blueprint.route("/teach/questions/answers/<int:faq_id>/edit", methods=["GET", "POST"])
@allow(policy.may_edit, load=queries.get_entry)
def edit_entry(entry: Entry) -> Any:
    """Show the form with the entry as it stands; on POST keep it for a last look."""
    form = EntryForm.of_request(
        **{f"question_{each}": entry.question.get(each, "") for each in LANGUAGES},
        **{f"answer_{each}": entry.answer.get(each, "") for each in LANGUAGES},
        seen=rules.state_mark(entry.changed_at),
    )
    if request.method == "POST":
        try:
            untouched = service.change(member(), entry, form.words(), form.seen.data or "")
        except Invalid as refusal:
            form.refuse(refusal)
            form.seen.data = rules.state_mark(entry.changed_at)
        else:
            _say_what_is_left(untouched)
            return _look_at(entry.id)
    module = module_of(entry)
    return _form_page("faq/edit_entry", form, module, module.base_language, entry=entry)


def module_of(entry: Entry) -> Module:
    """Return the module as it is published now."""
    if entry.revision_id is None:
        raise NotFound()
    return content.get_revision(entry.revision_id)


def _form_page(template: str, form: EntryForm, module: Module, first: str, **values: Any) -> Any:
    """The language that something was written in comes first."""
    languages = sorted(module.languages, key=lambda language: language != first)
    return page(
        template,
        form=form,
        module=module,
        languages=languages,
        longest={"question": rules.LONGEST_QUESTION, "answer": rules.LONGEST_ANSWER},
        marks=list(rules.NAME_MARKS.values()),
        **values,
    ), 422 if form.errors else 200


def _say_what_is_left(untouched: str | None) -> None:
    if untouched == "en":
        tell(_("Only the Lithuanian text has changed. Does the English one still say the same?"), "warning")
    elif untouched == "lt":
        tell(_("Only the English text has changed. Does the Lithuanian one still say the same?"), "warning")


def _look_at(entry_id: int) -> Any:
    tell(_("Saved. Learners do not see it yet: please look at it once more and publish it."))
    return redirect(url_for("faq.show_entry", faq_id=entry_id), 303)
