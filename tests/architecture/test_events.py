"""Events travel up at most three hops, and every listener is in the list."""

import importlib
import pkgutil

import lms.domain
from lms import wiring
from lms.foundation import events


def test_every_rooms_handlers_are_connected() -> None:
    wiring.connect()
    connected = {handler for handlers in events._handlers.values() for handler in handlers}
    for room in pkgutil.iter_modules(lms.domain.__path__):
        name = f"lms.domain.{room.name}.handlers"
        if importlib.util.find_spec(name):
            for _event, handler in importlib.import_module(name).HANDLERS:
                assert handler in connected, name
