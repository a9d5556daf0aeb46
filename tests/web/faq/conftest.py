"""The same people around a module as in consultation."""

from tests.web.messaging.conftest import world

__all__ = ["world"]
