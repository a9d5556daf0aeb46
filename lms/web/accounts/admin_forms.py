"""Forms of the administrator's pages."""

from wtforms import BooleanField, EmailField, Field, RadioField, SearchField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from lms.domain.accounts import places, rules
from lms.foundation.i18n import OWN_NAMES
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.accounts.wording import STANDINGS
from lms.web.shell.forms import Form, by_rule, id_or_none, one_line, options


class PeopleFilter(Form):
    """For which people the administrator asks."""

    q = SearchField(lazy("Name or e-mail"), filters=[one_line])
    standing = SelectField(lazy("Status"), validate_choice=False)
    institution = SelectField(lazy("Institution"), validate_choice=False)
    administrators = BooleanField(lazy("Only administrators"))

    def offer(self, institutions: list[tuple[int, str]]) -> None:
        """Fill the lists."""
        self.standing.choices = options(STANDINGS.items(), first=_("Any status"))
        self.institution.choices = options(institutions, first=_("All institutions"))


class PersonForm(Form):
    """What the administrator corrects for somebody."""

    name = StringField(
        lazy("First name and surname"), [InputRequired(lazy("Enter a name."))], filters=[one_line]
    )
    language = RadioField(lazy("Language"), choices=options(OWN_NAMES.items()))
    institution = SelectField(lazy("Institution"), coerce=id_or_none)
    category = SelectField(lazy("Category of learner"), coerce=id_or_none)
    position = SelectField(lazy("Position"), coerce=id_or_none)

    def validate_name(self, field: Field) -> None:
        """Refuse what is no name."""
        by_rule(rules.check_name, field.data)


class InstitutionFilter(Form):
    """For which institutions the administrator asks."""

    kind = SelectField(lazy("Kind"), validate_choice=False)
    municipality = SelectField(lazy("Municipality"), validate_choice=False)
    closed = BooleanField(lazy("Also those no longer active"))

    def offer(self) -> None:
        """Fill the lists."""
        self.kind.choices = options(places.kind_names().items(), first=_("All kinds"))
        self.municipality.choices = options(
            places.municipality_names().items(), first=_("All municipalities")
        )


class InstitutionForm(Form):
    """What is known of an institution."""

    name_lt = StringField(
        lazy("Name in Lithuanian"),
        [
            InputRequired(lazy("Enter the name in Lithuanian; an institution abroad has its own name here.")),
            Length(max=200),
        ],
        filters=[one_line],
    )
    name_en = StringField(lazy("Name in English"), [Length(max=200)], filters=[one_line])
    kind = SelectField(lazy("Kind"))
    country = SelectField(lazy("Country"))
    municipality = SelectField(lazy("Municipality"))
    county = SelectField(lazy("County"))

    def offer(self) -> None:
        """Fill the lists."""
        self.kind.choices = options(places.kind_names().items())
        self.country.choices = options(places.country_names().items())
        self.municipality.choices = options(places.municipality_names().items(), first=_("None"))
        self.county.choices = options(places.county_names().items(), first=_("None"))


class CoordinatorForm(Form):
    """Who coordinates an institution."""

    email = EmailField(
        lazy("E-mail of the person"), [InputRequired(lazy("Enter an e-mail address."))], filters=[one_line]
    )


class EntryForm(Form):
    """An entry of a list in both languages."""

    label_lt = StringField(
        lazy("In Lithuanian"),
        [InputRequired(lazy("Enter the words in Lithuanian.")), Length(max=120)],
        filters=[one_line],
    )
    label_en = StringField(
        lazy("In English"),
        [InputRequired(lazy("Enter the words in English.")), Length(max=120)],
        filters=[one_line],
    )
