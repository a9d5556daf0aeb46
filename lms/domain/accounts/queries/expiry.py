"""Finding what has served its time, to be forgotten."""

from datetime import datetime

from sqlalchemy import delete, or_

from lms.domain.accounts.models import AccountToken, KeptForm, UserSession
from lms.foundation.db import session


def delete_forms(kept_before: datetime) -> None:
    """Forget forms whose writers have not come back."""
    session.execute(delete(KeptForm).where(KeptForm.created_at < kept_before))


def delete_keys(worthless_before: datetime) -> None:
    """Forget keys of letters that were used or ran out before that moment."""
    is_over = or_(AccountToken.used_at < worthless_before, AccountToken.expires_at < worthless_before)
    session.execute(delete(AccountToken).where(is_over))


def delete_sessions(over_before: datetime) -> None:
    """Forget browsers and addresses of sessions that ended or ran out before that moment."""
    is_over = or_(UserSession.ended_at < over_before, UserSession.expires_at < over_before)
    session.execute(delete(UserSession).where(is_over))
