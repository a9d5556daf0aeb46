"""Nothing typed is lost when a session has ended: the form waits until its writer is back."""

from flask import request, url_for
from flask import session as cookie

from lms.domain.accounts import queries, tokens
from lms.domain.accounts import service as accounts
from lms.web.shell.csrf import FIELD

SECRET_FIELDS = frozenset({FIELD, "password", "new_password", "password_again", "current_password"})


def typed_fields() -> list[tuple[str, str]]:
    """Return what was typed, in order, without passwords and tokens; nothing if it could not be read."""
    if "form" not in vars(request):
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if name not in SECRET_FIELDS]


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
