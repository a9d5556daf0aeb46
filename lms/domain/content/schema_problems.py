"""Hold data against a schema, and say what does not fit in words that an author knows."""

from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lms.domain.content.problems import ProblemList
from lms.domain.content.yaml_loading import Located

Schema = TypeVar("Schema", bound=BaseModel)
_KINDS = {
    "int_type": "number-expected",
    "int_from_float": "number-expected",
    "float_type": "decimal-expected",
    "finite_number": "decimal-expected",
    "bool_type": "yes-no-expected",
    "date_type": "date-expected",
    "date_from_datetime_parsing": "date-expected",
    "is_instance_of": "value-wrong",
    "list_type": "list-expected",
    "model_type": "mapping-expected",
    "model_attributes_type": "mapping-expected",
    "dict_type": "mapping-expected",
}
_OWN = {"bad-key", "bad-requirement", "bad-address", "text-empty", "no-language"}


def check_shape(schema: type[Schema], found: Located, problems: ProblemList) -> Schema | None:
    """Return the data as that schema, or None with every misfit noted at its line."""
    try:
        return schema.model_validate(found.values)
    except ValidationError as error:
        for misfit in error.errors(include_url=False):
            _note(schema, misfit, found, problems)
        return None


def _note(schema: type[BaseModel], misfit: ErrorDetails, found: Located, problems: ProblemList) -> None:
    path, kind, value = misfit["loc"], misfit["type"], misfit["input"]
    line = found.line(path)
    if kind == "missing":
        problems.add(found.file, found.line(path[:-1]), "missing-key", key=path[-1])
    elif kind == "extra_forbidden":
        _note_unknown_key(schema, path, line, found, problems)
    else:
        code, holes = _words(kind, value, misfit.get("ctx", {}))
        problems.add(found.file, line, code, **holes)


def _words(kind: str, value: Any, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return our code for a kind of misfit and what fills its holes."""
    if value is None and kind not in _OWN:
        return "text-empty", {}
    if kind in _OWN:
        return kind, {hole: found for hole, found in context.items() if hole == "value"}
    if kind == "string_type":
        return "text-expected", {"value": _shown(value)}
    if kind == "string_too_long":
        return "text-too-long", {"limit": context["max_length"]}
    if kind == "too_short":
        return "list-too-short", {"least": context["min_length"]}
    if kind == "too_long":
        return "list-too-long", {"most": context["max_length"]}
    if kind in ("greater_than_equal", "less_than_equal"):
        return _range(context)
    if kind == "literal_error":
        return "not-one-of", {"choices": context["expected"].replace("'", "").replace(" or ", ", ")}
    return _KINDS.get(kind, "value-wrong"), {}


def _range(context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return ("number-too-small", {"least": context["ge"]}) if "ge" in context else (
        "number-too-large", {"most": context["le"]}
    )  # fmt: skip


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)[:60] if not isinstance(value, list | dict) else "…"


def _note_unknown_key(
    schema: type[BaseModel], path: tuple[int | str, ...], line: int, found: Located, problems: ProblemList
) -> None:
    key = str(path[-1])
    place = _schema_at(schema, path[:-1])
    like = get_close_matches(key, place.model_fields, n=1, cutoff=0.7) if place else []
    if like:
        problems.add(found.file, line, "unknown-key-like", key=key, like=like[0])
    else:
        problems.add(found.file, line, "unknown-key", key=key)


def _schema_at(schema: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel] | None:
    """Follow a path down through the schemas, to know which keys were possible there."""
    place: type[BaseModel] | None = schema
    for step in path:
        if isinstance(step, str) and place is not None:
            entry = place.model_fields.get(step)
            place = _inner_schema(entry.annotation) if entry else None
    return place


def _inner_schema(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        if found := _inner_schema(part):
            return found
    return None
