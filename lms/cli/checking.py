"""What must be right before the web server opens its doors."""

from typing import Any

from lms.config import Settings
from lms.domain.accounts import queries as accounts
from lms.foundation import migrating
from lms.foundation.db import reading
from lms.foundation.i18n import gettext as _

DEMO_ADDRESSES = (
    "learner@demo.example",
    "learner2@demo.example",
    "norway@demo.example",
    "author@demo.example",
    "author2@demo.example",
    "coordinator@demo.example",
    "admin@demo.example",
)


def refuse_unfit_database(engine: Any, settings: Settings) -> str | None:
    """Return why the database cannot be served from, or None."""
    try:
        with engine.connect() as connection:
            is_current = migrating.is_current(connection)
        if not is_current:
            return _("The database is not up to date with this program. Run: lms db upgrade")
        if settings.is_production and has_demo_people():
            return _(
                "The database holds demo accounts, whose passwords everybody knows. "
                "Give production a database of its own: LMS_DATABASE_URL."
            )
    except Exception as problem:  # drivers differ in what they raise; the operator needs what they say
        reason = str(getattr(problem, "orig", problem)).strip()
        return _("The database does not answer: %(reason)s", reason=reason)
    return None


def has_demo_people() -> bool:
    """Tell whether any of the demo's accounts exists."""
    with reading():
        return any(accounts.find_user_by_key(address) for address in DEMO_ADDRESSES)
