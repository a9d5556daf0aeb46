"""YAML that says of every value in which line it stands, and finds more than one fault at a time."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from lms.domain.content.problems import ProblemList

Path = tuple[str | int, ...]
_TAG = "tag:yaml.org,2002:"
_DEEPEST = 20


@dataclass
class Located:
    """Plain data and the lines it stands in; `text_lines` is where the words of a text begin."""

    file: str
    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    text_lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Return the line of that value, or of the nearest thing around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def text_line(self, path: Path) -> int:
        """Return the line in which the words of that text begin."""
        return self.text_lines.get(path) or self.line(path)


def load_yaml(
    text: str, file: str, problems: ProblemList, first_line: int = 1, *, list_name: str = ""
) -> Located | None:
    """Read one YAML file (or the head of a lesson); return None where it cannot be understood.

    A file that is one list is given the name by which its items are then found.
    """
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except RecursionError:
        problems.add(file, first_line, "yaml-too-deep")
        return None
    except YAMLError as error:
        line, code = _explain(error, text)
        problems.add(file, line + first_line, code)
        return None
    if not isinstance(root, SequenceNode if list_name else MappingNode):
        problems.add(file, first_line, "yaml-not-list" if list_name else "yaml-not-mapping")
        return None
    walk = _Walk(Located(file), problems, first_line)
    if list_name:
        walk.found.values = {list_name: walk.value(root, (list_name,))}
    else:
        walk.found.values = walk.value(root, ())
    walk.found.lines[()] = first_line
    return None if walk.is_refused else walk.found


def _explain(error: YAMLError, text: str) -> tuple[int, str]:
    """Return the line, counted from nought, and the code for what the parser stumbled over."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line if mark else 0
    lines = text.split("\n")
    # The parser often notices a tab only in the line after it.
    for candidate in (line, line - 1):
        if 0 <= candidate < len(lines) and "\t" in lines[candidate][: _indent(lines[candidate]) + 1]:
            return candidate, "yaml-tab"
    if isinstance(error, MarkedYAMLError):
        words = f"{error.context or ''} {error.problem or ''}"
        if "mapping values are not allowed" in words:
            return line, "yaml-colon"
        if "quoted scalar" in words and "end of stream" in words and error.context_mark:
            return error.context_mark.line, "yaml-quote"
        if "undefined alias" in words:
            return line, "yaml-anchor"
    return min(line, max(len(lines) - 1, 0)), "yaml-syntax"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


class _Walk:
    """Turns the parser's nodes into plain data, remembering lines."""

    def __init__(self, found: Located, problems: ProblemList, first_line: int) -> None:
        self.found, self.problems, self.first_line = found, problems, first_line
        self.is_refused = False
        self._seen: set[int] = set()

    def value(self, node: Node, path: Path) -> Any:
        line = self._line(node)
        # What refers to something else could make a small file endless.
        if id(node) in self._seen or node.anchor:
            return self._refuse(line, "yaml-anchor")
        self._seen.add(id(node))
        if len(path) > _DEEPEST:
            return self._refuse(line, "yaml-too-deep")
        self.found.lines.setdefault(path, line)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, place)) for place, item in enumerate(node.value)]
        return self._scalar(node, path) if isinstance(node, ScalarNode) else None

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            line = self._line(key_node)
            if key in found:
                other = self.found.lines[(*path, key)]
                self.problems.add(self.found.file, line, "duplicate-key", key=key, other=other)
                continue
            self.found.lines[(*path, key)] = line
            found[key] = self.value(value_node, (*path, key))
        return found

    def _scalar(self, node: ScalarNode, path: Path) -> Any:
        tag, text = str(node.tag or "").removeprefix(_TAG), node.value
        self.found.text_lines[path] = self._line(node) + (node.style in ("|", ">"))
        if tag == "str":
            return text
        if tag == "null":
            return None
        if tag == "bool":
            return text.lower() == "true"
        if tag in ("int", "float"):
            return _number(text)
        if tag == "timestamp":
            return _date(text)
        return self._refuse(self._line(node), "yaml-tag", tag=str(node.tag))

    def _line(self, node: Node) -> int:
        return int(node.start_mark.line) + self.first_line

    def _refuse(self, line: int, code: str, **holes: str) -> None:
        self.problems.add(self.found.file, line, code, **holes)
        self.is_refused = True


def _number(text: str) -> int | float | str:
    digits = text.replace("_", "")
    try:
        return int(digits, 0 if digits.lstrip("+-")[:2].lower() in ("0x", "0o") else 10)
    except ValueError:
        pass
    try:
        return float(digits)
    except ValueError:
        return text


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
