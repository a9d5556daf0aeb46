"""The front door without a language."""

from flask import redirect
from werkzeug import Response

from lms.web.accounts import entrance
from lms.web.shell import locale
from lms.web.shell.access import public


@entrance.get("/")
@public
def root() -> Response:
    """Send everybody to their language: of the account, else of the browser, else Lithuanian."""
    answer = redirect(f"/{locale.preferred_language()}/", 302)
    answer.vary.update(["Accept-Language", "Cookie"])
    return answer
