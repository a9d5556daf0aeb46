"""What somebody had typed when their session ended, offered again once they are back."""

from lms.domain.accounts import service as accounts
from lms.foundation.errors import NotFound
from lms.web.accounts import blueprint
from lms.web.shell.access import members
from lms.web.shell.pages import page
from lms.web.shell.session import viewer


@blueprint.get("/continue/<token>")
@members
def continue_form(token: str) -> str:
    """Show the kept form to its writer, with a button that sends it to where it was going."""
    person = viewer()
    if person is None:
        raise NotFound()
    path, fields = accounts.read_kept_form(token, person.id)
    return page("accounts/continue_form", path=path, fields=fields)
