"""Booklets: a lesson or a whole module on one page, to be printed and read away from any screen."""

from typing import Any

from flask import render_template
from markupsafe import Markup

from lms.domain.content import queries as content
from lms.domain.content.addresses import module_address
from lms.domain.content.compiled import ExplainedTerm, Lesson, Module
from lms.domain.content.printing import on_paper
from lms.domain.faq import queries as faq
from lms.foundation import clock
from lms.foundation.errors import NotFound
from lms.foundation.i18n import current_language, format_date, other_language
from lms.foundation.rendering import address_of
from lms.foundation.sorting import sort_key
from lms.web.learning.answers import ShownAnswer, by_block
from lms.web.learning.blueprint import blueprint
from lms.web.shell import frame
from lms.web.shell.access import public
from lms.web.shell.prerender import PageCache, hole
from lms.web.shell.session import viewer

booklets = PageCache(most_bytes=8 * 1024 * 1024)


@blueprint.get("/modules/<module>/print")
@public
def print_module(module: str) -> Any:
    """Show all lessons of a module one after the other, with its sources and terms."""
    found, stamp = faq.get_current(module)
    return _answer(found, list(found.lessons), None, stamp)


@blueprint.get("/modules/<module>/<lesson>/print")
@public
def print_lesson(module: str, lesson: str) -> Any:
    """Show one lesson with the terms it uses."""
    found, stamp = faq.get_current(module)
    shown = found.lesson(lesson)
    if shown is None:
        raise NotFound()
    return _answer(found, [shown], shown, stamp)


def _answer(module: Module, lessons: list[Lesson], lesson: Lesson | None, stamp: int) -> Any:
    language, slug = current_language(), lesson.slug if lesson else ""
    key = (module.slug, module.revision_id, slug, language, stamp)
    page = booklets.get(key, lambda: _render(module, lessons, lesson))
    values = frame.values(viewer())
    values["printed_on"] = format_date(clock.now())
    return page.answer(values)


def _render(module: Module, lessons: list[Lesson], lesson: Lesson | None) -> str:
    language = current_language()
    ways: dict[str, Any] = {"lesson": lesson.slug} if lesson else {}
    endpoint = "learning.show_lesson" if lesson else "catalogue.show_module"
    address = address_of(endpoint, lang=language, module=module.slug, **ways)
    site = address[: address.index(f"/{language}/modules/")]
    blocks = {
        each.slug: [_block(block, module, each, site, is_whole=lesson is None) for block in each.blocks]
        for each in lessons
    }
    return render_template(
        "learning/print_lesson.html" if lesson else "learning/print_module.html",
        **frame.holes(),
        module=module,
        lesson=lesson,
        lessons=lessons,
        blocks=blocks,
        answers=_answers(module, lessons),
        terms=_terms(module, lesson),
        address=address,
        published_at=content.get_kept(module.revision_id).published_at,
        hole=hole,
        other_language_url=_in_other_language(module, lesson),
    )


def _block(block: Any, module: Module, lesson: Lesson, site: str, *, is_whole: bool) -> dict[str, Any]:
    text, shown_in = block.in_(current_language())
    html = on_paper(
        text.html,
        module_address=module_address(shown_in, module.slug),
        lesson=lesson.slug,
        site=site,
        is_whole=is_whole,
    )
    return {"id": block.id, "html": Markup(html), "shown_in": shown_in}


def _answers(module: Module, lessons: list[Lesson]) -> dict[str, dict[str, list[ShownAnswer]]]:
    published = faq.list_published(module.module_id)
    return {
        each.slug: by_block(
            (answered for answered in published if answered.lesson == each.slug), module, each
        )
        for each in lessons
    }


def _terms(module: Module, lesson: Lesson | None) -> list[ExplainedTerm]:
    language = current_language()
    found = [term for term in module.terms if lesson is None or lesson.slug in term.lessons]
    return sorted(found, key=lambda term: sort_key(term.words[language], language))


def _in_other_language(module: Module, lesson: Lesson | None) -> str:
    rest = f"/{lesson.slug}" if lesson else ""
    return f"{module_address(other_language(), module.slug)}{rest}/print"
