"""Files beside the words of a message: taken in with it, and named where they have to be chosen again."""

from typing import Any, cast

from flask import request

from lms.domain.content.media import taking_in
from lms.domain.messaging import rules
from lms.foundation import uploads
from lms.foundation.errors import Invalid
from lms.foundation.i18n import format_list, ngettext
from lms.foundation.storage import as_refusals
from lms.foundation.uploads import CheckedUpload
from lms.web.messaging.blueprint import blueprint
from lms.web.shell import large_uploads
from lms.web.shell.forms import Form

_WITH_FILES = ("messaging.ask", "messaging.show_conversation")


@blueprint.url_value_preprocessor
def let_large_files_run_through(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Prepare the request before anything has read its form, so that words beside a large file stay."""
    if endpoint in _WITH_FILES and request.method == "POST":
        large_uploads.run_through()


def take_in_files() -> list[CheckedUpload]:
    """Return the files of the present form fit to be kept, or refuse with the reason of one that is not."""
    with as_refusals():
        return [
            taking_in.take_in(cast("Any", file.stream), file.filename)
            for file in request.files.getlist("files")
            if file.filename
        ]


def refuse(form: Form, refusal: Invalid) -> None:
    """Put the refusal beside its field, and say which files a browser will not send again by itself."""
    names = [uploads.clean_name(each.filename) for each in request.files.getlist("files") if each.filename]
    if not names:
        form.refuse(refusal)
        return
    again = ngettext(
        "Please choose this file again: %(files)s.",
        "Please choose these files again: %(files)s.",
        len(names),
        files=format_list(names),
    )
    if refusal.field == "files":
        form.refuse(Invalid(f"{refusal} {again}", "files"))
    else:
        form.refuse(refusal)
        form.refuse(Invalid(again, "files"))


def for_the_field() -> dict[str, Any]:
    """Return what the field for files says and asks for."""
    endings = uploads.accepted_extensions()
    return {
        "most_files": rules.MOST_FILES,
        "largest_megabytes": uploads.LARGEST_BYTES // uploads.MEGABYTE,
        "endings": [f".{each}" for each in endings],
        "wanted": taking_in.wanted_by_browsers(endings),
    }
