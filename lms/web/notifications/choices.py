"""How one wants to be told, topic by topic and on which days; and ending letters without signing in."""

from typing import Any

from flask import redirect, request, url_for
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from lms.domain.accounts import queries as accounts
from lms.domain.accounts.rules import check_mail_days
from lms.domain.notifications import choosing, feeds, queries, rules, stopping, topics
from lms.foundation.errors import NotFound
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.notifications.blueprint import blueprint
from lms.web.shell import csrf
from lms.web.shell.access import members, public
from lms.web.shell.forms import Form, by_rule, options
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

DAYS = (
    (1, lazy("Monday")),
    (2, lazy("Tuesday")),
    (3, lazy("Wednesday")),
    (4, lazy("Thursday")),
    (5, lazy("Friday")),
    (6, lazy("Saturday")),
    (7, lazy("Sunday")),
)
WAYS = {
    rules.AT_ONCE: lazy("As it happens, within your hours"),
    rules.ANY_HOUR: lazy("As it happens, also at night"),
    rules.DAILY: lazy("In a daily summary"),
    rules.WEEKLY: lazy("In a weekly summary"),
    rules.IN_APP: lazy("On the platform only, without letters"),
}


class DaysForm(Form):
    """On which days letters may come."""

    mail_days = SelectMultipleField(
        lazy("Days on which our letters may come"),
        [DataRequired(lazy("Choose at least one day."))],
        coerce=int,
        choices=options(DAYS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    digest_day = SelectField(lazy("Day of the weekly summary"), coerce=int, choices=options(DAYS))

    def validate_digest_day(self, field: SelectField) -> None:
        """Refuse a day on which no letters may come."""
        if self.mail_days.data and field.data is not None:
            by_rule(check_mail_days, _written(self.mail_days.data), field.data)


class ChoicesForm(DaysForm):
    """The days, and one question for each topic."""


for _topic in topics.TOPICS:
    setattr(
        ChoicesForm,
        f"way_{_topic.key}",
        RadioField(
            _topic.name,
            description=_topic.explanation,
            choices=options((way, WAYS[way]) for way in _topic.ways),
        ),
    )


@blueprint.route("/account/notices", methods=["GET", "POST"])
@members
def choose_notices() -> Any:
    """Show and change how and on which days the viewer wants to be told."""
    user = accounts.get_user(member().id)
    chosen = queries.choices_of(user.id)
    form = ChoicesForm.of_request(
        mail_days=[int(day) for day in user.mail_days],
        digest_day=user.digest_day,
        **{f"way_{each.key}": topics.way_of(each.key, chosen.get(each.key)) for each in topics.TOPICS},
    )
    if request.method == "POST" and form.validate():
        ways = {each.key: form[f"way_{each.key}"].data for each in topics.TOPICS}
        choosing.choose(user.id, ways, _written(form.mail_days.data or []), form.digest_day.data)
        tell(_("Your changes are saved."))
        return redirect(url_for("notifications.choose_notices"), 303)
    fields = [(each, form[f"way_{each.key}"]) for each in topics.TOPICS]
    shown = page(
        "notifications/choose_notices",
        form=form,
        fields=fields,
        user=user,
        calendar_address=feeds.find_address(user.id),
    )
    return shown, 422 if form.errors else 200


@blueprint.route("/notices/stop/<topics>/<key>", methods=["GET", "POST"])
@public
@csrf.key_is_enough
def stop_mail(topics: str, key: str) -> Any:
    """Show the button that ends letters on a topic; on POST, also from a mail program, end them."""
    reader_id = stopping.find_reader(topics, key)
    if reader_id is None:
        raise NotFound()
    keys = topics.split(stopping.BETWEEN)
    if request.method == "POST":
        choosing.stop_mail(reader_id, keys)
    # A mail program follows no redirect here, so success is the page itself.
    return page("notifications/stop_mail", names=_names(keys), has_ended=request.method == "POST")


def _names(keys: list[str]) -> list[str]:
    return [str(topics.BY_KEY[key].name) for key in keys]


def _written(days: list[int]) -> str:
    return "".join(str(day) for day in sorted(set(days)))
