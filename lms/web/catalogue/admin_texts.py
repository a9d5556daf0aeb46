"""The site's own texts and the institution's data, at the administrator's desk."""

from typing import Any

from flask import redirect, request, url_for
from wtforms import EmailField, StringField, TelField, TextAreaField
from wtforms.validators import InputRequired, Length

from lms.domain.catalogue import queries, service, site_texts
from lms.domain.catalogue.policy import may_manage_catalogue
from lms.domain.catalogue.written import as_html
from lms.foundation import i18n
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext
from lms.web.catalogue.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.forms import Form, long_text, one_line
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

LONGEST_TEXT = 50_000
LONGEST_FACT = 300

TITLES = {
    "help": lazy_gettext("Help"),
    "contact": lazy_gettext("Contact"),
    "privacy": lazy_gettext("Privacy notice"),
    "accessibility": lazy_gettext("Accessibility statement"),
}


class TextForm(Form):
    """One of the site's texts in both languages."""

    text_lt = TextAreaField(
        lazy_gettext("Text in Lithuanian"), [InputRequired(), Length(max=LONGEST_TEXT)], [long_text]
    )
    text_en = TextAreaField(
        lazy_gettext("Text in English"), [InputRequired(), Length(max=LONGEST_TEXT)], [long_text]
    )

    @property
    def text(self) -> dict[str, str]:
        """The text by language."""
        return {"lt": self.text_lt.data or "", "en": self.text_en.data or ""}


def _line(label: Any, field: Any = StringField) -> Any:
    return field(label, [Length(max=LONGEST_FACT)], [one_line])


class InstitutionForm(Form):
    """What the contact page and the holes in the texts say about the institution."""

    name_lt = _line(lazy_gettext("Name in Lithuanian"))
    name_en = _line(lazy_gettext("Name in English"))
    address_lt = _line(lazy_gettext("Address, as written in Lithuanian"))
    address_en = _line(lazy_gettext("Address, as written in English"))
    hours_lt = _line(lazy_gettext("When you can be reached, in Lithuanian"))
    hours_en = _line(lazy_gettext("When you can be reached, in English"))
    email = _line(lazy_gettext("E-mail"), EmailField)
    phone = _line(lazy_gettext("Phone"), TelField)
    code = _line(lazy_gettext("Institution code"))
    data_protection = _line(lazy_gettext("E-mail for data protection questions"), EmailField)

    def facts(self) -> dict[str, Any]:
        """Return the data as they are kept."""
        bilingual = {
            name: {language: self[f"{name}_{language}"].data or "" for language in i18n.LANGUAGES}
            for name in site_texts.BILINGUAL_FACTS
        }
        return {**bilingual, **{name: self[name].data or "" for name in site_texts.PLAIN_FACTS}}

    @classmethod
    def showing(cls, facts: dict[str, Any]) -> "InstitutionForm":
        """Return the form with what is kept, or with what has just been typed."""
        shown = {name: facts.get(name, "") for name in site_texts.PLAIN_FACTS}
        for name in site_texts.BILINGUAL_FACTS:
            for language in i18n.LANGUAGES:
                shown[f"{name}_{language}"] = (facts.get(name) or {}).get(language, "")
        return cls.of_request(**shown)


@blueprint.get("/admin/texts")
@allow(may_manage_catalogue)
def admin_texts() -> str:
    """List the site's texts and say which of them are still as shipped."""
    return page("catalogue/admin_texts", texts=queries.list_texts(), titles=TITLES)


@blueprint.route("/admin/texts/<any(help,contact,privacy,accessibility):key>", methods=["GET", "POST"])
@allow(may_manage_catalogue)
def change_text(key: str) -> Any:
    """Write a new version of a text; earlier versions stay readable."""
    present, institution = queries.get_text(key)
    form = TextForm.of_request(text_lt=present.text["lt"], text_en=present.text["en"])
    preview = None
    if request.method == "POST" and form.validate():
        if "preview" not in request.form:
            service.write_text(member(), key, form.text)
            tell(_("The text is saved and shown from now on."))
            return redirect(url_for("catalogue.admin_texts"), 303)
        typed = site_texts.SiteTextVersion(key, present.version, form.text)
        preview = {
            language: as_html(site_texts.filled(typed, institution, language), language)
            for language in i18n.LANGUAGES
        }
    shown = page(
        "catalogue/change_text",
        form=form,
        key=key,
        title=TITLES[key],
        holes=site_texts.FACTS,
        versions=queries.list_versions(key),
        preview=preview,
    )
    return (shown, 422) if form.errors else shown


@blueprint.route("/admin/texts/institution", methods=["GET", "POST"])
@allow(may_manage_catalogue)
def describe_institution() -> Any:
    """Give the institution's data for the contact page and the other texts."""
    form = InstitutionForm.showing(queries.find_institution())
    if request.method == "POST" and form.validate():
        service.describe_institution(member(), form.facts())
        tell(_("The institution's data are saved."))
        return redirect(url_for("catalogue.admin_texts"), 303)
    shown = page("catalogue/describe_institution", form=form)
    return (shown, 422) if form.errors else shown
