"""Who supports the site: the administrator gives words and a logo, every page shows them at its foot."""

import hashlib
import io
from typing import Any

from flask import Response, redirect, request, url_for
from wtforms import BooleanField, FileField, StringField, TextAreaField
from wtforms.validators import Length

from lms.domain.catalogue import queries, service
from lms.domain.catalogue.policy import may_manage_catalogue
from lms.domain.content.media import TYPES, examine_media
from lms.domain.content.problems import ProblemList
from lms.foundation import storage
from lms.foundation.errors import NotFound
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext
from lms.web.catalogue.blueprint import blueprint
from lms.web.media import FOR_EVER, SANDBOX
from lms.web.shell import supporters
from lms.web.shell.access import allow, public
from lms.web.shell.forms import Form, long_text, one_line
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

LONGEST_WORDS = 2_000
LONGEST_ALT = 300
LARGEST_LOGO = 300_000
KINDS = ("png", "jpg", "webp", "svg")


class SupportersForm(Form):
    """What stands at the foot of every page about those who support the site."""

    text_lt = TextAreaField(lazy_gettext("Text in Lithuanian"), [Length(max=LONGEST_WORDS)], [long_text])
    text_en = TextAreaField(lazy_gettext("Text in English"), [Length(max=LONGEST_WORDS)], [long_text])
    logo = FileField(lazy_gettext("Logo"))
    alt_lt = StringField(
        lazy_gettext("What the logo says, in Lithuanian"), [Length(max=LONGEST_ALT)], [one_line]
    )
    alt_en = StringField(
        lazy_gettext("What the logo says, in English"), [Length(max=LONGEST_ALT)], [one_line]
    )
    remove_logo = BooleanField(lazy_gettext("Show no logo"))

    def block(self, present: dict[str, Any]) -> dict[str, Any] | None:
        """Return the block as it is to be kept, or None with the reason beside its field."""
        given: dict[str, Any] = {
            "lt": (self.text_lt.data or "").strip(),
            "en": (self.text_en.data or "").strip(),
        }
        if bool(given["lt"]) != bool(given["en"]):
            self.text_en.errors = [_("Please give the text in both languages, or in neither.")]
            return None
        upload = request.files.get("logo")
        logo = None if self.remove_logo.data else present.get("logo")
        if upload and upload.filename and not self.remove_logo.data:
            logo = self._taken(upload.stream.read(LARGEST_LOGO + 1))
            if logo is None:
                return None
        if logo:
            if not self.alt_lt.data or not self.alt_en.data:
                self.alt_lt.errors = [
                    _("Please say in both languages what the logo says, for those who cannot see it.")
                ]
                return None
            given["logo"] = {**logo, "alt": {"lt": self.alt_lt.data, "en": self.alt_en.data}}
        return given if any(given.values()) else {}

    def _taken(self, content: bytes) -> dict[str, Any] | None:
        """Keep a picture that is one; its name is the number of its content."""
        number = hashlib.sha256(content).hexdigest()
        for kind in KINDS:
            facts = examine_media(f"logo.{kind}", content, "logo", ProblemList())
            if facts and len(content) <= LARGEST_LOGO:
                name = f"{number}.{kind}"
                storage.current().put(_stored(name), io.BytesIO(content))
                return {"name": name, "width": facts.width or 200, "height": facts.height or 60}
        self.logo.errors = [_("The logo must be a PNG, JPEG, WebP or SVG picture of at most 300 kB.")]
        return None


@blueprint.route("/admin/texts/supporters", methods=["GET", "POST"])
@allow(may_manage_catalogue)
def name_supporters() -> Any:
    """Say who supports the site, or nothing."""
    present = queries.find_supporters()
    alt = (present.get("logo") or {}).get("alt", {})
    form = SupportersForm.of_request(
        text_lt=present.get("lt"), text_en=present.get("en"), alt_lt=alt.get("lt"), alt_en=alt.get("en")
    )
    if request.method == "POST" and form.validate():
        block = form.block(present)
        if block is not None:
            service.name_supporters(member(), block)
            supporters.forget()
            tell(_("Saved. Within a minute every page shows it at its foot."))
            return redirect(url_for("catalogue.admin_texts"), 303)
    shown = page("catalogue/name_supporters", form=form, present=present, largest=LARGEST_LOGO)
    return (shown, 422) if form.errors else shown


@blueprint.get("/supporters/<name>")
@public
def show_logo(name: str) -> Any:
    """Show the logo that stands at the foot of the pages; what was one earlier is not shown any more."""
    logo = queries.find_supporters().get("logo") or {}
    if not logo or logo["name"] != name:
        raise NotFound()
    with storage.current().open(_stored(name)) as kept:
        answer = Response(kept.read(), mimetype=TYPES[name.rpartition(".")[2]])
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = FOR_EVER
    return answer


def _stored(name: str) -> str:
    return f"supporters/{name}"
