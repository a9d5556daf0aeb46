"""What is wrong or missing on a page: told by anybody, seen to by administrators, who get a notice."""

from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.catalogue import service
from lms.domain.catalogue.models import PageRemark
from lms.domain.notifications.models import Notice
from lms.foundation.db import session
from tests.factories.accounts import make_user

HERE = "/lt/modules/clusters"


def _remarks() -> list[PageRemark]:
    session.expire_all()
    return list(session.scalars(select(PageRemark).order_by(PageRemark.id)))


@pytest.mark.parametrize("language", ["lt", "en"])
def test_every_page_leads_to_the_form(client: Any, language: str) -> None:
    text = client.get(f"/{language}/help").text
    assert f'href="/{language}/feedback?page=/{language}/help"' in text
    form = client.get(f"/{language}/feedback?page=/{language}/help").text
    assert f'value="/{language}/help"' in form and form.count("<h1>") == 1


def test_a_visitors_remark_is_kept_with_its_page_and_administrators_are_told(client: Any) -> None:
    admin, other = make_user(is_admin=True), make_user()
    session.commit()
    answer = client.post_form(
        "/lt/feedback", {"page": HERE, "text": "Neveikia nuoroda.", "email": "ona@example.lt"}
    )
    assert answer.status_code == 303 and answer.location.startswith("/lt/feedback/thanks")
    (kept,) = _remarks()
    assert (kept.page, kept.text, kept.email) == (HERE, "Neveikia nuoroda.", "ona@example.lt")
    told = list(session.scalars(select(Notice.recipient_id).where(Notice.kind == "page-remarked")))
    assert told == [admin.id] and other.id not in told
    assert HERE in client.get(answer.location).text


def test_a_members_remark_bears_their_name_and_no_other_address(sign_in: Any) -> None:
    reader = make_user(name="Ona Onaitė")
    session.commit()
    sign_in(reader).post_form("/lt/feedback", {"page": HERE, "text": "Klaida.", "email": "kita@example.lt"})
    (kept,) = _remarks()
    assert (kept.author_id, kept.email) == (reader.id, "")


def test_a_form_sent_twice_is_kept_once(client: Any) -> None:
    for _time in range(2):
        client.post_form("/lt/feedback", {"page": HERE, "text": "Klaida."})
    assert len(_remarks()) == 1


@pytest.mark.parametrize(
    "page", ["//evil.example/x", "https://evil.example/", "/\\evil.example", "/nowhere", "x"]
)
def test_only_pages_of_ours_are_kept_and_led_back_to(client: Any, page: str) -> None:
    answer = client.post_form("/lt/feedback", {"page": page, "text": "Klaida."})
    assert _remarks()[0].page == ""
    assert "evil" not in client.get(answer.location).text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [({"text": "  "}, "Parašykite"), ({"text": "Klaida.", "email": "ne adresas"}, "ne adresas")],
)
def test_what_does_not_fit_comes_back_as_it_was_typed(client: Any, typed: dict[str, str], kept: str) -> None:
    answer = client.post_form("/lt/feedback", {"page": HERE, **typed})
    assert answer.status_code == 422 and kept in answer.text and f'value="{HERE}"' in answer.text
    assert not _remarks()


@pytest.mark.usefixtures("early_in_the_hour")
def test_too_many_remarks_from_one_address_are_refused_until_later(client: Any) -> None:
    answers = [client.post_form("/lt/feedback", {"page": HERE, "text": f"{n}"}) for n in range(21)]
    assert [answer.status_code for answer in answers[-2:]] == [303, 429]
    assert "Retry-After" in answers[-1].headers


def test_an_administrator_settles_and_takes_up_again(sign_in: Any, statements: Any) -> None:
    admin = make_user(is_admin=True)
    for number in range(30):
        service.remark_on_page(None, HERE, "lt", f"<b>Klaida</b> {number}")
    session.commit()
    browser = sign_in(admin)
    first = _remarks()[0]
    statements()
    text = browser.get("/lt/admin/feedback").text
    assert len(statements()) <= 12
    assert "&lt;b&gt;Klaida&lt;/b&gt; 0" in text and "Klaida&lt;/b&gt; 29" not in text
    assert "Klaida&lt;/b&gt; 29" in browser.get("/lt/admin/feedback?page=2").text
    assert 'data-count="30"' in text
    assert browser.post_form(f"/lt/admin/feedback/{first.id}/settle", {}).status_code == 303
    assert 'data-count="29"' in browser.get("/lt/my").text
    assert f'id="remark-{first.id}"' not in browser.get("/lt/admin/feedback").text
    assert f'id="remark-{first.id}"' in browser.get("/lt/admin/feedback?show=settled").text
    assert browser.post_form(f"/lt/admin/feedback/{first.id}/reopen", {}).status_code == 303
    assert _remarks()[0].settled_at is None
