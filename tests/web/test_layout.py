"""The frame of every page and its building blocks, for every reader and in both languages."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
import wtforms
from flask import Flask, render_template, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import validators
from wtforms.fields.choices import SelectChoice

from lms.foundation import i18n
from lms.web.shell import frame
from tests.conftest import Browser
from tools import build_static, vendor

ROOT = Path(__file__).parents[2]
STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
ERRORS = ["400", "403", "404", "405", "409", "413", "429", "500", "503", "507"]


class Reader(HTMLParser):
    """Collects the elements of a page, as a browser would meet them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attributes
            for found, attributes in self.elements
            if found == tag and all(attributes.get(name) == value for name, value in wanted.items())
        ]

    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _tag, attributes in self.elements if "id" in attributes]


def a_reader(**roles: bool) -> SimpleNamespace:
    known = {"is_staff": False, "is_coordinator": False, "is_admin": False, "is_shared_computer": False}
    return SimpleNamespace(id=7, name="Rasa <Žemaitytė>", language="lt", **(known | roles))


def show(app: Flask, template: str, language: str = "lt", viewer: Any = None, **values: Any) -> str:
    known = {
        "viewer": viewer,
        "unread": SimpleNamespace(messages=2, notices=0, waiting=12, all=14),
        "language": language,
        "other_language": "en" if language == "lt" else "lt",
        "other_language_url": f"/{'en' if language == 'lt' else 'lt'}/my",
        "flashes": [],
    }
    with (
        app.test_request_context(f"/{language}/my"),
        i18n.speaking(language),
        patch.object(frame, "viewer", lambda: viewer),
        patch.object(frame, "Unread", lambda: known["unread"]),
    ):
        if template.endswith(".html"):
            return render_template(template, **(known | values))
        return render_template_string(template, **(known | values))


PAGE = (
    '{% extends "layout/page.html" %}{% block title %}Labas{% endblock %}'
    "{% block main %}<h1>Labas</h1>{% endblock %}"
)


@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_frame_is_whole_in_both_languages(app: Flask, language: str) -> None:
    page = show(app, PAGE, language)
    found = Reader(page)
    assert found.all("html", lang=language)
    assert "<title>Labas – Savimoka</title>" in page
    assert len(found.all("link", rel="stylesheet")) == 1
    assert all("v=" in str(link["href"]) for link in found.all("link", rel="stylesheet"))
    assert all(script["type"] == "module" for script in found.all("script"))
    assert found.all("a", href="#main") and found.all("main", id="main")
    assert found.all("div", role="status")
    for place in ("help", "contact", "privacy"):
        assert found.all("a", href=f"/{language}/{place}")


def test_the_language_switch_speaks_each_language_by_its_own_name(app: Flask) -> None:
    page = show(app, PAGE, "lt")
    (switch,) = Reader(page).all("a", hreflang="en")
    assert switch["lang"] == "en" and switch["href"] == "/en/my"
    assert ">English</a>" in page and '<span aria-current="true">Lietuvių</span>' in page


@pytest.mark.parametrize(
    ("viewer", "shown", "hidden"),
    [
        (None, ["sign-in", "sign-up"], ["my", "messages", "notices", "account", "teach", "admin"]),
        (a_reader(), ["my", "messages", "notices", "account"], ["teach", "coordinate", "admin", "sign-in"]),
        (a_reader(is_staff=True), ["my", "teach"], ["coordinate", "admin"]),
        (a_reader(is_coordinator=True), ["my", "coordinate"], ["teach", "admin"]),
        (a_reader(is_admin=True), ["my", "admin"], ["teach", "coordinate"]),
    ],
)
def test_the_ways_depend_on_the_reader(app: Flask, viewer: Any, shown: list[str], hidden: list[str]) -> None:
    found = Reader(show(app, PAGE, viewer=viewer))
    for place in shown:
        assert found.all("a", href=f"/lt/{place}"), place
    for place in hidden:
        assert not found.all("a", href=f"/lt/{place}"), place
    assert bool(found.all("form", action="/lt/sign-out")) == (viewer is not None)


def test_where_one_is_and_what_is_new_can_be_heard(app: Flask) -> None:
    page = show(app, PAGE, viewer=a_reader())
    (here,) = Reader(page).all("a", href="/lt/my")
    assert here["aria-current"] == "page"
    assert [mark["data-count"] for mark in Reader(page).all("span", **{"class": "count"})] == [
        "14",
        "2",
        "0",
    ]
    assert "Rasa &lt;Žemaitytė&gt;" in page


def test_what_was_just_done_is_said(app: Flask) -> None:
    page = show(app, PAGE, flashes=[("success", "Įrašyta <b>")])
    assert "Įrašyta &lt;b&gt;" in page
    assert Reader(page).all("div", **{"data-color": "success"})


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("status", ERRORS)
def test_every_error_has_a_page_with_a_way_on(app: Flask, status: str, language: str) -> None:
    # As the bare page is rendered: there is neither a reader nor counts.
    page = show(app, f"errors/{status}.html", language, viewer=None, unread=None, reason="")
    found = Reader(page)
    assert len(found.all("h1")) == 1
    ways = [link for link in found.all("a") if "ds-button" in str(link.get("class"))]
    assert ways and all(str(way["href"]).startswith("/") for way in ways)


def test_an_error_page_gives_the_reason_that_is_known(app: Flask) -> None:
    page = show(app, "errors/409.html", viewer=a_reader(), reason="Darbas jau <pateiktas>.")
    assert "Darbas jau &lt;pateiktas&gt;." in page


def test_a_form_that_came_too_late_is_offered_again_with_all_that_was_typed(app: Flask) -> None:
    fields = [("text", "Pirma\nantra"), ("answer", "a"), ("answer", "b")]
    found = Reader(show(app, "errors/send_again.html", path="/lt/x?y=1", fields=fields))
    assert found.all("form", action="/lt/x?y=1")
    hidden = [(field["name"], field["value"]) for field in found.all("input", type="hidden")]
    assert hidden[0][0] == "csrf_token" and hidden[1:] == fields


CHOICES = [SelectChoice("", "–"), SelectChoice("a", "A")]


class Everything(wtforms.Form):
    """One field of each kind, each with something wrong."""

    name = wtforms.StringField(
        "Vardas", [validators.InputRequired("Įrašykite vardą.")], description="Kaip jus vadinti."
    )
    password = wtforms.PasswordField("Slaptažodis", [validators.InputRequired("Įrašykite slaptažodį.")])
    place = wtforms.SelectField("Vieta", [validators.InputRequired("Pasirinkite vietą.")], choices=CHOICES)
    hours = wtforms.RadioField("Laikas", [validators.InputRequired("Pasirinkite laiką.")], choices=CHOICES)
    tongues = wtforms.SelectMultipleField(
        "Kalbos",
        [validators.InputRequired("Pasirinkite kalbą.")],
        choices=CHOICES,
        widget=wtforms.widgets.ListWidget(prefix_label=False),
        option_widget=wtforms.widgets.CheckboxInput(),
    )
    about = wtforms.TextAreaField("Apie", [validators.InputRequired("Parašykite apie save.")])
    files = wtforms.MultipleFileField("Failai", [validators.InputRequired("Pasirinkite failą.")])
    agree = wtforms.BooleanField("Sutinku", [validators.InputRequired("Reikia sutikimo.")])
    note = wtforms.StringField("Pastaba")


class Person(wtforms.Form):
    name = wtforms.StringField("Vardas", [validators.InputRequired(i18n.lazy_gettext("Sign in"))])


class Several(wtforms.Form):
    people = wtforms.FieldList(wtforms.FormField(Person), min_entries=2)


FORM = (
    '{% from "layout/macros.html" import field, error_summary with context %}'
    "{{ error_summary(form) }}{% for f in form %}{{ field(f) }}{% endfor %}"
)


def test_a_refused_form_leads_to_each_field_and_says_the_reason_beside_it(app: Flask) -> None:
    form = Everything(MultiDict({"name": ""}))
    assert not form.validate()
    page = show(app, FORM, form=form)
    found = Reader(page)
    ids = found.ids()
    assert len(ids) == len(set(ids))
    leads = [str(link["href"])[1:] for link in found.all("a", **{"class": "ds-link"})]
    assert len(leads) == len(form.errors) == 8
    for lead in leads:
        assert lead in ids, lead
    for name, reasons in form.errors.items():
        assert f'id="{name}-error"' in page and page.count(reasons[0]) == 2, name
    for _tag, attributes in found.elements:
        for described in str(attributes.get("aria-describedby") or "").split():
            assert described in ids, described
    assert found.all("input", name="name")[0]["aria-describedby"] == "name-hint name-error"
    assert found.all("input", name="name")[0]["aria-invalid"] == "true"


@pytest.mark.parametrize(
    ("language", "said"), [("lt", "įvestas tekstas neišliks"), ("en", "what you typed is lost")]
)
def test_who_has_no_scripts_is_told_that_the_switch_of_languages_takes_nothing_along(
    client: Browser, language: str, said: str
) -> None:
    path = f"/{language}/sign-up"
    refused = client.post_form(path, {"name": "Ona", "email": "ona"})
    assert refused.status_code == 422
    unscripted = re.findall(r"<noscript>(.*?)</noscript>", refused.text, re.DOTALL)
    assert any(said in each for each in unscripted)
    assert said not in re.sub(r"<noscript>.*?</noscript>", "", refused.text, flags=re.DOTALL)
    assert said not in client.get(path).text


def test_every_field_has_a_label_and_only_what_may_be_left_out_says_so(app: Flask) -> None:
    page = show(app, FORM, form=Everything())
    found = Reader(page)
    labels = {label["for"] for label in found.all("label")}
    for tag in ("input", "select", "textarea"):
        for control in found.all(tag):
            assert control["id"] in labels, control
    assert page.count("(neprivaloma)") == 1
    assert "aria-invalid" not in page and "data-error-summary" not in page


def test_the_reason_is_found_inside_nested_fields_and_in_the_readers_language(app: Flask) -> None:
    form = Several(MultiDict({"people-0-name": "Ona", "people-1-name": ""}))
    with i18n.speaking("lt"):
        assert not form.validate()
    source = '{% from "layout/macros.html" import error_summary with context %}{{ error_summary(form) }}'
    assert ">Prisijungti</a>" in show(app, source, form=form)


def test_a_fault_of_the_whole_form_is_said_without_a_link(app: Flask) -> None:
    form = Everything(MultiDict({"name": "x"}))
    form.form_errors.append("Darbo pateikti nebegalima.")
    assert "<li>Darbo pateikti nebegalima.</li>" in show(app, FORM, form=form)


def test_pages_keep_the_other_questions_of_the_address(app: Flask) -> None:
    source = '{% from "layout/macros.html" import pagination with context %}{{ pagination(page) }}'
    with app.test_request_context("/lt/admin/users?q=ž&page=2"), i18n.speaking("lt"):
        page = render_template_string(source, page=SimpleNamespace(number=2, pages=3), language="lt")
    assert 'href="/lt/admin/users?q=%C5%BE&amp;page=3"' in page and 'aria-current="page"' in page
    assert show(app, source, page=SimpleNamespace(number=1, pages=1)).strip() == ""


def test_progress_is_said_in_words_and_never_passes_the_whole(app: Flask) -> None:
    source = (
        '{% from "layout/macros.html" import progress_words with context %}'
        "{{ progress_words(7, 6) }}{{ progress_words(0, 0) }}"
    )
    page = show(app, source)
    assert "Atlikta 7 iš 6" in page and 'value="6" max="6"' in page
    assert page.count("<progress") == 1


# Letters have a policy of their own: none.
PAGES = sorted(path for path in TEMPLATES.glob("*/*.html") if path.parent.name != "email")


@pytest.mark.parametrize("template", PAGES, ids=lambda path: path.stem)
def test_nothing_is_written_inline_that_the_content_policy_forbids(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text)


def test_the_committed_stylesheet_and_script_are_those_of_their_sources() -> None:
    assert build_static.main(["--check"]) == 0


def test_what_came_from_others_is_what_the_lock_says() -> None:
    assert vendor.main(["--check"]) == 0


def test_the_page_stays_light() -> None:
    def packed(path: str) -> int:
        return len(gzip.compress((STATIC / path).read_bytes(), 9))

    assert packed("css/lms.css") <= 30_000
    assert packed("js/lms.js") <= 8_000
    assert packed("js/offline.js") <= 11_000  # after the page, for members
    assert packed("js/service-worker.js") <= 4_500
    assert sum(font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2")) <= 60_000


def test_every_file_that_the_stylesheet_names_exists() -> None:
    text = (STATIC / "css" / "lms.css").read_text(encoding="utf-8")
    named = re.findall(r'url\("?\.\./([^")?]+)\?v=[0-9a-f]{8}', text)
    assert named and all((STATIC / name).is_file() for name in named)
    assert not re.findall(r"url\([\"']?(?:https?:)?//", text)


def schemes() -> dict[str, dict[str, str]]:
    theme = (STATIC / "css" / "src" / "01-theme.css").read_text(encoding="utf-8")
    light, dark = build_static.without_comments(theme).split("@dark {")
    colours = re.compile(r"--ds-color-([a-z-]+): (#[0-9a-f]{6})")
    return {"light": dict(colours.findall(light)), "dark": dict(colours.findall(dark))}


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        red, green, blue = linear
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["accent", "neutral", "info", "success", "warning", "danger"])
def test_text_and_edges_stand_out_in_both_schemes(scheme: str, colour: str) -> None:
    known = schemes()[scheme]
    for ground in ("background-default", "background-tinted", "surface-default", "surface-tinted"):
        for text in ("text-subtle", "text-default"):
            found = contrast(known[f"{colour}-{text}"], known[f"{colour}-{ground}"])
            assert found >= 4.5, (text, ground, round(found, 2))
    for state in ("default", "hover", "active"):
        found = contrast(known[f"{colour}-base-{state}"], known[f"{colour}-base-contrast-default"])
        assert found >= 4.5, (state, round(found, 2))
    for edge in ("border-default", "border-strong"):
        found = contrast(known[f"{colour}-{edge}"], known["neutral-background-default"])
        assert found >= 3, (edge, round(found, 2))
