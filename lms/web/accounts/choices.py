"""What the lists of institutions, categories and positions offer."""

from typing import Any

from lms.domain.accounts import queries
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import in_language
from lms.web.shell.forms import options


def offer_places_of_work(
    form: Any,
    institution_id: int | None = None,
    category_id: int | None = None,
    position_id: int | None = None,
) -> None:
    """Fill the lists of a form that asks where and as what somebody works; what they have stays offered."""
    form.institution.choices = options(
        ((each.id, in_language(each.name)) for each in queries.list_institution_choices(institution_id)),
        first=_("None of these, or I would rather not say"),
    )
    entries = queries.list_entry_choices(category_id, position_id)
    for field, name in ((form.category, "category"), (form.position, "position")):
        field.choices = options(
            ((each.id, in_language(each.label)) for each in entries if each.list == name),
            first=_("I would rather not say"),
        )
