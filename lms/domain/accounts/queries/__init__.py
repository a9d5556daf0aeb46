"""Reading people, their sessions and keys, institutions and the administrator's lists."""

from lms.domain.accounts.queries.institutions import (
    find_country,
    list_entry_choices,
    list_institution_choices,
)
from lms.domain.accounts.queries.keys import (
    find_kept_form,
    find_key,
    find_last_destination,
    get_letter_key,
    list_open_keys,
)
from lms.domain.accounts.queries.people import (
    Credentials,
    find_credentials,
    find_user,
    find_user_by_key,
    get_user,
)
from lms.domain.accounts.queries.sessions import find_session, find_session_owner, list_sessions

__all__ = [
    "Credentials",
    "find_country",
    "find_credentials",
    "find_kept_form",
    "find_key",
    "find_last_destination",
    "find_session",
    "find_session_owner",
    "find_user",
    "find_user_by_key",
    "get_letter_key",
    "get_user",
    "list_entry_choices",
    "list_institution_choices",
    "list_open_keys",
    "list_sessions",
]
