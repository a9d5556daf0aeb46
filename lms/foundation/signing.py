"""Keys in letters: an id that only this installation can have signed, made again whenever needed.

A letter is composed by the worker, long after the deed, and the database keeps no
secret of it; so the key is derived from the row's id, the purpose and the
installation's own key.
"""

import base64
import hashlib
import hmac
import re

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


_ADDRESS = re.compile(r"(?P<body>(?P<purpose>[a-z])(?:-[0-9a-v]{1,12}){1,4})-(?P<mark>[a-z2-7]{24})")
_DIGITS = "0123456789abcdefghijklmnopqrstuv"


def seal_address(purpose: str, *numbers: int) -> str:
    """Return the part of a mail address before the @ that stands for these numbers.

    Mail servers may write an address in small letters and allow 64 signs before the @.
    """
    body = "-".join([purpose, *map(_to_base_32, numbers)])
    return f"{body}-{_mark(body)}"


def unseal_address(purpose: str, local: str) -> tuple[int, ...] | None:
    """Return the numbers that such an address was made for, or None if we did not make it for this."""
    found = _ADDRESS.fullmatch(local.lower())
    if (
        not found
        or found["purpose"] != purpose
        or not hmac.compare_digest(_mark(found["body"]), found["mark"])
    ):
        return None
    return tuple(int(each, 32) for each in found["body"].split("-")[1:])


def _mark(body: str) -> str:
    signed = hmac.digest(_secret.encode(), f"savimoka:address:{body}".encode(), hashlib.sha256)
    return base64.b32encode(signed[:15]).decode().lower()


def _to_base_32(number: int) -> str:
    signs = ""
    while True:
        number, last = divmod(number, 32)
        signs = _DIGITS[last] + signs
        if not number:
            return signs
