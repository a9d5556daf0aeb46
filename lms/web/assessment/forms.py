"""The forms of assessment."""

from collections.abc import Iterable
from typing import Any

import wtforms
from wtforms.validators import Length

from lms.domain.assessment import rules
from lms.domain.content.compiled import Assignment
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import in_language, lazy_gettext
from lms.web.shell.forms import Form, long_text
from lms.web.shell.incoming import possible_id

LONGEST_COMMENT = 10_000


class WorkForm(Form):
    """The learner's draft: a text and files."""

    text = wtforms.TextAreaField(lazy_gettext("Your work"), filters=[long_text])
    files = wtforms.MultipleFileField(lazy_gettext("Add files"))


class GradingForm(Form):
    """A grader's points and comments; one pair of fields for each criterion of the assignment."""

    comment = wtforms.TextAreaField(
        lazy_gettext("Comment on the whole work"),
        filters=[long_text],
        validators=[Length(max=LONGEST_COMMENT)],
    )
    version = wtforms.IntegerField(filters=[possible_id])
    assignment: Assignment

    @property
    def points(self) -> dict[str, int | None]:
        """The points by criterion, None where nothing was chosen."""
        return {
            each.key: rules.points_of(each, self[f"points-{each.key}"].data or "")
            for each in self.assignment.criteria
        }

    @property
    def comments(self) -> dict[str, str]:
        """The comments by criterion."""
        return {each.key: self[f"comment-{each.key}"].data or "" for each in self.assignment.criteria}

    def check(self, *, needs_points: bool) -> bool:
        """Check everything at once; each criterion without points is named beside its field."""
        self.validate()
        for criterion in self.assignment.criteria if needs_points else ():
            field = self[f"points-{criterion.key}"]
            if not (field.data or "").strip():
                name = in_language(criterion.title)
                field.errors = [_("Please choose the points for “%(criterion)s”.", criterion=name)]
        return not self.errors


def grading_form(assignment: Assignment) -> type[GradingForm]:
    """Make the form of an assignment's own criteria."""
    fields: dict[str, Any] = {"assignment": assignment}
    for criterion in assignment.criteria:
        fields[f"points-{criterion.key}"] = wtforms.StringField(
            lazy_gettext("Points"), validators=[_one_of_the_levels(criterion)]
        )
        fields[f"comment-{criterion.key}"] = wtforms.TextAreaField(
            lazy_gettext("Comment"), filters=[long_text], validators=[Length(max=LONGEST_COMMENT)]
        )
    return type("GradingFormOfAssignment", (GradingForm,), fields)


def _one_of_the_levels(criterion: Any) -> Any:
    def check(_form: wtforms.Form, field: wtforms.Field) -> None:
        try:
            rules.points_of(criterion, field.data or "")
        except ValueError as problem:
            levels = _listed(rules.level_points(criterion))
            raise wtforms.ValidationError(
                _("Please choose one of these points: %(levels)s.", levels=levels)
            ) from problem

    return check


def _listed(points: Iterable[int]) -> str:
    return ", ".join(map(str, points))
