"""Forms of visitors: signing up and in, letters sent again, a new password."""

import time

from wtforms import BooleanField, EmailField, Field, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from lms.domain.accounts import rules
from lms.foundation import signing
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.shell.forms import Form, by_rule, id_or_none, one_line

QUICK_SECONDS = 3


def now_sealed() -> str:
    """Return the present second, so that the form can tell how long somebody took to fill it in."""
    return signing.seal("sign-up", int(time.time()))


def email_field() -> EmailField:
    """Return the field for one's own address."""
    required = InputRequired(lazy("Enter your e-mail address."))
    return EmailField(lazy("E-mail address"), [required], filters=[one_line])


class EmailForm(Form):
    """An address, to which a letter may go."""

    email = email_field()
    address: rules.Address

    def validate_email(self, field: Field) -> None:
        """Refuse what is no address."""
        self.address = by_rule(rules.read_address, field.data)


class SignUpForm(EmailForm):
    """What somebody types who wants an account."""

    name = StringField(
        lazy("First name and surname"), [InputRequired(lazy("Enter your name."))], filters=[one_line]
    )
    email = email_field()
    password = PasswordField(lazy("Password"), [InputRequired(lazy("Choose a password."))])
    institution = SelectField(lazy("Institution"), coerce=id_or_none)
    category = SelectField(lazy("Category of learner"), coerce=id_or_none)
    position = SelectField(lazy("Position"), coerce=id_or_none)
    # Robots fill in everything; people do not see this field, and if they do, it tells them what to do.
    subject = StringField(lazy("Leave this field empty"))
    began = HiddenField()
    next = HiddenField()

    def validate_name(self, field: Field) -> None:
        """Refuse what is no name."""
        by_rule(rules.check_name, field.data)

    def validate_password(self, field: Field) -> None:
        """Refuse a password that others would guess."""
        by_rule(rules.check_password, field.data, email=self.email.data or "", name=self.name.data or "")

    def validate_subject(self, field: Field) -> None:
        """Stop a robot; a person reads why."""
        if field.data:
            raise ValidationError(_("This field is there to stop robots. Please empty it."))

    @property
    def came_quickly(self) -> bool:
        """Whether the form came back sooner than people type; such ones count more, and are never refused."""
        began = signing.unseal("sign-up", self.began.data or "")
        return began is None or time.time() - began < QUICK_SECONDS


class SignInForm(Form):
    """Who is there."""

    email = email_field()
    password = PasswordField(lazy("Password"), [InputRequired(lazy("Enter your password."))])
    shared = BooleanField(lazy("Others use this computer too"))
    next = HiddenField()


class NewPasswordForm(Form):
    """A new password, and for whom it may not be easily guessed."""

    password = PasswordField(lazy("New password"), [InputRequired(lazy("Choose a password."))])

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values, **named)
        self.email_of_owner = self.name_of_owner = ""

    def validate_password(self, field: Field) -> None:
        """Refuse a password that others would guess."""
        by_rule(rules.check_password, field.data, email=self.email_of_owner, name=self.name_of_owner)
