"""News at the administrator's desk: written in both languages, looked at, published, taken back."""

from typing import Any

from flask import redirect, request, url_for
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from lms.domain.catalogue import queries, service
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

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000


class NewsForm(Form):
    """A piece of news in both languages."""

    title_lt = StringField(
        lazy_gettext("Title in Lithuanian"), [InputRequired(), Length(max=LONGEST_TITLE)], [one_line]
    )
    text_lt = TextAreaField(
        lazy_gettext("Text in Lithuanian"), [InputRequired(), Length(max=LONGEST_TEXT)], [long_text]
    )
    title_en = StringField(
        lazy_gettext("Title in English"), [InputRequired(), Length(max=LONGEST_TITLE)], [one_line]
    )
    text_en = TextAreaField(
        lazy_gettext("Text in English"), [InputRequired(), Length(max=LONGEST_TEXT)], [long_text]
    )

    @property
    def title(self) -> dict[str, str]:
        """The title by language."""
        return {"lt": self.title_lt.data or "", "en": self.title_en.data or ""}

    @property
    def text(self) -> dict[str, str]:
        """The text by language."""
        return {"lt": self.text_lt.data or "", "en": self.text_en.data or ""}

    def preview(self) -> dict[str, str]:
        """Return what readers of each language would see."""
        return {language: as_html(self.text[language], language) for language in i18n.LANGUAGES}


@blueprint.get("/admin/news")
@allow(may_manage_catalogue)
def admin_news() -> str:
    """List all news, published or not."""
    return page("catalogue/admin_news", news=queries.list_all_news())


@blueprint.route("/admin/news/new", methods=["GET", "POST"])
@allow(may_manage_catalogue)
def write_news() -> Any:
    """Write a piece of news, look at it, keep it."""
    form = NewsForm.of_request()
    if request.method == "POST" and form.validate() and "preview" not in request.form:
        news = service.write_news(member(), form.title, form.text)
        return _saved(news)
    return _form_page(form, None)


@blueprint.route("/admin/news/<int:news_id>", methods=["GET", "POST"])
@allow(may_manage_catalogue, load=queries.get_news)
def change_news(news: Any) -> Any:
    """Change the words of a piece of news."""
    form = NewsForm.of_request(
        title_lt=news.title.get("lt"),
        title_en=news.title.get("en"),
        text_lt=news.text.get("lt"),
        text_en=news.text.get("en"),
    )
    if request.method == "POST" and form.validate() and "preview" not in request.form:
        return _saved(service.change_news(member(), news.id, form.title, form.text))
    return _form_page(form, news)


@blueprint.post("/admin/news/<int:news_id>/publish")
@allow(may_manage_catalogue, load=queries.get_news)
def publish_news(news: Any) -> Any:
    """Let everyone read it."""
    service.publish_news(member(), news.id)
    tell(_("The news is published."))
    return redirect(url_for("catalogue.admin_news"), 303)


@blueprint.post("/admin/news/<int:news_id>/unpublish")
@allow(may_manage_catalogue, load=queries.get_news)
def unpublish_news(news: Any) -> Any:
    """Take it back from everyone's pages."""
    service.unpublish_news(member(), news.id)
    tell(_("The news is no longer published; its text is kept here."))
    return redirect(url_for("catalogue.admin_news"), 303)


def _saved(news: Any) -> Any:
    if "publish" in request.form:
        service.publish_news(member(), news.id)
        tell(_("The news is published."))
    else:
        tell(_("The news is saved."))
    return redirect(url_for("catalogue.admin_news"), 303)


def _form_page(form: NewsForm, news: Any) -> Any:
    shown = page(
        "catalogue/change_news" if news else "catalogue/write_news",
        form=form,
        news=news,
        preview=form.preview() if request.method == "POST" and not form.errors else None,
    )
    return (shown, 422) if form.errors else shown
