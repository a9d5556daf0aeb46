"""What part of their scope a coordinator asks for, from the address."""

from collections.abc import Mapping

from flask import request

from lms.domain.accounts.actor import Actor
from lms.domain.content import queries as content
from lms.domain.coordination.scope import Scope
from lms.web.shell.incoming import whole_number


def asked_scope(actor: Actor) -> Scope:
    """Return the scope of the viewer, narrowed by the filters in the address."""
    return Scope.of(actor).narrowed(
        programme_id=request.args.get("programme", type=whole_number),
        institution_id=request.args.get("institution", type=whole_number),
        standing=request.args.get("standing"),
        name=request.args.get("name", "")[:100],
    )


def filters_of(scope: Scope) -> dict[str, object]:
    """Return the filters as an address carries them, empty ones left out."""
    found = {
        "programme": scope.programme_id,
        "institution": scope.institution_id,
        "standing": scope.standing,
        "name": scope.name,
    }
    return {name: value for name, value in found.items() if value}


def module_titles() -> dict[str, Mapping[str, str]]:
    """Return the titles of all modules by slug, from what the process already holds."""
    return {module.slug: module.title for module in content.list_current_modules()}
