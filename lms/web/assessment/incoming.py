"""Large files beside the words of an assignment: they are read to the end, so that the words survive."""

from typing import Any

from lms.web.assessment.blueprint import blueprint
from lms.web.shell import large_uploads


@blueprint.url_value_preprocessor
def let_large_files_run_through(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Prepare the request before anything has read its form."""
    if endpoint == "assessment.write_assignment":
        large_uploads.run_through()
