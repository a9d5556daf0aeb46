"""Forms: WTForms with our own catalogue, and text cleaned the same way everywhere."""

from collections.abc import Callable, Iterable
from typing import Any, Self, TypeVar

import wtforms
from flask import request
from wtforms.meta import DefaultMeta
from wtforms.validators import ValidationError

from lms.foundation import i18n
from lms.foundation.errors import Invalid
from lms.foundation.typed import long_text, one_line

__all__ = ["Form", "by_rule", "id_or_none", "long_text", "one_line", "options"]

T = TypeVar("T")


class _Catalogue:
    """WTForms' own messages in the reader's language."""

    def gettext(self, message: str) -> str:
        return i18n.gettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return i18n.translations(i18n.current_language()).ngettext(one, many, number)


class _Meta(DefaultMeta):
    def get_translations(self, form: Any) -> Any:
        return _Catalogue()


class Form(wtforms.Form):
    """The mother of our forms: fields from the request, reasons beside the field."""

    Meta = _Meta

    @classmethod
    def of_request(cls, **defaults: Any) -> Self:
        """Return the form with what was typed, or with its defaults when it is first shown."""
        if request.method == "POST":
            data: Any = request.form.copy()
            data.update(request.files)
            return cls(data, data=defaults)
        return cls(data=defaults)

    def refuse(self, refusal: Invalid) -> None:
        """Put a refusal of the domain beside the field that it names, else at the head."""
        field = self[refusal.field] if refusal.field and refusal.field in self else None
        if field is None:
            self.form_errors.append(str(refusal))
        else:
            field.errors = [*field.errors, str(refusal)]


def by_rule(decide: Callable[..., T], *values: Any, **named: Any) -> T:
    """Let a rule of the domain judge a field; its refusal stands beside the field."""
    try:
        return decide(*values, **named)
    except Invalid as refusal:
        raise ValidationError(str(refusal)) from refusal


def id_or_none(value: Any) -> int | None:
    """Read an id from a list whose first line, an empty one, stands for none."""
    return int(value) if value not in (None, "", "None") else None


def options(pairs: Iterable[tuple[Any, Any]], *, first: str | None = None) -> list[wtforms.SelectChoice]:
    """Return what a list offers; `first` is the words of an empty first line that stands for none."""
    offered = [wtforms.SelectChoice(value, label) for value, label in pairs]
    return offered if first is None else [wtforms.SelectChoice("", first), *offered]
