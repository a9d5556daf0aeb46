"""Forms of one's own account."""

from wtforms import Field, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from lms.domain.accounts import rules
from lms.foundation.i18n import OWN_NAMES
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.accounts.forms import EmailForm, NewPasswordForm
from lms.web.shell.forms import Form, by_rule, id_or_none, one_line, options


class ProfileForm(Form):
    """What people say about themselves, and how and when they want to be written to."""

    name = StringField(
        lazy("First name and surname"), [InputRequired(lazy("Enter your name."))], filters=[one_line]
    )
    form_of_address = StringField(lazy("How shall we address you?"), filters=[one_line])
    language = RadioField(lazy("Language"), choices=options(OWN_NAMES.items()))
    time_zone = SelectField(lazy("Time zone"))
    mail_from_hour = SelectField(lazy("E-mail from"), coerce=int)
    mail_to_hour = SelectField(lazy("E-mail until"), coerce=int)
    institution = SelectField(lazy("Institution"), coerce=id_or_none)
    category = SelectField(lazy("Category of learner"), coerce=id_or_none)
    position = SelectField(lazy("Position"), coerce=id_or_none)

    def validate_name(self, field: Field) -> None:
        """Refuse what is no name."""
        by_rule(rules.check_name, field.data)

    def validate_form_of_address(self, field: Field) -> None:
        """Refuse what is no form of address."""
        by_rule(rules.check_form_of_address, field.data)

    def validate_mail_to_hour(self, field: Field) -> None:
        """Refuse hours that leave no time for mail."""
        if self.mail_from_hour.data is not None and field.data is not None:
            by_rule(rules.check_hours, self.mail_from_hour.data, field.data)


class PasswordAgainForm(Form):
    """Asks once more for the password before something that cannot easily be undone."""

    current_password = PasswordField(
        lazy("Your current password"), [InputRequired(lazy("Enter your password."))]
    )


class ChangeEmailForm(PasswordAgainForm, EmailForm):
    """A new address for the account."""


class ChangePasswordForm(PasswordAgainForm, NewPasswordForm):
    """A new password by somebody who knows the old one."""

    password = PasswordField(lazy("New password"), [InputRequired(lazy("Choose a password."))])
