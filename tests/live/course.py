"""What the shipped course holds, read from its files: lessons in order, and what is right in its quiz."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parents[2] / "modules/social-clustering/01-social-clustering-concepts"
PROGRAMME = "/programmes/social-clustering"
MODULE = "/modules/social-clustering-concepts"
QUIZ = f"{MODULE}/quizzes/final"
ASSIGNMENT = f"{MODULE}/assignments/actor-map"


def lessons() -> list[str]:
    """Return the slugs of the lessons in order."""
    return [path.stem[3:] for path in sorted((FOLDER / "lt").glob("*.md"))]


def title(language: str) -> str:
    """Return the title of the module."""
    return str(_read("module.yaml")["title"][language])


def questions() -> list[dict[str, Any]]:
    """Return the questions of the quiz as their author wrote them."""
    return list(_read("quizzes/final.yaml")["questions"])


def question_of(*kinds: str) -> dict[str, Any]:
    """Return the first question of one of these kinds."""
    return next(question for question in questions() if question["kind"] in kinds)


def quiz_points() -> int:
    """Return how many points the quiz gives at most."""
    return sum(question["points"] for question in questions())


def right_values(question: dict[str, Any], language: str) -> list[str]:
    """Return what to send as `answer` to be right; of an open question, to be marked by a person."""
    if question["kind"] == "open":
        return [{"lt": "Nes vienas veikėjas nemato visumos.", "en": "One alone cannot see it all."}[language]]
    if question["kind"] == "short":
        return [str(question["accept"][language][0])]
    if question["kind"] == "number":
        return [str(question["answer"])]
    if question["kind"] == "matching":
        return [f"{pair['key']}={pair['key']}" for pair in question["pairs"]]
    if question["kind"] == "ordering":
        return [str(item["key"]) for item in question["items"]]
    if question["kind"] == "gap":
        return [value for gap in question["gaps"] for value in (f"~{gap['key']}", _right_word(gap, language))]
    if question["kind"] == "true-false":
        return ["true" if question["right"] else "false"]
    return [str(option["key"]) for option in question["options"] if option.get("right")]


def wrong_values(question: dict[str, Any]) -> list[str] | None:
    """Return what to send as `answer` to be entirely wrong, where that is one choice or one word."""
    if question["kind"] == "short":
        return ["nežinau"]
    if question["kind"] == "true-false":
        return ["false" if question["right"] else "true"]
    if question["kind"] == "single":
        return [next(str(option["key"]) for option in question["options"] if not option.get("right"))]
    return None


def kept_values(question: dict[str, Any], sent: list[str]) -> list[str]:
    """Return how the answer that was sent like this stands in the books."""
    if question["kind"] != "gap":
        return sent
    return [f"{key.removeprefix('~')}={words}" for key, words in zip(sent[::2], sent[1::2], strict=True)]


def _right_word(gap: dict[str, Any], language: str) -> str:
    if "options" in gap:
        return next(str(option["key"]) for option in gap["options"] if option.get("right"))
    return str(gap["accept"][language][0])


def criteria() -> list[str]:
    """Return the keys of the assignment's criteria."""
    return [str(criterion["key"]) for criterion in _read("assignments/actor-map.yaml")["criteria"]]


def _read(name: str) -> Any:
    return YAML(typ="safe").load(FOLDER / name)
