"""Write a compiled module as JSON and read it back; the same module always gives the same letters."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from lms.domain.content.compiled import (
    Assignment,
    Author,
    Block,
    BlockText,
    Criterion,
    Draw,
    ExplainedTerm,
    Lesson,
    Level,
    Media,
    Module,
    Quiz,
    Requirement,
    Size,
    Source,
    Statement,
    Wording,
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

# Where a revision is kept is not part of what it says.
_NOT_KEPT = {"revision_id", "module_id", "number", "content_hash"}
# What revisions of earlier versions lack; left out where there is none, so that their number stays the same.
_LATER = {
    *("terms", "licence", "sizes"),
    *("numeric", "pairs", "distractors", "items", "gaps", "is_whole", "is_shuffled", "pool", "hint_html"),
    *("wait_minutes", "draw", "review", "overall", "guidance_html", "time_limit_minutes"),
}


def to_json(module: Module) -> str:
    """Return the module as JSON."""
    kept = {name: value for name, value in _plain(module).items() if name not in _NOT_KEPT}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(json_text: str) -> str:
    """Return the number by which two revisions are known to be the same."""
    return hashlib.sha256(json_text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {
            each.name: _plain(getattr(value, each.name))
            for each in fields(value)
            if not (isinstance(value, Block) and _is_left_out(value, each.name))
            and (getattr(value, each.name) or each.name not in _LATER)
        }
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _is_left_out(block: Block, name: str) -> bool:
    """The base language stands once for all; revisions from before the day was kept have none."""
    return name == "base_language" or (name == "changed_on" and block.changed_on is None)


def from_json(json_text: str) -> Module:
    """Return the module that was written as this JSON."""
    kept = json.loads(json_text)
    base = kept["base_language"]
    kept["languages"] = tuple(kept["languages"])
    kept["outcomes"] = tuple(kept["outcomes"])
    for name in ("prerequisites", "retired", "tags"):
        kept[name] = tuple(kept[name])
    kept["authors"] = tuple(Author(**author) for author in kept["authors"])
    kept["requirements"] = tuple(Requirement(**requirement) for requirement in kept["requirements"])
    kept["sources"] = tuple(_source(source) for source in kept["sources"])
    kept["self_assessment"] = tuple(Statement(**statement) for statement in kept["self_assessment"])
    kept["reviewed_on"] = date.fromisoformat(kept["reviewed_on"])
    kept["lessons"] = tuple(_lesson(lesson, base) for lesson in kept["lessons"])
    kept["quizzes"] = tuple(_quiz(quiz) for quiz in kept["quizzes"])
    kept["assignments"] = tuple(_assignment(assignment) for assignment in kept["assignments"])
    kept["media"] = tuple(_medium(media) for media in kept["media"])
    kept["terms"] = tuple(_term(term) for term in kept.get("terms", ()))
    kept["wordings"] = {path: Wording(**wording) for path, wording in kept["wordings"].items()}
    return Module(**kept)


def _source(kept: dict[str, Any]) -> Source:
    days = {name: date.fromisoformat(kept[name]) for name in ("dated", "accessed_on") if kept[name]}
    return Source(**{**kept, **days})


def _term(kept: dict[str, Any]) -> ExplainedTerm:
    return ExplainedTerm(**{**kept, "lessons": tuple(kept["lessons"])})


def _medium(kept: dict[str, Any]) -> Media:
    return Media(**{**kept, "sizes": tuple(Size(**size) for size in kept.get("sizes", ()))})


def _lesson(kept: dict[str, Any], base_language: str) -> Lesson:
    blocks = tuple(
        Block(
            block["id"],
            block["kind"],
            {language: BlockText(**text) for language, text in block["texts"].items()},
            base_language,
            date.fromisoformat(block["changed_on"]) if "changed_on" in block else None,
        )
        for block in kept["blocks"]
    )
    return Lesson(kept["slug"], kept["title"], kept["minutes"], blocks)


def _quiz(kept: dict[str, Any]) -> Quiz:
    draw = tuple(Draw(**each) for each in kept.get("draw", ()))
    questions = tuple(_question(question) for question in kept["questions"])
    return Quiz(**{**kept, "draw": draw, "questions": questions})


def _question(kept: dict[str, Any]) -> Question:
    kept["options"] = tuple(Option(**option) for option in kept["options"])
    kept["accept"] = {language: tuple(words) for language, words in kept["accept"].items()}
    kept["forgive"] = tuple(kept["forgive"])
    for name, shape in (("pairs", Pair), ("distractors", Distractor), ("items", Item)):
        kept[name] = tuple(shape(**each) for each in kept.get(name, ()))
    kept["gaps"] = tuple(_gap(gap) for gap in kept.get("gaps", ()))
    if kept.get("numeric"):
        kept["numeric"] = Numeric(**kept["numeric"])
    return Question(**kept)


def _gap(kept: dict[str, Any]) -> Gap:
    accept = {language: tuple(words) for language, words in kept["accept"].items()}
    options = tuple(GapOption(**option) for option in kept["options"])
    return Gap(kept["key"], accept, tuple(kept["forgive"]), options)


def _assignment(kept: dict[str, Any]) -> Assignment:
    kept["accepts"] = tuple(kept["accepts"])
    kept["file_kinds"] = tuple(kept.get("file_kinds", ()))
    kept["criteria"] = tuple(
        Criterion(
            criterion["key"], criterion["title"], tuple(Level(**level) for level in criterion["levels"])
        )
        for criterion in kept["criteria"]
    )
    return Assignment(**kept)
