"""Nothing typed is lost: a form waits until its writer has signed in again, or comes back to be copied."""

import re
from typing import NamedTuple

from flask import request, url_for
from flask import session as cookie

from lms.domain.accounts import queries, tokens
from lms.domain.accounts import service as accounts
from lms.web.shell.csrf import FIELD

SECRET_FIELDS = frozenset({FIELD, "password", "new_password", "password_again", "current_password"})
MOST_SHOWN = 500_000  # signs of a page that was refused: far more than any of our fields takes
# Of a key, a number or the name of a choice neither is true.
_WORDS = re.compile(r"\S\s+\S|\A\s*https?://\S")


class Written(NamedTuple):
    """What somebody wrote into a form, for them to copy."""

    texts: tuple[str, ...] = ()
    is_whole: bool = True
    had_files: bool = False
    is_unread: bool = False  # the form was too large to be looked at


def is_read() -> bool:
    """Whether the form that came in has been taken apart; one that is too large never is."""
    return "form" in vars(request)


def typed_fields() -> list[tuple[str, str]]:
    """Return what was typed, in order, without passwords and tokens; nothing if it could not be read."""
    if not is_read():
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if name not in SECRET_FIELDS]


def written() -> Written:
    """Return the texts among what was typed, as they were typed; whatever nobody would copy is left out."""
    if not is_read():
        return Written(is_unread=True)
    texts = [value for _name, value in typed_fields() if _WORDS.search(value)]
    shown, room = [], MOST_SHOWN
    for text in texts:
        if room > 0:
            shown.append(text[:room])
        room -= len(text)
    chosen = any(file.filename for file in request.files.values())
    return Written(tuple(shown), is_whole=room >= 0, had_files=chosen)


def path_of_request() -> str:
    """Return the address that was asked for with its query, as one that cannot lead to another site."""
    return "/" + request.full_path.lstrip("/").rstrip("?")


def keep() -> str:
    """Keep the form that has just come in; return the address that offers it again."""
    token = accounts.keep_form(request.full_path.rstrip("?"), typed_fields(), writer_id=_writer_id())
    return url_for("accounts.continue_form", token=token)


def _writer_id() -> int | None:
    """Return who was signed in in this browser before the session ended."""
    former = cookie.get("_user_id")
    return queries.find_session_owner(tokens.digest(str(former))) if former else None


def came_from_our_own_page() -> bool:
    """Whether the browser says that this form was sent from one of our pages."""
    # With its closing slash, or a site could begin its name with all of ours.
    origin = request.headers.get("Origin")
    page = f"{origin}/" if origin else request.headers.get("Referer", "")
    return page.startswith(request.host_url)
