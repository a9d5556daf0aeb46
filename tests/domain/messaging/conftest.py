"""A database that threads share."""

from tests.domain.notifications.conftest import shared_database

__all__ = ["shared_database"]
