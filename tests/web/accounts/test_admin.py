"""The administrator's pages: people, institutions, lists, the record of deeds."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lms.domain.accounts import service
from lms.domain.accounts.models import (
    AccountToken,
    Institution,
    InstitutionCoordinator,
    ListEntry,
    User,
    UserSession,
)
from lms.foundation import audit, db
from lms.foundation.audit import AuditEntry
from lms.web.accounts import admin_institutions
from lms.web.accounts.wording import DEEDS
from tests.conftest import Browser
from tests.factories.accounts import PASSWORD, make_entry, make_institution, make_user

SignIn = Callable[[User], Browser]
PAGES = ["/admin", "/admin/people", "/admin/institutions", "/admin/institutions/new", "/admin/lists",
         "/admin/lists/category/new", "/admin/lists/position/new", "/admin/audit"]  # fmt: skip


@pytest.fixture
def admin(app: Flask, sign_in: SignIn) -> Browser:
    return sign_in(make_user(email="admin@example.lt", name="Ada Administratorė", is_admin=True))


def user_of(email: str) -> User:
    db.session.expire_all()
    return db.session.query(User).filter_by(email_key=email).one()


def deeds() -> list[str]:
    return [entry.deed for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


@pytest.mark.parametrize("path", PAGES)
def test_pages_work_in_both_languages_and_are_hidden_from_others(
    admin: Browser, client: Browser, sign_in: SignIn, path: str
) -> None:
    assert admin.get(f"/lt{path}").status_code == admin.get(f"/en{path}").status_code == 200
    assert sign_in(make_user()).get(f"/lt{path}").status_code == 404
    assert client.get(f"/lt{path}").status_code == 303


@pytest.mark.parametrize(
    "path",
    ["/admin/people/99", "/admin/institutions/99", "/admin/lists/entries/99", "/admin/lists/other/new",
     "/admin/people/x"],
)  # fmt: skip
def test_what_is_missing_is_not_found(admin: Browser, path: str) -> None:
    assert admin.get(f"/lt{path}").status_code == 404


def test_only_administrators_do_these_deeds(app: Flask, sign_in: SignIn, client: Browser) -> None:
    person, institution, entry = make_user().id, make_institution().id, make_entry().id
    browser = sign_in(make_user())
    for path in (
        f"/admin/people/{person}",
        *(
            f"/admin/people/{person}/{deed}"
            for deed in ("make-administrator", "unmake-administrator", "deactivate", "reactivate",
                         "send-confirmation", "end-sessions")
        ),
        "/admin/institutions/new",
        f"/admin/institutions/{institution}",
        *(f"/admin/institutions/{institution}/{deed}" for deed in ("close", "reopen", "coordinators")),
        "/admin/lists/category/new",
        *(f"/admin/lists/entries/{entry}{deed}" for deed in ("", "/move", "/retire", "/restore")),
    ):  # fmt: skip
        assert browser.post_form(f"/lt{path}").status_code == 404, path
        assert client.post_form(f"/lt{path}").status_code == 303, path
    assert deeds() == []


def test_the_first_page_leads_to_every_page_that_exists(admin: Browser, app: Flask) -> None:
    page = admin.get("/lt/admin").text
    for path in ("people", "institutions", "lists", "audit"):
        assert f'href="/lt/admin/{path}"' in page
    assert "laukia patvirtinimo" in page
    for endpoint, path in (("catalogue.admin_staff", "staff"), ("notifications.outbox", "outbox")):
        assert (f'href="/lt/admin/{path}"' in page) == (endpoint in app.view_functions)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=zemaityte", ["Rasa Žemaitytė"]),
        ("q=ŽEMAITYTĖ+rasa", ["Rasa Žemaitytė"]),
        ("q=orstavik", ["Åse Ørstavik"]),
        ("q=ase%40example", ["Åse Ørstavik"]),
        ("q=%25", []),
        ("q=_", []),
        ("standing=unconfirmed", ["Jonas Šimkus"]),
        ("administrators=y", ["Ada Administratorė"]),
        ("standing=nonsense", []),
        ("institution=zzz&page=-3", ["Ada Administratorė", "Åse Ørstavik", "Jonas Šimkus", "Rasa Žemaitytė"]),
    ],
)
def test_people_are_found_in_lithuanian_order(admin: Browser, query: str, found: list[str]) -> None:
    make_user(name="Rasa Žemaitytė", email="rasa@example.lt")
    make_user(name="Jonas Šimkus", email="jonas@example.lt", standing="unconfirmed")
    make_user(name="Åse Ørstavik", email="ase@example.no")
    db.session.commit()
    page = admin.get(f"/lt/admin/people?{query}").text
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    names = [part.partition("</a>")[0].rpartition(">")[2] for part in table.split('<th scope="row">')[1:]]
    assert names == found
    if not found:
        assert "Nieko nerasta." in page


def test_people_of_one_institution_are_found(admin: Browser) -> None:
    institution = make_institution()
    make_user(name="Rasa Žemaitytė", institution_id=institution.id)
    make_user(name="Jonas Šimkus")
    number = institution.id
    db.session.commit()
    page = admin.get(f"/lt/admin/people?institution={number}").text
    assert "Rasa Žemaitytė" in page and "Jonas Šimkus" not in page
    assert "1 žmogus" in page


def test_a_long_list_has_pages_and_few_statements(admin: Browser, statements: Any) -> None:
    institution = make_institution()
    for _ in range(120):
        make_user(institution_id=institution.id)
    db.session.commit()
    for path in (
        "/lt/admin/people",
        "/lt/admin/people?page=3",
        "/lt/admin/institutions",
        "/lt/admin/lists",
        "/lt/admin",
    ):
        statements()
        admin.get(path)
        assert len(statements()) <= 12, path
    assert "page=3" in admin.get("/lt/admin/people").text
    assert admin.get("/lt/admin/people?page=3").text.count('<th scope="row">') == 21


def test_a_person_is_corrected(admin: Browser) -> None:
    person = make_user(email="ona@example.lt", name="Ona Onaite").id
    institution = make_institution().id
    db.session.commit()
    path = f"/lt/admin/people/{person}"
    assert "Ona Onaite" in admin.get(path).text
    answer = admin.post_form(path, {"name": "Ona Onaitė", "language": "en", "institution": institution})
    assert answer.status_code == 303
    user = user_of("ona@example.lt")
    assert (user.name, user.language, user.institution_id) == ("Ona Onaitė", "en", institution)
    entry = db.session.query(AuditEntry).one()
    assert (entry.deed, entry.details) == (
        "account-changed",
        {"changed": ["institution_id", "language", "name"]},
    )
    refused = admin.post_form(path, {"name": "", "language": "en"})
    assert refused.status_code == 422 and 'id="name-error"' in refused.text
    admin.post_form(path, {"name": "Ona Onaitė", "language": "en", "institution": institution})
    assert deeds() == ["account-changed"]  # Nothing changed, nothing recorded.


def test_administrators_are_made_and_unmade_but_never_the_last_one(admin: Browser) -> None:
    person = make_user(email="ona@example.lt").id
    db.session.commit()
    me = user_of("admin@example.lt").id
    admin.post_form(f"/lt/admin/people/{me}/unmake-administrator")
    assert "Tai vienintelis administratorius." in admin.get("/lt/admin").text
    admin.post_form(f"/lt/admin/people/{me}/deactivate")
    assert user_of("admin@example.lt").is_admin and user_of("admin@example.lt").standing == "active"
    for _ in range(2):
        assert admin.post_form(f"/lt/admin/people/{person}/make-administrator").status_code == 303
    assert user_of("ona@example.lt").is_admin
    answer = admin.post_form(f"/lt/admin/people/{me}/unmake-administrator")
    assert answer.location == "/lt/account"
    assert not user_of("admin@example.lt").is_admin
    assert admin.get("/lt/admin").status_code == 404
    assert deeds() == ["administrator-made", "administrator-unmade"]


def test_only_an_open_account_becomes_an_administrators(admin: Browser) -> None:
    person = make_user(email="ona@example.lt", standing="deactivated").id
    db.session.commit()
    assert admin.post_form(f"/lt/admin/people/{person}/make-administrator").status_code == 409
    assert not user_of("ona@example.lt").is_admin


def test_accounts_are_closed_and_opened_again(admin: Browser, sign_in: SignIn) -> None:
    browser = sign_in(make_user(email="ona@example.lt", is_admin=True))
    person = user_of("ona@example.lt").id
    admin.post_form(f"/lt/admin/people/{person}/deactivate")
    assert browser.get("/lt/account").status_code == 303
    user = user_of("ona@example.lt")
    assert user.standing == "deactivated" and not user.is_admin
    admin.post_form(f"/en/admin/people/{person}/reactivate")
    assert user_of("ona@example.lt").standing == "active"
    assert browser.get("/lt/account").status_code == 303  # The old sessions stay ended.
    assert deeds() == ["account-closed", "account-reopened"]


def test_the_confirmation_letter_is_sent_again(admin: Browser) -> None:
    waiting = make_user(email="ona@example.lt", standing="unconfirmed", password=PASSWORD).id
    active = make_user().id
    db.session.commit()
    assert "Išsiųsti patvirtinimo laišką dar kartą" in admin.get(f"/lt/admin/people/{waiting}").text
    for person in (waiting, active):
        assert admin.post_form(f"/lt/admin/people/{person}/send-confirmation").status_code == 303
    assert [key.user_id for key in db.session.query(AccountToken)] == [waiting]


def test_somebody_is_signed_out_everywhere(admin: Browser, sign_in: SignIn) -> None:
    browsers = [sign_in(make_user(email="ona@example.lt"))]
    browsers.append(sign_in(user_of("ona@example.lt")))
    admin.post_form(f"/lt/admin/people/{user_of('ona@example.lt').id}/end-sessions")
    assert [browser.get("/lt/account").status_code for browser in browsers] == [303, 303]
    assert db.session.query(UserSession).filter_by(ended_at=None).count() == 1  # the administrator's own
    assert deeds() == ["sessions-ended"]


INSTITUTION = {
    "name_lt": "Biržų rajono savivaldybės administracija",
    "name_en": "Administration of Biržai District Municipality",
    "kind": "municipality",
    "country": "LT",
    "municipality": "LT-06",
    "county": "LT-VL",
}


def test_an_institution_is_added_changed_closed_and_opened_again(admin: Browser, client: Browser) -> None:
    answer = admin.post_form("/lt/admin/institutions/new", INSTITUTION)
    assert answer.status_code == 303
    institution = db.session.query(Institution).one()
    assert (institution.municipality, institution.county) == ("LT-06", "LT-PN")  # the county follows
    path = f"/admin/institutions/{institution.id}"
    assert "Biržų rajono savivaldybės administracija" in client.get("/lt/sign-up").text
    assert "Administration of Biržai District Municipality" in client.get("/en/sign-up").text
    admin.post_form(f"/en{path}", {**INSTITUTION, "country": "NO", "kind": "foreign-partner", "name_en": ""})
    db.session.expire_all()
    institution = db.session.query(Institution).one()
    assert (institution.country, institution.municipality, institution.county) == ("NO", None, None)
    assert "Biržų rajono savivaldybės administracija" in admin.get("/en/admin/institutions").text
    admin.post_form(f"/lt{path}/close")
    assert "Biržų" not in client.get("/lt/sign-up").text
    assert "Biržų rajono savivaldybės administracija" not in admin.get("/lt/admin/institutions").text
    assert "Biržų rajono savivaldybės administracija" in admin.get("/lt/admin/institutions?closed=y").text
    admin.post_form(f"/lt{path}/reopen")
    assert "Biržų" in client.get("/lt/sign-up").text
    assert deeds() == [
        "institution-created",
        "institution-changed",
        "institution-closed",
        "institution-reopened",
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name_lt": ""}, "name_lt"),
        ({"name_lt": "Į" * 201}, "name_lt"),
        ({"kind": "bank"}, "kind"),
        ({"country": "XX"}, "country"),
        ({"municipality": "LT-61"}, "municipality"),
    ],
)
def test_an_institution_that_cannot_be_is_refused(admin: Browser, values: dict[str, str], field: str) -> None:
    answer = admin.post_form("/lt/admin/institutions/new", {**INSTITUTION, **values})
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert db.session.query(Institution).count() == 0


def test_a_form_sent_twice_adds_one(admin: Browser) -> None:
    entry = {"label_lt": "Bibliotekininkai", "label_en": "Librarians"}
    for path, data, field in (
        ("/lt/admin/institutions/new", INSTITUTION, "name_lt"),
        ("/lt/admin/lists/position/new", entry, "label_lt"),
    ):
        assert admin.post_form(path, data).status_code == 303
        again = admin.post_form(path, data)
        assert again.status_code == 422 and f'id="{field}-error"' in again.text
    elsewhere = {**INSTITUTION, "municipality": "LT-07"}  # Libraries of two towns may share a name.
    assert admin.post_form("/lt/admin/institutions/new", elsewhere).status_code == 303
    assert (db.session.query(Institution).count(), db.session.query(ListEntry).count()) == (2, 1)


def test_institutions_stand_in_lithuanian_order_and_are_filtered(admin: Browser) -> None:
    for name, kind in [
        ("Zarasų klubas", "ngo"),
        ("Šakių klubas", "ngo"),
        ("Skuodo klubas", "ngo"),
        ("Ąžuolas", "private"),
    ]:
        make_institution(name={"lt": name, "en": ""}, kind=kind)
    db.session.commit()
    page = admin.get("/lt/admin/institutions").text.split("<table")[1]
    places = [page.index(name) for name in ("Ąžuolas", "Skuodo", "Šakių", "Zarasų")]
    assert places == sorted(places)
    assert "Ąžuolas" not in admin.get("/lt/admin/institutions?kind=ngo").text
    assert "Tokios institucijos dar nėra." in admin.get("/lt/admin/institutions?municipality=LT-06").text


def test_institutions_stand_in_the_order_of_the_names_that_are_shown(
    admin: Browser, monkeypatch: pytest.MonkeyPatch, statements: Any
) -> None:
    names = {
        "Yla": "Agency",
        "Agentūra": "Youth House",
        "Švietimo skyrius": "Board of Education",
        "Šilas": "",
    }
    for lt, en in names.items():
        make_institution(name={"lt": lt, "en": en}, kind="ngo")
    make_institution(name={"lt": "Bankas", "en": "Bank"}, kind="private")
    db.session.commit()
    orders = {
        "lt": ["Agentūra", "Yla", "Šilas", "Švietimo skyrius"],
        "en": ["Agency", "Board of Education", "Šilas", "Youth House"],
    }
    # As on a long list: what stands on a page follows the order of the whole.
    monkeypatch.setattr(admin_institutions, "PAGE_SIZE", 2)
    for language, expected in orders.items():
        shown = []
        for number in (1, 2):
            statements()
            page = admin.get(f"/{language}/admin/institutions?kind=ngo&page={number}").text
            assert len(statements()) <= 12
            shown += re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', page)
        assert shown == expected
        choice = admin.get(f"/{language}/account").text
        places = [choice.index(f">{name}</option>") for name in expected]
        assert places == sorted(places)


def test_coordinators_of_an_institution(admin: Browser) -> None:
    institution, person = make_institution().id, make_user(email="ona@example.lt", name="Ona Onaitė").id
    make_user(email="uzdaryta@example.lt", standing="deactivated")
    db.session.commit()
    path = f"/lt/admin/institutions/{institution}"
    for email in ("nera@example.lt", "uzdaryta@example.lt", "ne adresas", ""):
        refused = admin.post_form(f"{path}/coordinators", {"email": email})
        assert refused.status_code == 422 and 'id="email-error"' in refused.text
    for _ in range(2):
        assert admin.post_form(f"{path}/coordinators", {"email": "ONA@example.lt"}).status_code == 303
    assert db.session.query(InstitutionCoordinator).one().user_id == person
    assert "Ona Onaitė" in admin.get(path).text
    assert f"/admin/institutions/{institution}" in admin.get(f"/lt/admin/people/{person}").text
    assert admin.post_form(f"{path}/coordinators/{person}/remove").status_code == 303
    assert admin.post_form(f"{path}/coordinators/{person}/remove").status_code == 404
    assert db.session.query(InstitutionCoordinator).count() == 0
    assert deeds() == ["institution-coordinator-added", "institution-coordinator-removed"]


def test_lists_are_kept(admin: Browser, client: Browser) -> None:
    service.ensure_lists()
    db.session.commit()
    answer = admin.post_form(
        "/lt/admin/lists/position/new", {"label_lt": "Bibliotekininkai", "label_en": "Librarians"}
    )
    assert answer.status_code == 303
    entry = db.session.query(ListEntry).filter_by(key="librarians").one()
    entry_id, path = entry.id, f"/lt/admin/lists/entries/{entry.id}"
    assert entry.place == 11
    assert "Librarians" in client.get("/en/sign-up").text
    admin.post_form(path, {"label_lt": "Bibliotekų darbuotojai", "label_en": "Library staff"})
    for to, place in (("up", 10), ("down", 11), ("down", 11), ("sideways", 11)):
        admin.post_form(f"{path}/move", {"to": to})
        db.session.expire_all()
        assert db.session.get(ListEntry, entry_id).place == place  # type: ignore[union-attr]
    admin.post_form(f"{path}/retire")
    assert "Library staff" not in client.get("/en/sign-up").text
    assert "nesiūloma" in admin.get("/lt/admin/lists").text
    admin.post_form(f"{path}/restore")
    assert "Library staff" in client.get("/en/sign-up").text
    assert admin.post_form(path, {"label_lt": "", "label_en": "x" * 121}).status_code == 422
    assert admin.post_form("/lt/admin/lists/position/new", {"label_lt": "Tik lietuviškai"}).status_code == 422
    assert deeds()[:3] == ["entry-added", "entry-renamed", "entry-moved"]


def test_the_record_of_deeds_tells_who_did_what_newest_first(admin: Browser, statements: Any) -> None:
    me, person = user_of("admin@example.lt").id, make_user(name="Ona Onaitė").id
    audit.record("command:content publish", "module-published", "module:one", revision=3)
    audit.record(f"user:{me}", "account-closed", f"user:{person}")
    audit.record("user:99999", "some-later-deed", "thing:1", text="<b>riebiai</b>", name={"lt": "Žagarė"})
    for number in range(120):
        audit.record(f"user:{me}", "account-changed", f"user:{me}", number=number)
    db.session.commit()
    statements()
    page = admin.get("/lt/admin/audit").text
    assert len(statements()) <= 8
    assert page.index("numeris:</span> 119") < page.index("numeris:</span> 100")
    assert "123 eilutės" in page and "page=2" in page
    page = admin.get("/lt/admin/audit?page=2").text
    assert "komanda „content publish“" in page and "paskelbė modulį" in page
    assert "some-later-deed" in page and "&lt;b&gt;riebiai&lt;/b&gt;" in page and "Žagarė" in page
    page = admin.get(f"/en/admin/audit?about=user:{person}").text
    assert "closed an account" in page and "Ona Onaitė" in page and "module:one" not in page
    assert "module:one" in admin.get("/en/admin/audit?deed=module-published").text
    assert "Dar nieko neįrašyta." in admin.get("/lt/admin/audit?deed=nonsense").text
    assert admin.post_form("/lt/admin/audit").status_code == 405


def test_every_deed_that_is_recorded_has_words() -> None:
    written = {deed for path in Path("lms").rglob("*.py") for deed in _deeds_written_in(path)}
    assert {"account-closed", "entry-moved", "password-reset"} <= written
    assert written <= set(DEEDS), written - set(DEEDS)


def _deeds_written_in(path: Path) -> Iterator[str]:
    """The deeds that a file records by name: the second value given to `audit.record`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or ast.unparse(node.func) != "audit.record" or len(node.args) < 2:
            continue
        if isinstance(node.args[1], ast.Constant):
            yield str(node.args[1].value)
