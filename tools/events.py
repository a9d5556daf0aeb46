"""Print who publishes which event and who hears it: `python tools/events.py > docs/events.md`."""

import ast
import importlib
import inspect
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import lms.domain
from lms import wiring
from lms.foundation import events

ROOT = Path(__file__).parents[1]

HEAD = """# Events

Who tells what, and who hears it. Printed by `.venv/bin/python tools/events.py > docs/events.md`.

Events are published by the service that did the deed, wait until the deed is finished, and are
told just before the commit, oldest first, in the same transaction. They only travel up: whoever
listens imports the event's class from a room below. What has to be true for the deed to be whole is
not an event but a call (see [the register](decisions/0002-the-register.md)). What notifications hears
becomes the notice of that name.

| event | says | published in | heard by |
|---|---|---|---|"""


def main() -> None:
    """Print the table of all events of all rooms, in the order of their names."""
    wiring.connect()
    print(HEAD)
    heard, told = events.listeners(), publishers()
    for event in sorted(all_events(), key=lambda each: (each.__module__, each.__name__)):
        by_room: dict[str, list[str]] = defaultdict(list)
        for handler in heard.get(event, []):
            room, name = listener(handler)
            by_room[room].append(f"`{name}`")
        row = [
            f"`{event.__name__}`",
            first_sentence(event),
            ", ".join(f"`{place}`" for place in sorted(told[event.__name__])) or "nobody",
            "; ".join(f"{room}: {', '.join(names)}" for room, names in by_room.items()) or "nobody yet",
        ]
        print(f"| {' | '.join(row)} |")


def all_events() -> Iterator[type[events.Event]]:
    """Give every event that some room defines."""
    for room in pkgutil.iter_modules(lms.domain.__path__):
        name = f"lms.domain.{room.name}.events"
        if importlib.util.find_spec(name) is None:
            continue
        for _name, found in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            if issubclass(found, events.Event) and found.__module__ == name:
                yield found


def publishers() -> dict[str, set[str]]:
    """Return for the name of each class the modules of the domain that make one of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in (ROOT / "lms" / "domain").rglob("*.py"):
        place = ".".join(path.relative_to(ROOT / "lms" / "domain").with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found[node.func.id].add(place.removesuffix(".__init__"))
    return found


def listener(handler: Callable[..., Any]) -> tuple[str, str]:
    """Return the room of a handler, and its name or the notice that it makes."""
    if isinstance(handler, partial):
        return "notifications", str(handler.args[0].kind)
    return handler.__module__.removeprefix("lms.domain.").partition(".")[0], handler.__name__


def first_sentence(event: type[events.Event]) -> str:
    """Return what the event's docstring says, up to its first empty line."""
    return " ".join((inspect.getdoc(event) or "").partition("\n\n")[0].split())


if __name__ == "__main__":
    main()
