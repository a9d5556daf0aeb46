"""Forms in which people write to each other."""

import secrets

from wtforms import DateField, HiddenField, MultipleFileField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.shell.forms import Form, id_or_none, long_text


def new_key() -> str:
    """Return what tells one form from another, so that the same one sent twice is one message."""
    return secrets.token_urlsafe(12)


class MessageForm(Form):
    """A message in a conversation that exists."""

    text = TextAreaField(lazy("Your message"), filters=[long_text])
    files = MultipleFileField(lazy("Files to go with it"))
    form_key = HiddenField()


class EditForm(Form):
    """A message that has just been sent, to be mended."""

    text = TextAreaField(lazy("Your message"), filters=[long_text])


class AbsenceForm(Form):
    """Days on which an author is away, and who answers instead."""

    from_day = DateField(lazy("First day"), [InputRequired(lazy("Please choose a day."))])
    to_day = DateField(lazy("Last day"), [InputRequired(lazy("Please choose a day."))])
    substitute = SelectField(lazy("Who answers instead"), coerce=id_or_none)


class QuestionForm(Form):
    """A question about a lesson, or about one block of it as it stood in one revision."""

    text = TextAreaField(lazy("Your question"), filters=[long_text])
    files = MultipleFileField(lazy("Files to go with it"))
    block = HiddenField()
    revision = HiddenField()
    form_key = HiddenField()
