"""The front page, programmes and modules: readable by anyone."""

from flask import url_for

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import queries as assessment
from lms.domain.catalogue import queries
from lms.domain.catalogue.queries import ProgrammeName
from lms.domain.catalogue.rules import translation_gaps
from lms.domain.catalogue.written import first_words
from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.learning import queries as learning
from lms.domain.learning import rules
from lms.domain.learning.standing import Standing
from lms.foundation.errors import NotFound
from lms.foundation.i18n import (
    OWN_NAMES,
    academic_hours,
    current_language,
    format_date,
    format_percent,
    in_language,
)
from lms.foundation.i18n import gettext as _
from lms.web.catalogue.blueprint import blueprint
from lms.web.shell.access import public
from lms.web.shell.pages import page
from lms.web.shell.session import viewer

NEWS_ON_FRONT_PAGE = 3


@blueprint.get("/")
@public
def front_page() -> str:
    """Show the programmes with their modules, modules of their own, and the latest news."""
    return page(
        "catalogue/front_page",
        programmes=queries.list_programmes(),
        modules=queries.list_single_modules(),
        news=queries.list_news(NEWS_ON_FRONT_PAGE),
        first_words=first_words,
    )


@blueprint.get("/programmes/<programme>")
@public
def show_programme(programme: str) -> str:
    """Show a programme, its modules in order, and how the viewer stands in each."""
    card = queries.get_programme_card(programme)
    person = viewer()
    place = learning.find_programme_enrolment(person.id, card.id) if person else None
    standings = {each.module_id: each for each in learning.list_standings(person.id)} if person else {}
    progress = {
        module.module_id: rules.progress(module, standings[module.module_id])
        for module in card.modules
        if module.module_id in standings
    }
    return page(
        "catalogue/show_programme", programme=card, place=place, standings=standings, progress=progress
    )


@blueprint.get("/modules/<module>")
@public
def show_module(module: str) -> str:
    """Show what a module is about, what completes it, and what the viewer still misses."""
    person = viewer()
    standing = learning.find_standing(person.id, module) if person else None
    compiled = _open_module(module, standing)
    missing = rules.missing_requirements(compiled, standing) if standing else compiled.requirements
    programmes, prerequisites = queries.find_surroundings(compiled.module_id, compiled.prerequisites)
    return page(
        "catalogue/show_module",
        module=compiled,
        standing=standing,
        is_withdrawn=bool(standing and standing.is_withdrawn),
        trail=_trail(programmes),
        facts=_facts(compiled),
        prerequisites=prerequisites,
        missing={requirement.key for requirement in missing},
        progress=rules.progress(compiled, standing) if standing else None,
        step=_step(person.id, compiled, standing) if person else None,
        teaches=_teaches(person, compiled, programmes),
    )


def _open_module(slug: str, standing: Standing | None) -> Module:
    """Return the module's present text; a withdrawn one is there only for those who were in it."""
    if standing is None:
        found = content.find_current(slug)
        if found is None:
            raise NotFound()
        return found
    if standing.is_withdrawn and standing.enrolment_id is None:
        raise NotFound()
    return content.get_revision(standing.revision_id)


def _trail(programmes: list[ProgrammeName]) -> list[tuple[str, str]]:
    """Return the way up from a module; one that stands in several programmes has no single one."""
    return [
        (in_language(each.title), url_for("catalogue.show_programme", programme=each.slug))
        for each in programmes[: len(programmes) == 1]
    ]


def _facts(module: Module) -> list[tuple[str, str]]:
    languages = [OWN_NAMES[language] for language in module.languages]
    facts = [
        (_("Length"), academic_hours(module.minutes)),
        (_("Lessons"), str(len(module.lessons))),
        (_("Languages"), ", ".join(languages)),
        (_("Text reviewed on"), format_date(module.reviewed_on, style="short")),
    ]
    stale, missing = translation_gaps(module, current_language())
    if stale:
        facts.append((_("Older translation"), _share_of_blocks(stale, module)))
    if missing:
        facts.append((_("Not translated yet"), _share_of_blocks(missing, module)))
    return facts


def _share_of_blocks(count: int, module: Module) -> str:
    total = sum(len(lesson.blocks) for lesson in module.lessons)
    return _("%(share)s of the text", share=format_percent(max(count, total / 100), total))


def _step(learner_id: int, module: Module, standing: Standing | None) -> rules.Step | None:
    if standing is None or not standing.is_enrolled or standing.is_withdrawn:
        return None
    step = rules.next_step(module, standing)
    if step is None or step.kind != "assignment":
        return step
    # Only now does it matter whether the work has been handed in and waits for somebody else.
    in_grading = assessment.list_keys_in_grading(learner_id).get(module.module_id, set())
    return rules.next_step(module, standing, in_grading)


def _teaches(person: Actor | None, module: Module, programmes: list[ProgrammeName]) -> bool:
    if person is None:
        return False
    return module.module_id in person.authored_modules or any(
        programme.id in person.authored_programmes for programme in programmes
    )
