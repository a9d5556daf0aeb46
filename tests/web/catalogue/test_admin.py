"""The administrator's desk: news, texts, the institution, staff. Nobody else knows of it."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.catalogue import queries
from lms.foundation import audit
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_news, make_staff
from tests.web.catalogue.conftest import Shelf

NEWS = {"title_lt": "Atidarymas", "text_lt": "**Pradedame**", "title_en": "Opening", "text_en": "We begin"}


@pytest.fixture
def admin(sign_in: Callable[..., Any]) -> Any:
    return sign_in(make_user(is_admin=True))


def test_news_is_written_looked_at_and_published(admin: Any, client: Any) -> None:
    shown = admin.post_form("/lt/admin/news/new", {**NEWS, "preview": "1"})
    assert shown.status_code == 200
    assert "<strong>Pradedame</strong>" in shown.text
    assert queries.list_all_news() == []
    assert admin.post_form("/lt/admin/news/new", {**NEWS, "save": "1"}).status_code == 303
    news = queries.list_all_news()[0]
    assert client.get(f"/lt/news/{news.id}").status_code == 404
    for _ in range(2):
        assert admin.post_form(f"/lt/admin/news/{news.id}/publish").status_code == 303
    assert client.get(f"/lt/news/{news.id}").status_code == 200
    assert admin.post_form(f"/lt/admin/news/{news.id}/unpublish").status_code == 303
    assert client.get(f"/lt/news/{news.id}").status_code == 404


def test_news_can_be_published_at_once_and_changed(admin: Any, client: Any) -> None:
    admin.post_form("/en/admin/news/new", {**NEWS, "publish": "1"})
    news = queries.list_news(1)[0]
    answer = admin.post_form(f"/en/admin/news/{news.id}", {**NEWS, "title_en": "Opened", "save": "1"})
    assert (answer.status_code, answer.location) == (303, "/en/admin/news")
    assert "Opened" in client.get(f"/en/news/{news.id}").text


def test_what_was_typed_stays_when_something_is_missing(admin: Any) -> None:
    answer = admin.post_form("/lt/admin/news/new", {**NEWS, "text_en": "", "save": "1"})
    assert answer.status_code == 422
    assert 'value="Atidarymas"' in answer.text
    assert "data-error-summary" in answer.text
    long = admin.post_form("/lt/admin/news/new", {**NEWS, "title_lt": "a" * 201, "save": "1"})
    assert long.status_code == 422


def test_the_list_of_news_names_what_is_not_published(admin: Any) -> None:
    make_news(published_at=None)
    session.commit()
    assert "nepaskelbta" in admin.get("/lt/admin/news").text


def test_a_text_is_changed_with_preview_and_version(admin: Any, client: Any) -> None:
    words = {"text_lt": "## Pagalba\n\nRašykite {email}", "text_en": "Write to {email}"}
    preview = admin.post_form("/lt/admin/texts/help", {**words, "preview": "1"})
    assert "Rašykite (dar nenurodyta)" in preview.text
    assert queries.get_text("help")[0].version == 0
    assert admin.post_form("/lt/admin/texts/help", {**words, "save": "1"}).status_code == 303
    assert "Rašykite" in client.get("/lt/help").text
    assert "Versija Nr.\xa01" in admin.get("/lt/admin/texts").text
    assert admin.post_form("/lt/admin/texts/help", {"text_lt": "", "save": "1"}).status_code == 422
    assert admin.get("/lt/admin/texts/no-such-text").status_code == 404


def test_the_institution_is_described(admin: Any, client: Any) -> None:
    facts = {"name_lt": "Centras", "name_en": "Centre", "email": "info@example.lt"}
    assert admin.post_form("/lt/admin/texts/institution", facts).status_code == 303
    assert "info@example.lt" in client.get("/lt/contact").text
    assert 'value="Centras"' in admin.get("/lt/admin/texts/institution").text
    answer = admin.post_form("/lt/admin/texts/institution", {**facts, "phone": "1" * 301})
    assert answer.status_code == 422


def test_staff_is_assigned_and_removed_with_a_trace(admin: Any, shelf: Shelf) -> None:
    person = make_user(email="rasa@example.lt", name="Rasa Žemaitytė")
    session.commit()
    form = {"email": "Rasa@Example.LT", "duty": "author", "thing": f"programme:{shelf.programme.id}"}
    for _ in range(2):
        assert admin.post_form("/lt/admin/staff", form).status_code == 303
    lines = queries.list_staff()
    assert [(line.user_id, line.programme) for line in lines] == [(person.id, "clustering")]
    listed = admin.get("/lt/admin/staff").text
    assert "Rasa Žemaitytė" in listed
    assert "Klasterystė" in listed
    assert admin.post_form(f"/lt/admin/staff/{lines[0].id}/remove").status_code == 303
    assert queries.list_staff() == []
    deeds = [entry.deed for entry in session.scalars(audit.entries(subject=f"user:{person.id}"))]
    assert deeds == ["staff-removed", "staff-assigned"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"email": "nobody@example.lt"}, "Veikiančios paskyros"),
        ({"email": "not an address"}, "Veikiančios paskyros"),
        ({"thing": "module:999999"}, "data-error-summary"),
        ({"duty": "king"}, "data-error-summary"),
        ({"duty": "coordinator"}, "Koordinatoriai atsako už programas"),
    ],
)
def test_a_senseless_duty_is_refused_beside_its_field(
    admin: Any, shelf: Shelf, change: dict[str, str], reason: str
) -> None:
    make_user(email="rasa@example.lt")
    session.commit()
    form = {"email": "rasa@example.lt", "duty": "author", "thing": f"module:{shelf.single.module_id}"}
    answer = admin.post_form("/lt/admin/staff", {**form, **change})
    assert answer.status_code == 422
    assert reason in answer.text
    assert queries.list_staff() == []


def test_nobody_else_knows_of_the_desk(sign_in: Callable[..., Any], client: Any, shelf: Shelf) -> None:
    author, news = make_user(), make_news()
    duty = make_staff(author, programme=shelf.programme)
    session.commit()
    browser = sign_in(author)
    for address in (
        "news",
        "news/new",
        f"news/{news.id}",
        "texts",
        "texts/help",
        "texts/institution",
        "staff",
    ):
        assert browser.get(f"/lt/admin/{address}").status_code == 404
        assert client.get(f"/lt/admin/{address}").status_code == 303
    for deed in (f"news/{news.id}/unpublish", f"staff/{duty.id}/remove", "staff", "texts/help"):
        assert browser.post_form(f"/lt/admin/{deed}").status_code == 404
    assert len(queries.list_staff()) == 1


def test_missing_things_are_not_found(admin: Any) -> None:
    assert admin.get("/lt/admin/news/999999").status_code == 404
    for deed in ("news/999999/publish", "news/999999/unpublish", "staff/999999/remove"):
        assert admin.post_form(f"/lt/admin/{deed}").status_code == 404
