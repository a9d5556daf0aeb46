"""Forms in which people write to each other."""

import secrets

from wtforms import HiddenField, TextAreaField

from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.shell.forms import Form, long_text


def new_key() -> str:
    """Return what tells one form from another, so that the same one sent twice is one message."""
    return secrets.token_urlsafe(12)


class MessageForm(Form):
    """A message in a conversation that exists."""

    text = TextAreaField(lazy("Your message"), filters=[long_text])
    form_key = HiddenField()


class QuestionForm(Form):
    """A question about a lesson, or about one block of it as it stood in one revision."""

    text = TextAreaField(lazy("Your question"), filters=[long_text])
    block = HiddenField()
    revision = HiddenField()
    form_key = HiddenField()
