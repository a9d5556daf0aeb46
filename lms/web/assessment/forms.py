"""The forms of assessment."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any, Self

import wtforms
from flask import request
from wtforms.validators import InputRequired, Length

from lms.domain.assessment import links, rules, service
from lms.domain.assessment.queries import OwnWork
from lms.domain.content.compiled import Assignment, Criterion
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import in_language, lazy_gettext
from lms.web.shell.forms import Form, long_text, one_line
from lms.web.shell.incoming import possible_id

LONGEST_COMMENT = 10_000


class WorkForm(Form):
    """The learner's draft: a text, a link and files."""

    text = wtforms.TextAreaField(lazy_gettext("Your work"), filters=[long_text])
    link = wtforms.StringField(lazy_gettext("Link"), filters=[links.tidy])
    files = wtforms.MultipleFileField(lazy_gettext("Add files"))

    @classmethod
    def of_draft(cls, work: OwnWork | None) -> Self:
        """Return the form as the draft stands; a link that cannot be handed in has the reason beside it."""
        if work is None:
            return cls()
        form = cls(data={"text": work.draft_text, "link": work.draft_link})
        if problem := links.problem_of(work.draft_link):
            form.link.errors = [problem]
        return form


class GroupForm(Form):
    """Whom a learner invites to work on the assignment together."""

    email = wtforms.EmailField(lazy_gettext("E-mail address"), filters=[one_line])


class GradingForm(Form):
    """A grader's points and comments; one pair of fields for each criterion of the assignment."""

    comment = wtforms.TextAreaField(
        lazy_gettext("Comment on the whole work"),
        filters=[long_text],
        validators=[Length(max=LONGEST_COMMENT)],
    )
    version = wtforms.IntegerField(filters=[possible_id])
    assignment: Assignment
    kept_at: datetime | None = None

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

    @property
    def button(self) -> str:
        """Which button was pressed; none, as by the Enter key, keeps what stands there."""
        pressed = [name for name in ("grade", "return", "keep", "insert") if name in request.form]
        return pressed[0] if pressed else "save"

    def judgement(self, language: str) -> service.Judgement:
        """Return what was filled in."""
        return service.Judgement(
            version_id=self.version.data or 0,
            language=language,
            points=self.points,
            comments=self.comments,
            comment=self.comment.data or "",
            is_deciding="deciding" in request.form,
        )

    def put_in(self, criterion: str, words: str) -> None:
        """Add saved words to the comment on this criterion, or on the whole work where it is empty."""
        field = self[self._comment_name(criterion)]
        field.data = "\n\n".join(filter(None, ((field.data or "").rstrip(), words)))

    def _comment_name(self, criterion: str) -> str:
        return f"comment-{criterion}" if f"comment-{criterion}" in self else "comment"

    def given(self, criterion: Criterion) -> int | None:
        """Return the points that stand in the form, None where they are none of the levels."""
        with suppress(ValueError):
            return rules.points_of(criterion, self[f"points-{criterion.key}"].data or "")
        return None

    def anchor(self, criterion: str) -> str:
        """Return the place in the page where this comment is written."""
        return f"points-{criterion}" if f"points-{criterion}" in self else "comment"

    def check(self, *, needs_points: bool) -> bool:
        """Check everything at once; each criterion without points is named beside its field."""
        self.validate()
        for criterion in self.assignment.criteria if needs_points else ():
            field = self[f"points-{criterion.key}"]
            if not (field.data or "").strip():
                name = in_language(criterion.title)
                field.errors = [_("Please choose the points for “%(criterion)s”.", criterion=name)]
        return not self.errors


def kept_values(draft: Any) -> dict[str, Any]:
    """Return the fields of the form as a grader has kept them."""
    if draft is None:
        return {}
    points = {f"points-{key}": str(given) for key, given in draft.points.items() if given is not None}
    return {
        **points,
        **{f"comment-{key}": text for key, text in draft.comments.items()},
        "comment": draft.comment,
    }


class CommentForm(Form):
    """A saved comment whose words are changed."""

    text = wtforms.TextAreaField(
        lazy_gettext("Comment"),
        filters=[long_text],
        validators=[InputRequired(), Length(max=LONGEST_COMMENT)],
    )


class AnnulForm(Form):
    """Why a grading is annulled."""

    reason = wtforms.TextAreaField(
        lazy_gettext("Why is the grading annulled?"),
        filters=[long_text],
        validators=[Length(max=LONGEST_COMMENT)],
    )


class AppealForm(Form):
    """Why a learner does not agree with a grading."""

    appeal = wtforms.TextAreaField(
        lazy_gettext("Why do you not agree with the grading?"),
        filters=[long_text],
        validators=[Length(max=LONGEST_COMMENT)],
    )


class DecisionForm(GradingForm):
    """The answer to an appeal, and the better grading where it is granted."""

    @property
    def is_granting(self) -> bool:
        """Whether a refused form was about to grant the appeal, so that its part of the page stays open."""
        return "grant" in request.form

    answer = wtforms.TextAreaField(
        lazy_gettext("Answer to the learner"),
        filters=[long_text],
        validators=[Length(max=LONGEST_COMMENT)],
    )


def decision_form(assignment: Assignment) -> type[DecisionForm]:
    """Make the form that decides an appeal about an assignment."""
    return type("DecisionFormOfAssignment", (DecisionForm,), _criteria_fields(assignment))


def grading_form(assignment: Assignment) -> type[GradingForm]:
    """Make the form of an assignment's own criteria."""
    return type("GradingFormOfAssignment", (GradingForm,), _criteria_fields(assignment))


def _criteria_fields(assignment: Assignment) -> dict[str, Any]:
    fields: dict[str, Any] = {"assignment": assignment}
    for criterion in assignment.criteria:
        fields[f"points-{criterion.key}"] = wtforms.StringField(
            lazy_gettext("Points"), validators=[_one_of_the_levels(criterion)]
        )
        fields[f"comment-{criterion.key}"] = wtforms.TextAreaField(
            lazy_gettext("Comment"), filters=[long_text], validators=[Length(max=LONGEST_COMMENT)]
        )
    return fields


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
