"""Small published modules, without files: two lessons, a quiz and an assignment unless said otherwise."""

import hashlib
import itertools
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from lms.domain.content import compiled_json
from lms.domain.content import queries as content
from lms.domain.content.compiled import (
    Assignment,
    Author,
    Block,
    BlockText,
    Criterion,
    Lesson,
    Level,
    Module,
    Quiz,
    Requirement,
    Source,
)
from lms.domain.content.compiled_questions import (
    Distractor,
    Gap,
    GapOption,
    Item,
    Numeric,
    Option,
    Pair,
    Question,
)
from lms.domain.content.models import Module as ModuleRow
from lms.domain.content.models import ModuleRevision
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.course_files import QUIZ

_number = itertools.count(1)


def make_block(
    block_id: str, lt: str | None = "Pastraipa", en: str | None = "Paragraph", **values: Any
) -> Block:
    """A paragraph; give None for a missing language, `is_stale=True` for an English text left behind."""
    translated_from = "older" if values.pop("is_stale", False) else _fingerprint(lt or "")
    texts = {}
    if lt is not None:
        texts["lt"] = BlockText(lt, f"<p>{lt}</p>", lt, _fingerprint(lt))
    if en is not None:
        texts["en"] = BlockText(en, f"<p>{en}</p>", en, _fingerprint(en), translated_from)
    return Block(**{"id": block_id, "kind": "paragraph", "texts": texts, "base_language": "lt", **values})


def make_lesson(slug: str, *blocks: Block, **values: Any) -> Lesson:
    """A lesson of two paragraphs, unless other blocks are given."""
    return Lesson(
        **{
            "slug": slug,
            "title": {"lt": f"Pamoka {slug}", "en": f"Lesson {slug}"},
            "minutes": 20,
            "blocks": blocks or (make_block(f"{slug}-one"), make_block(f"{slug}-two", "Antra", "Second")),
            **values,
        }
    )


def make_question(key: str, **values: Any) -> Question:
    """A question with a single right answer, `yes`."""
    return Question(
        **{
            "key": key,
            "kind": "single",
            "points": 1,
            "text_html": {"lt": f"<p>Klausimas {key}</p>", "en": f"<p>Question {key}</p>"},
            "options": (
                Option("yes", {"lt": "<p>Taip</p>", "en": "<p>Yes</p>"}, True, {"lt": "<p>Teisingai</p>"}),
                Option("no", {"lt": "<p>Ne</p>", "en": "<p>No</p>"}, False, {}),
            ),
            **values,
        }
    )


def make_number(key: str = "number", **values: Any) -> Question:
    """A question about a number: 12,5 euros, give or take a half."""
    numeric = values.pop("numeric", Numeric("12.5", "0.5", False, {"lt": "Eur", "en": "EUR"}))
    return make_question(key, kind="number", options=(), numeric=numeric, **values)


def make_matching(key: str = "matching", **values: Any) -> Question:
    """Three sectors with their actors, and an actor that belongs to none."""
    pairs = tuple(
        Pair(name, {"lt": f"Sektorius {n}", "en": f"Sector {n}"}, _said(f"Veikėjas {n}", f"Actor {n}"), {})
        for n, name in enumerate(("public", "private", "civic"), 1)
    )
    none = (Distractor("nobody", _said("Niekas", "Nobody")),)
    return make_question(
        key, kind="matching", options=(), **{"points": 3, "pairs": pairs, "distractors": none, **values}
    )


def make_ordering(key: str = "ordering", **values: Any) -> Question:
    """Four steps to be put in order."""
    items = tuple(
        Item(name, _said(f"Žingsnis {name}", f"Step {name}"))
        for name in ("need", "partners", "plan", "check")
    )
    return make_question(key, kind="ordering", options=(), **{"points": 6, "items": items, **values})


def make_gap(key: str = "gap", **values: Any) -> Question:
    """A sentence in which a word is to be typed and another to be chosen."""
    gaps = (
        Gap("who", {"lt": ("savivaldybė",), "en": ("municipality",)}, ("case",)),
        Gap(
            "what",
            options=(
                GapOption("trust", _said("pasitikėjimą", "trust"), True),
                GapOption("fear", _said("baimę", "fear"), False),
            ),
        ),
    )
    text = _said("<p>Klasteryje [[who]] kuria [[what]].</p>", "<p>[[what]] is built by a [[who]].</p>")
    return make_question(
        key, kind="gap", options=(), **{"points": 2, "text_html": text, "gaps": gaps, **values}
    )


def make_open(key: str = "why", **values: Any) -> Question:
    """An open question with guidance for whoever marks its answers."""
    guidance = _said(
        "<p>Gairės vertintojui: priežastis ir pavyzdys.</p>", "<p>Guidance: a reason, an example.</p>"
    )
    return make_question(key, kind="open", options=(), **{"points": 4, "guidance_html": guidance, **values})


def _said(lt: str, en: str) -> dict[str, str]:
    return {"lt": lt, "en": en}


def make_quiz(slug: str = "final", *questions: Question, **values: Any) -> Quiz:
    """A quiz of two questions, passed with 70 %."""
    return Quiz(
        **{
            "slug": slug,
            "title": {"lt": "Baigiamasis testas", "en": "Final quiz"},
            "intro": {"lt": "<p>Įvadas</p>", "en": "<p>Introduction</p>"},
            "pass_percent": 70,
            "attempts": 0,
            "order": "fixed",
            "questions": questions or (make_question("first"), make_question("second")),
            **values,
        }
    )


def make_assignment(slug: str = "actor-map", **values: Any) -> Assignment:
    """An assignment with four criteria of three points each, passed with seven and no zero."""
    levels = tuple(Level(points, {"lt": f"Lygis {points}", "en": f"Level {points}"}) for points in range(4))
    return Assignment(
        **{
            "slug": slug,
            "title": {"lt": "Veikėjų žemėlapis", "en": "Actor map"},
            "instructions_html": {"lt": "<p>Nubraižykite.</p>", "en": "<p>Draw.</p>"},
            "accepts": ("text", "files"),
            "minutes": 90,
            "pass_points": 7,
            "every_criterion_above": 0,
            "criteria": tuple(
                Criterion(key, {"lt": f"Kriterijus {key}", "en": f"Criterion {key}"}, levels)
                for key in ("problem", "sectors", "ties", "conclusion")
            ),
            **values,
        }
    )


def compile_module(**values: Any) -> Module:
    """A module as the compiler would make it; `requirements` may be given as keys."""
    slug = values.get("slug") or f"module-{next(_number)}"
    keys = values.pop("requirements", ("read", "quiz:final", "assignment:actor-map"))
    return Module(
        **{
            "slug": slug,
            "languages": ("lt", "en"),
            "base_language": "lt",
            "title": {"lt": f"Modulis {slug}", "en": f"Module {slug}"},
            "summary": {"lt": "Santrauka", "en": "Summary"},
            "aim": {"lt": "Tikslas", "en": "Aim"},
            "outcomes": ({"lt": "Paaiškinti sąvoką", "en": "Explain the concept"},),
            "authors": (Author("Rasa Žemaitytė", {"lt": "rengėja", "en": "author"}),),
            "minutes": 360,
            "prerequisites": (),
            "requirements": tuple(Requirement(key) for key in keys),
            "retired": (),
            "sources": (Source({"lt": "Šaltinis", "en": "Source"}, "https://example.lt/"),),
            "reviewed_on": (clock.now() - timedelta(days=10)).date(),
            "self_assessment": (),
            "tags": (),
            "change": "minor",
            "lessons": (make_lesson("first"), make_lesson("second")),
            "quizzes": (make_quiz(),),
            "assignments": (make_assignment(),),
            "media": (),
            "wordings": {},
            "renderer": "test",
            **values,
        }
    )


def make_module(**values: Any) -> Module:
    """Publish a small module (or a new revision of that slug); `withdrawn=True` hides it."""
    is_withdrawn = values.pop("withdrawn", False)
    module = compile_module(**values)
    row = session.query(ModuleRow).filter_by(slug=module.slug).one_or_none()
    if row is None:
        row = ModuleRow(slug=module.slug)
        session.add(row)
        session.flush()
    row.withdrawn_at = clock.now() if is_withdrawn else None
    number = session.query(ModuleRevision).filter_by(module_id=row.id).count() + 1
    text = compiled_json.to_json(module)
    revision = ModuleRevision(
        module_id=row.id,
        number=number,
        content_hash=compiled_json.content_hash(text),
        source_digest=f"{module.slug}-{number}",
        compiled=text,
        sources=json.dumps({f"quizzes/{quiz.slug}.yaml": QUIZ for quiz in module.quizzes}),
        renderer=module.renderer,
        change=module.change,
        published_at=clock.now(),
        published_by="test",
    )
    session.add(revision)
    session.flush()
    row.current_revision_id = revision.id
    session.flush()
    return content.get_revision(revision.id)


def make_revision(module: Module, **changes: Any) -> Module:
    """Publish the module again with something changed."""
    return make_module(**_values_of(replace(module, **changes)))


def _values_of(module: Module) -> dict[str, Any]:
    values = {name: getattr(module, name) for name in Module.__dataclass_fields__}
    for name in ("revision_id", "module_id", "number", "content_hash"):
        del values[name]
    values["requirements"] = tuple(requirement.key for requirement in module.requirements)
    return values


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
