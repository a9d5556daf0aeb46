"""Reading the keys that letters carry, and kept forms."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.domain.accounts.models import AccountToken, KeptForm
from lms.domain.accounts.tokens import digest, letter_secret
from lms.foundation import clock
from lms.foundation.db import session

_OPEN = AccountToken.used_at.is_(None)


def find_key(purpose: str, token: str, *, to_use: bool = False) -> AccountToken | None:
    """Return the key of a letter's link if it can still be used; `to_use` keeps others from it meanwhile."""
    statement = select(AccountToken).where(
        AccountToken.token_hash == digest(token),
        AccountToken.purpose == purpose,
        AccountToken.expires_at > clock.now(),
        _OPEN,
    )
    return session.scalar(statement.with_for_update() if to_use else statement)


def get_letter_key(token_id: int) -> str | None:
    """Return the secret for a letter's link when the letter is written; None once it is worth nothing."""
    key = session.get(AccountToken, token_id)
    if key is None or key.used_at or key.expires_at <= clock.now():
        return None
    return letter_secret(key.purpose, key.user_id, key.details["nonce"])


def list_open_keys(user_id: int, purposes: Sequence[str]) -> Sequence[AccountToken]:
    """Return the person's unused keys for these purposes."""
    statement = select(AccountToken).filter_by(user_id=user_id).where(_OPEN)
    return session.scalars(statement.where(AccountToken.purpose.in_(purposes))).all()


def find_last_destination(user_id: int) -> str | None:
    """Return where the person wanted to go when they signed up."""
    statement = select(AccountToken).filter_by(user_id=user_id, purpose="confirm")
    key = session.scalar(statement.order_by(AccountToken.id.desc()).limit(1))
    return key.details.get("destination") if key else None


def find_kept_form(token_hash: str) -> KeptForm | None:
    """Return the form that is kept under this key, if there is one."""
    return session.scalar(select(KeptForm).filter_by(token_hash=token_hash))
