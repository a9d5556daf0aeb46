"""Passwords: hashed with argon2id, the same work whether or not there is an account."""

import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lms.foundation.sorting import fold

# OWASP's minimum: 19 MiB, two rounds, one lane; 30–130 ms on a small server.
_PEOPLE = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_TESTS = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_COMMON = Path(__file__).with_name("common_passwords.txt")
_hasher = _PEOPLE


def use_cost(*, for_tests: bool) -> None:
    """Hash at full cost, or cheaply where only made-up people sign in."""
    global _hasher
    _hasher = _TESTS if for_tests else _PEOPLE


def hash_password(password: str) -> str:
    """Return what the database keeps of a password."""
    return _hasher.hash(_normal(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Compare; where there is nothing to compare with, work just as long and say no."""
    try:
        _hasher.verify(password_hash or _nobodys_hash(_hasher), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether a hash was made at another cost than today's, so that it is made anew at the next sign-in."""
    return _hasher.check_needs_rehash(password_hash)


def is_common(password: str) -> bool:
    """Whether many people use this password, or what remains of it without figures and signs around."""
    folded = fold(password)
    core = folded.strip("0123456789!@#$%^&*()-_=+.,:;?/\\|<>[]{}~'\"` ")
    return folded in _common() or not core or core in _common()


def _normal(password: str) -> str:
    # The same letters typed on another system may arrive composed otherwise.
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    return hasher.hash("a password that nobody has")


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line and not line.startswith("#"))
