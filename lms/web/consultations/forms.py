"""Forms of consultation hours."""

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired

from lms.domain.consultations import rules
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.shell.forms import Form, long_text, one_line

_DAY = lazy("Enter the day.")
_TIME = lazy("Enter the time.")


class PlaceForm(Form):
    """How to meet."""

    place = StringField(lazy("How to meet"), filters=[one_line])
    spoken = SelectField(lazy("Language of the talk"))


class OfferForm(PlaceForm):
    """Times that an author offers."""

    module_id = SelectField(lazy("Module"), coerce=int)
    day = DateField(lazy("Day"), [InputRequired(_DAY)])
    from_time = TimeField(lazy("Begins at"), [InputRequired(_TIME)])
    to_time = TimeField(lazy("Ends at"), [InputRequired(_TIME)])
    minutes = SelectField(lazy("Length of one consultation"), coerce=int)
    weeks = IntegerField(lazy("For how many weeks, each week at the same time"), [InputRequired()])


class SlotForm(PlaceForm):
    """One time, when its author moves it or names another place."""

    day = DateField(lazy("Day"), [InputRequired(_DAY)])
    from_time = TimeField(lazy("Begins at"), [InputRequired(_TIME)])
    to_time = TimeField(lazy("Ends at"), [InputRequired(_TIME)])
    reason = TextAreaField(lazy("A word to the learner: why"), filters=[long_text])


class BookingForm(Form):
    """What a learner wants to talk about."""

    subject = TextAreaField(lazy("What do you want to talk about?"), filters=[long_text])


class MoveForm(Form):
    """Another of the author's times."""

    slot_id = SelectField(lazy("Another time"), coerce=int)
    reason = TextAreaField(lazy("A word to the author: why"), filters=[long_text])


class CancelForm(Form):
    """Why a consultation is cancelled."""

    reason = TextAreaField(lazy("A word to the other side: why"), filters=[long_text])


class OutcomeForm(Form):
    """What became of a consultation, as its author records it."""

    outcome = RadioField(lazy("What became of the consultation?"), validate_choice=False)
    note = TextAreaField(lazy("Summary or note"), filters=[long_text])


LENGTHS = rules.LENGTHS
