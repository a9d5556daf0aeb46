"""The record of deeds in words: by whom, about what, and its details."""

from collections.abc import Mapping
from typing import Any

from lms.domain.accounts import places
from lms.domain.notifications import topics
from lms.domain.notifications.job_names import job_words
from lms.foundation.i18n import LANGUAGES, format_list, in_language
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.accounts.wording import LISTS, STANDINGS

# What a line is about, by the word before the colon.
SUBJECTS = {
    "attempt": lazy("attempt at a quiz"),
    "booking": lazy("consultation"),
    "conversation": lazy("conversation"),
    "coordination": lazy("people of a coordinator"),
    "correction": lazy("corrected key"),
    "entry": lazy("list entry"),
    "faq": lazy("question and answer for all"),
    "institution": lazy("institution"),
    "invitation": lazy("invitation"),
    "job": lazy("job"),
    "letters": lazy("letters"),
    "module": lazy("module"),
    "news": lazy("piece of news"),
    "notice": lazy("letter"),
    "programme": lazy("programme"),
    "remark": lazy("remark"),
    "site-text": lazy("text of the site"),
    "submission": lazy("submission"),
    "user": lazy("person"),
}
ACTORS = {"command": lazy("command"), "worker": lazy("worker"), "job": lazy("worker")}
FACTS = {
    "address": lazy("link"),
    "after": lazy("after"),
    "appeal": lazy("appeal"),
    "attempts": lazy("attempts"),
    "before": lazy("before"),
    "changed": lazy("changed"),
    "copy": lazy("draft of one’s own"),
    "country": lazy("country"),
    "county": lazy("county"),
    "day": lazy("day"),
    "duty": lazy("role"),
    "ended": lazy("sign-ins ended"),
    "failure": lazy("what had failed"),
    "from_day": lazy("First day"),
    "grading": lazy("grading"),
    "institution": lazy("institution"),
    "institution_id": lazy("institution"),
    "invited": lazy("people invited"),
    "is_passed": lazy("passed"),
    "kind": lazy("kind"),
    "label": lazy("name"),
    "learner_id": lazy("person"),
    "letters": lazy("letters"),
    "list": lazy("list"),
    "max_score": lazy("most points"),
    "max_total": lazy("most points"),
    "minutes": lazy("minutes"),
    "module": lazy("module"),
    "modules": lazy("modules"),
    "module_id": lazy("module"),
    "municipality": lazy("municipality"),
    "name": lazy("name"),
    "number": lazy("number"),
    "opinion": lazy("judgement"),
    "outcome": lazy("what became of it"),
    "paths": lazy("places in the text"),
    "percent": lazy("per cent"),
    "place": lazy("place in the list"),
    "programme": lazy("programme"),
    "programme_id": lazy("programme"),
    "q": lazy("words sought"),
    "quiz": lazy("quiz"),
    "reason": lazy("reason"),
    "revision": lazy("revision"),
    "score": lazy("points"),
    "source": lazy("source"),
    "standing": lazy("status"),
    "substitute_id": lazy("Who answers instead"),
    "to_day": lazy("Last day"),
    "topics": lazy("topics"),
    "total": lazy("points"),
    "version": lazy("version"),
}
VALUES = {
    "author": lazy("author"),
    "coordinator": lazy("coordinator"),
    "help": lazy("Help"),
    "contact": lazy("Contact"),
    "privacy": lazy("Privacy notice"),
    "accessibility": lazy("Accessibility statement"),
    "supporters": lazy("Who supports this site"),
    "institution": lazy("The institution's data"),
    "not-started": lazy("not started"),
    "started": lazy("started"),
    "completed": lazy("completed"),
    "quiet": lazy("not studied for 14 days"),
    "all": lazy("(all)"),
    "failed": lazy("(failed)"),
    "bounced": lazy("(came back)"),
    "held": lazy("took place"),
    "learner-absent": lazy("the learner did not take part"),
    "not-held": lazy("did not take place"),
    **{topic.key: topic.name for topic in topics.TOPICS},
    **STANDINGS,
    **LISTS,
}


def subject_words(subject: str, names: Mapping[str, str]) -> str:
    """Return what a line is about: a person's name, or the kind of thing and which one."""
    kind, _colon, which = subject.partition(":")
    if subject in names:
        return names[subject]
    words = str(SUBJECTS.get(kind, kind))
    if kind == "job":
        return f"{words}: {job_words(which)}"
    if which.isdigit():
        return _("%(kind)s No. %(number)s", kind=words, number=which)
    return f"{words} {VALUES.get(which, which)}".strip()


def actor_words(actor: str, names: Mapping[str, str]) -> str:
    """Return who did it: a person's name, or the part of the program that did."""
    kind, _colon, which = actor.partition(":")
    if actor in names or kind not in ACTORS:
        return names.get(actor, actor)
    return _("%(kind)s “%(name)s”", kind=ACTORS[kind], name=which) if which else str(ACTORS[kind])


def detail_lines(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the details of a line in words; what says nothing is left out."""
    found = [(str(FACTS.get(name, name)), value_words(name, value)) for name, value in details.items()]
    return [(name, words) for name, words in found if words]


def value_words(name: str, value: Any) -> str:
    """Return one value as people read it, in their language where it has several."""
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        if set(value) <= set(LANGUAGES):
            return in_language(value)
        return "; ".join(f"{fact}: {words}" for fact, words in detail_lines(value))
    if isinstance(value, list | tuple):
        return format_list([str(FACTS.get(str(each), each)) for each in value])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "topics":
        return format_list([str(VALUES.get(each, each)) for each in value.split(", ")])
    if name == "source":
        return subject_words(value, {})
    if place := _place(name, value):
        return place
    return str(VALUES.get(value, value)) if isinstance(value, str) else str(value)


def _place(name: str, value: Any) -> str:
    if name == "kind":
        return places.kind_name(value)
    if name == "municipality":
        return places.municipality_name(value)
    if name == "county":
        return places.county_name(value)
    return places.country_name(value) if name == "country" else ""
