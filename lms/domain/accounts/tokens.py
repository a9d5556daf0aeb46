"""Secrets that travel in cookies and letters; the database keeps only their digests."""

import hashlib
import secrets

from lms.foundation import signing


def new_token() -> str:
    """Return a fresh secret for a cookie or a letter."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def letter_secret(purpose: str, user_id: int, nonce: str) -> str:
    """Return the secret of a letter's link: made again when the letter is written, never kept."""
    return signing.seal(f"letter:{purpose}:{nonce}", user_id)
