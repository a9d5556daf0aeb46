"""Keys in letters: an id that only this installation can have signed, made again whenever needed.

A letter is composed by the worker, long after the deed, and the database keeps no
secret of it; so the key is derived from the row's id, the purpose and the
installation's own key.
"""

from itsdangerous import BadSignature, URLSafeSerializer

_secret = ""


def use(secret: str) -> None:
    """Plug in the installation's key."""
    global _secret
    _secret = secret


def seal(purpose: str, number: int) -> str:
    """Return the key that stands in a letter for the row with this id."""
    return URLSafeSerializer(_secret, salt=f"savimoka:{purpose}").dumps(number)


def unseal(purpose: str, key: str) -> int | None:
    """Return the id that a key was made for, or None if we did not make it for this purpose."""
    try:
        return int(URLSafeSerializer(_secret, salt=f"savimoka:{purpose}").loads(key))
    except (BadSignature, ValueError, TypeError):
        return None
