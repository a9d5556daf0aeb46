"""A database that threads share."""

from tests.at_once import shared_database

__all__ = ["shared_database"]
