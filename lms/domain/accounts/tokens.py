"""Secrets that travel in cookies and letters; the database keeps only their digests."""

import hashlib
import secrets


def new_token() -> str:
    """Return a fresh secret for a cookie or a letter."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
