"""Small rooms: no file over 400 lines, no function over 60, most far below."""

import ast
from pathlib import Path
from statistics import median

LMS = Path(__file__).parents[2] / "lms"


def test_files_stay_small() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in LMS.rglob("*.py")}
    assert {str(path): length for path, length in lengths.items() if length > 400} == {}
    assert sorted(lengths.values())[int(len(lengths) * 0.9)] <= 200


def test_functions_stay_small() -> None:
    found = {}
    for path in LMS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[f"{path}:{node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    assert {name: length for name, length in found.items() if length > 60} == {}
    assert median(found.values()) <= 11


def test_what_others_call_says_what_it_does() -> None:
    """Public functions of services, queries, rules and policies have their sentence."""
    silent = []
    for path in LMS.rglob("*.py"):
        parts = {path.stem, *(parent.name for parent in path.parents)}
        if not parts & {"service", "queries", "rules", "policy"} or "domain" not in path.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            if (
                isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                silent.append(f"{path.relative_to(LMS)}:{node.name}")
    assert silent == []


def test_names_say_what_they_hold() -> None:
    forbidden = {"utils", "helpers", "common", "manager", "misc", "data", "info"}
    assert [str(path) for path in LMS.rglob("*.py") if path.stem in forbidden] == []
